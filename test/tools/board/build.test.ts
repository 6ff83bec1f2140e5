import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { deviceKinds } from "kith/devices/registry";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { driverSources } from "../../../tools/board/image-registry";
import { secretsOf } from "../provision/folder";
import { BoardComputer } from "./computer";

/** With permanent numbers, which everything asks for. */
async function identified(context: TestContext, devices?: string): Promise<BoardComputer> {
	const computer = new BoardComputer(context, devices);
	await computer.kith("identify", computer.folder);
	return computer;
}

test("the SDK's mcconfig is run once, for the node's board, with the project's own TypeScript", async (context) => {
	const computer = await identified(context);
	await computer.kith("provision", computer.folder);
	const { code, stdout, stderr } = await computer.kith("build", "--node", `${computer.folder}/hall`);
	assert.equal(code, 0, stderr);
	const made = join(computer.build, "esp32c3-devkitm");
	assert.deepEqual(computer.calls(), [
		`mcconfig -m -p esp32:${projectRoot}/devices/boards/esp32c3-devkitm -t build -o ${made}/out ${made}/manifest.json`,
	]);
	assert.match(stdout, new RegExp(`^tsc is ${projectRoot}/node_modules/\\.bin/tsc$`, "m"));
	assert.match(stdout, /^built .*xs_esp32\.bin: 9 bytes, drivers relay$/m);
	assert.match(stdout, /^next: npx kith flash --board esp32c3-devkitm --node /m);
});

