import assert from "node:assert/strict";
import { test } from "node:test";
import { main } from "../../../tools/kith";
import type { Environment } from "../../../tools/output";
import { MemoryOutput } from "../../support/memory-output";

async function kith(env: Environment, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
	const stdout = new MemoryOutput();
	const stderr = new MemoryOutput();
	const code = await main(args, { stdout, stderr, env });
	return { code, stdout: stdout.text, stderr: stderr.text };
}

const { MODDABLE: _, IDF_PATH: __, ...bare } = process.env;

test("what is missing stands there with an arrow to its fix, and the exit code says so", async () => {
	const { code, stdout, stderr } = await kith(bare, "doctor", "--for", "build");
	assert.equal(code, 1);
	assert.match(stdout, /^MISSING Moddable SDK +MODDABLE is not set\n +→ install the SDK and set MODDABLE/m);
	assert.match(stdout, /^ok +Node\.js +\d+/m);
	assert.equal(
		stderr,
		"kith: this computer cannot build images yet: do what stands behind the arrows above, then run kith doctor again\n",
	);
});

test("where all is there the exit code is 0", async () => {
	const { code, stdout, stderr } = await kith(bare, "doctor", "--for", "simulate");
	assert.equal(code, 0, stdout);
	assert.equal(stderr, "");
});

test("--json gives scripts the same", async () => {
	const { code, stdout } = await kith(bare, "doctor", "--for", "build", "--json");
	const { purpose, ready, findings } = JSON.parse(stdout);
	assert.deepEqual([code, purpose, ready], [1, "build", false]);
	const sdk = findings.find(({ name }: { name: string }) => name === "Moddable SDK");
	assert.deepEqual([sdk.state, sdk.purpose, sdk.found], ["missing", "build", "MODDABLE is not set"]);
});

test("a purpose that is none is refused with those there are", async () => {
	const { code, stderr } = await kith(bare, "doctor", "--for", "everything");
	assert.equal(code, 2);
	assert.match(stderr, /simulate, build, flash, mcsim/);
});
