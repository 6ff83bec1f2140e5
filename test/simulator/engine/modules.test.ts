import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, EngineError, type GuestModule } from "kith/simulator/engine/engine";
import { bundleGuest, specifierOf } from "kith/simulator/engine/guest-bundle";
import { boot, open, send } from "./support";

/** A module made of text, for programs that must not compile. */
function text(specifier: string, source: string, preload = false): GuestModule {
	return { specifier, file: `/nowhere/${specifier}.ts`, preload, text: source };
}

async function refusal(modules: readonly GuestModule[]): Promise<string> {
	try {
		(await Engine.open({ modules })).close();
	} catch (error) {
		assert.ok(error instanceof EngineError);
		return error.message;
	}
	return "";
}

test("a syntax error names file and line", async () => {
	const message = await refusal([text("broken", "const fine = 1;\nconst = 2;\n")]);
	assert.match(message, /broken:2: /);
});

test("a module that a loaded one imports but nobody has is named with its importer when the machine boots", async () => {
	const modules = [text("area/main", 'import "./helper";\n'), text("area/helper", 'import "../else/where";\n')];
	const engine = await Engine.open({ modules });
	const { crash } = boot(engine, "area/main").boot;
	assert.equal(crash?.kind, "uncaught error");
	assert.equal(crash?.message, 'area/helper imports "../else/where": there is no such module');
	assert.equal(boot(engine, "nothing").boot.crash?.message, 'the host imports "nothing": there is no such module');
	engine.close();
});

test("a preloaded module that fails, or imports what is missing or not preloaded, refuses the engine", async () => {
	assert.match(await refusal([text("rom", 'import "gone";', true)]), /rom imports "gone": there is no such module/);
	assert.match(
		await refusal([text("rom", 'import "loaded";', true), text("loaded", "")]),
		/rom imports "loaded": a preloaded module cannot import one that is not/,
	);
	assert.match(
		await refusal([text("rom", '\nthrow new Error("no ROM today");\n', true)]),
		/preloading rom: Error: no ROM today \(rom:2\)/,
	);
	assert.match(await refusal([text("rom", "await new Promise(() => {});", true)]), /awaits something that never comes/);
	assert.match(await refusal([text("rom", "host.now();", true)]), /host is not available while modules are preloaded/);
	assert.match(await refusal([text("twice", ""), text("twice", "")]), /two modules have the same specifier/);
});

test("relative imports are joined to the importing specifier, bare ones taken as they are", async () => {
	const engine = await Engine.open({
		modules: [
			text("a/b/main", 'import { x } from "../c/deep"; import "bare"; host.post(x, new Uint8Array(1), 1);'),
			text("a/c/deep", 'import { y } from "./near"; export const x = y + 1;'),
			text("a/c/near", "export const y = 40;", true),
			text("bare", "host.post(1, new Uint8Array(1), 1);"),
		],
	});
	assert.deepEqual(
		boot(engine, "a/b/main").boot.posts.map(({ kind }) => kind),
		[1, 41],
	);
	engine.close();
});

test("Error.stack inside the guest names specifiers and TypeScript lines", async () => {
	const engine = await Engine.open({
		modules: [
			text(
				"main",
				`function fail() {
	throw new Error("here");
}
try {
	fail();
} catch (error) {
	const bytes = Uint8Array.from(error.stack, (letter) => letter.charCodeAt(0));
	host.post(1, bytes, bytes.length);
}`,
			),
		],
	});
	const stack = Buffer.from(boot(engine, "main").boot.posts[0]?.bytes ?? []).toString();
	assert.equal(stack, "Error: here\n at fail (main:2)\n at (main:5)");
	engine.close();
});

test("a bundle holds what the entry reaches, types left out, under the project's specifiers", () => {
	const entry = "test/simulator/engine/guests/echo.ts";
	const modules = bundleGuest({ entries: [entry], preload: (specifier) => specifier.endsWith("library") });
	assert.deepEqual(
		modules.map(({ specifier, preload }) => [specifier, preload]),
		[
			["test/simulator/engine/guests/echo", false],
			["test/simulator/engine/guests/library", true],
		],
	);
	assert.equal(specifierOf("modules/core/clock.ts"), "kith/core/clock");
	assert.equal(specifierOf("devices/io/pin.ts"), "kith/devices/io/pin");
	assert.equal(specifierOf("simulator/guest/main.ts"), "kith/simulator/guest/main");
});

test("a bundle names the importer of what does not exist, and takes aliases for what does not exist on a board", () => {
	const shim = { "node:assert/strict": "test/xs/assert" };
	assert.throws(
		() => bundleGuest({ entries: ["test/simulator/engine/support.ts"] }),
		/test\/simulator\/engine\/support imports|imports "node:/,
	);
	const [first] = bundleGuest({ entries: ["node:assert/strict"], aliases: shim });
	assert.equal(first?.specifier, "node:assert/strict");
	assert.match(first?.text ?? "", /export \* from "test\/xs\/assert";\nexport { default }/);
});

test("a bundle runs", async () => {
	const modules = bundleGuest({
		entries: ["test/simulator/engine/guests/echo.ts"],
		preload: (specifier) => specifier.endsWith("library"),
	});
	const engine = await open([], { modules });
	const machine = boot(engine, "test/simulator/engine/guests/echo");
	assert.equal(send(engine, machine, 1).posts.length, 3);
	engine.close();
});