test("the image has the drivers of all nodes of the installation, and no others", async (context) => {
	const computer = await identified(
		context,
		"{ climate: sht4x(), goal: setting({ quantity: 'temperature', initial: 20, minimum: 5, maximum: 30 }) }",
	);
	const { stderr, code } = await computer.kith("build", "--node", `${computer.folder}/hub`);
	assert.equal(code, 0, stderr);
	const folder = join(computer.build, "esp32-devkitc");
	const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
	const drivers = (manifest.include as string[]).filter((path) => /\/(sensors|actuators|virtual)\/\w+\//.test(path));
	assert.deepEqual(
		drivers.map((path) => path.split("/").at(-2)),
		["relay", "sht4x", "setting"],
	);
	const { deviceKinds: kinds, deviceKind } = await import(pathToFileURL(join(folder, "registry.ts")).href);
	assert.deepEqual(
		(kinds as { name: string }[]).map(({ name }) => name),
		["sht4x", "relay", "setting"],
	);
	assert.equal(deviceKind("relay").name, "relay");
	assert.equal(deviceKind("pir"), undefined);
});

test("every path of the generated manifest leads to what the project's own leads to", async (context) => {
	const computer = await identified(context);
	await computer.kith("build", "--node", `${computer.folder}/hall`);
	const folder = join(computer.build, "esp32c3-devkitm");
	const paths = pathsIn(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")));
	assert.ok(paths.length > 20, `${paths.length} paths`);
	for (const path of paths) {
		const target = join(folder, path);
		const there = existsSync(target) || existsSync(`${target}.ts`) || existsSync(`${target}.d.ts`);
		// A pattern leads to a folder.
		assert.ok(there || (path.endsWith("*") && existsSync(dirname(target))), path);
	}
	const own = pathsIn(JSON.parse(readFileSync("manifest.json", "utf8")));
	const unused = deviceKinds.length - 1;
	// One more for the list of drivers beside it, one for the project's own, which it leaves out.
	assert.equal(paths.length, own.length - unused + 2);
});

test("the drivers are found by how they are filed: folder and export bear the name of the kind", () => {
	assert.deepEqual(
		driverSources(projectRoot)
			.map(({ kind }) => kind)
			.sort(),
		deviceKinds.map(({ name }) => name).sort(),
	);
	for (const { folder, kind } of driverSources(projectRoot)) {
		assert.equal(folder.split("/").at(-1), kind);
		assert.ok(existsSync(join(projectRoot, folder, "manifest.json")), folder);
	}
});

test("nothing of a node goes into what the image is made from: no key, no name, no definition", async (context) => {
	const computer = await identified(context);
	await computer.kith("provision", computer.folder);
	await computer.kith("build", "--node", `${computer.folder}/hall`);
	const { networkSecret, privateKeys } = secretsOf(computer.folder);
	for (const path of readdirSync(computer.build, { recursive: true, encoding: "utf8" })) {
		const file = join(computer.build, path);
		if (!statSync(file).isFile()) continue;
		const text = readFileSync(file, "latin1");
		for (const secret of [networkSecret, ...Object.values(privateKeys)]) {
			assert.ok(!text.includes(secret), path);
			assert.ok(!text.includes(Buffer.from(secret, "hex").toString("latin1")), path);
		}
		assert.ok(!text.includes("hall") && !text.includes("bulb"), path);
	}
});

test("--debug is handed on, --json ends with one object, --dry-run runs nothing and makes nothing", async (context) => {
	const computer = await identified(context);
	const node = `${computer.folder}/hall`;
	const dry = await computer.kith("build", "--node", node, "--debug", "--dry-run");
	assert.match(
		dry.stdout,
		/^PATH=.*node_modules\/\.bin:\$PATH mcconfig -m -d -p esp32:.* -t build -o .*manifest\.json\n$/,
	);
	assert.deepEqual(computer.calls(), []);
	assert.equal(existsSync(computer.build), false);
	const built = await computer.kith("build", "--node", node, "--json");
	assert.deepEqual(JSON.parse(built.stdout), {
		board: "esp32c3-devkitm",
		image: join(computer.build, "esp32c3-devkitm/out/bin/esp32/esp32c3-devkitm/release/kith/xs_esp32.bin"),
		bytes: 9,
		drivers: ["relay"],
	});
	assert.match(built.stderr, /^tsc is/);
});

test("a build that fails is an error, also where the make file ends well without an image", async (context) => {
	const computer = await identified(context);
	const node = `${computer.folder}/hall`;
	await computer.kith("build", "--node", node);
	computer.tool("mcconfig", "echo 'main.ts:3: no such thing' >&2; exit 3");
	const failed = await computer.kith("build", "--node", node);
	assert.equal(failed.code, 1);
	assert.match(failed.stderr, /^main\.ts:3: no such thing\nkith: mcconfig ended with exit code 3: PATH=.*\n$/);
	// The image of before is not taken for a new one.
	computer.tool("mcconfig", "exit 0");
	const empty = await computer.kith("build", "--node", node);
	assert.equal(empty.code, 1);
	assert.match(empty.stderr, /^kith: mcconfig ended well but made no .*xs_esp32\.bin: see what it said above\n$/);
});

test("what is missing is told before anything is run", async (context) => {
	const cases: [(computer: BoardComputer) => unknown, RegExp][] = [
		[({ env }) => delete env.MODDABLE, /Moddable SDK: MODDABLE is not set\. install the SDK/],
		[({ env }) => delete env.IDF_PATH, /ESP-IDF: IDF_PATH is not set\. install ESP-IDF 6\.0/],
		[({ root }) => rmSync(join(root, "bin/mcconfig")), /mcconfig: not built\. /],
		[({ root }) => rmSync(join(root, "bin/idf.py")), /ESP-IDF's tools: idf\.py not in PATH\. .*export\.sh/],
	];
	for (const [breakIt, sentence] of cases) {
		const computer = await identified(context);
		breakIt(computer);
		const { code, stderr } = await computer.kith("build", "--node", `${computer.folder}/hall`);
		assert.equal(code, 1);
		assert.match(stderr, sentence);
		assert.match(stderr, /^kith: [^\n]+\n$/);
		assert.deepEqual(computer.calls(), []);
	}
});

test("a node or board that is none, or another board than the node's, is refused with what there is", async (context) => {
	const computer = await identified(context);
	const cases: [string[], RegExp][] = [
		[[], /required option '--node/],
		[["--node", `${computer.folder}/attic`], /has no node "attic", only hall, hub/],
		[["--node", computer.folder], /is an installation: name one of its nodes, as in --node \S+\/NODE$/m],
		[["--node", "hall"], /--node hall names no installation: write its folder too, as in --node my-house\/hall$/m],
		[["--node", "nowhere/hall"], /there is no folder nowhere/],
		[
			["--node", `${computer.folder}/hall`, "--board", "esp8266"],
			/no board "esp8266", only esp32c3-devkitm, .*desktop/,
		],
		[
			["--node", `${computer.folder}/hall`, "--board", "esp32-devkitc"],
			/hall is declared for the board esp32c3-devkitm/,
		],
	];
	for (const [args, sentence] of cases) {
		const { code, stderr } = await computer.kith("build", ...args);
		assert.equal(code, 2, stderr);
		assert.match(stderr, sentence);
	}
	assert.deepEqual(computer.calls(), []);
});

function pathsIn(value: unknown): string[] {
	if (typeof value === "string") return /^\.\.?\//.test(value) ? [value] : [];
	return value !== null && typeof value === "object" ? Object.values(value).flatMap(pathsIn) : [];
}
