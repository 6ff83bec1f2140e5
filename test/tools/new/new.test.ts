import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { projectRoot } from "kith/simulator/engine/toolchain";
import type { Summary } from "kith/simulator/session/types";
import { main } from "../../../tools/kith";
import { MemoryOutput } from "../../support/memory-output";

const scratch = mkdtempSync(join(tmpdir(), "kith-new-"));
after(() => rmSync(scratch, { recursive: true }));

async function kith(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
	const stdout = new MemoryOutput();
	const stderr = new MemoryOutput();
	const code = await main(args, { stdout, stderr });
	return { code, stdout: stdout.text, stderr: stderr.text };
}

test("a new installation type-checks, simulates, and is ready for keys", async () => {
	const folder = join(scratch, "my-house");
	const made = await kith("new", folder);
	assert.equal(made.code, 0, made.stderr);
	assert.match(made.stdout, /^try it: +npx kith sim .*my-house$/m);
	const identities = JSON.parse(readFileSync(join(folder, "identities.json"), "utf8"));
	assert.deepEqual(Object.keys(identities.nodes), ["door", "lamp", "gateway"]);

	const types = spawnSync(join(projectRoot, "node_modules/.bin/tsc"), ["--noEmit", "-p", folder], { encoding: "utf8" });
	assert.equal(types.stdout, "");
	assert.equal(types.status, 0);

	const simulated = await kith("sim", folder, "--for", "30m", "--speed", "max", "--mqtt", "off", "--quiet", "--json");
	assert.equal(simulated.code, 0, simulated.stderr);
	const summary = JSON.parse(simulated.stdout) as Summary;
	assert.deepEqual(Object.keys(summary.boards), ["door", "lamp", "gateway"]);
	for (const board of Object.values(summary.boards)) assert.equal(board.reboots, 0);
	assert.equal(summary.readingsDelivered, summary.readingsDue);
	// Ada leaves at eight: the door opens and the lamp goes on and off.
	assert.ok((summary.rules["lamp/light the way"] ?? 0) >= 2, JSON.stringify(summary.rules));

	const keys = await kith("provision", folder);
	assert.equal(keys.code, 0, keys.stderr);
});

test("a type error in it is found by its own settings", () => {
	const folder = join(scratch, "my-house");
	writeFileSync(join(folder, "wrong.ts"), 'import { door } from "./door.devices";\ndoor.contact.above(20);\n');
	const { stdout, status } = spawnSync(join(projectRoot, "node_modules/.bin/tsc"), ["--noEmit", "-p", folder], {
		encoding: "utf8",
	});
	assert.notEqual(status, 0);
	assert.match(stdout, /wrong\.ts/);
});

test("git keeps its secrets out from the beginning", async () => {
	const folder = join(scratch, "shared");
	await kith("new", folder);
	spawnSync("git", ["init", "--quiet", folder]);
	const keys = await kith("provision", folder);
	assert.equal(keys.code, 0, keys.stderr);
	spawnSync("git", ["-C", folder, "add", "--all"]);
	const { stdout } = spawnSync("git", ["-C", folder, "ls-files"], { encoding: "utf8" });
	assert.match(stdout, /^roster\.json$/m);
	assert.doesNotMatch(stdout, /secrets\.json/);
});

test("a folder that is taken is left alone, an empty one is used", async () => {
	const taken = join(scratch, "taken");
	mkdirSync(taken);
	writeFileSync(join(taken, "mine.txt"), "");
	const { code, stderr } = await kith("new", taken);
	assert.equal(code, 2);
	assert.match(stderr, /^kith: .*taken is there already, and not empty: take another name\n$/);
	assert.deepEqual(readdirSync(taken), ["mine.txt"]);
	const empty = join(scratch, "empty");
	mkdirSync(empty);
	assert.equal((await kith("new", empty)).code, 0);
});

test("a name that no installation can have is refused before anything is made", async () => {
	const { code, stderr } = await kith("new", join(scratch, "My House"));
	assert.equal(code, 2);
	assert.match(stderr, /"My House" cannot name an installation/);
	assert.ok(!readdirSync(scratch).includes("My House"));
});

test("--json tells scripts the files", async () => {
	const folder = join(scratch, "scripted");
	const { stdout } = await kith("new", folder, "--json");
	assert.deepEqual(JSON.parse(stdout), { folder, files: readdirSync(folder).sort() });
});
