import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { main } from "../../../tools/kith";
import { MemoryOutput } from "../../support/memory-output";
import { secretsOf, unprovisioned } from "./folder";

async function kith(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
	const stdout = new MemoryOutput();
	const stderr = new MemoryOutput();
	const code = await main(args, { stdout, stderr });
	return { code, stdout: stdout.text, stderr: stderr.text };
}

test("tells what it made and what to do with it, and shows no secret in any way of calling it", async (context) => {
	const folder = unprovisioned(context);
	const first = await kith("provision", folder);
	assert.equal(first.code, 0, first.stderr);
	assert.match(first.stdout, /^created the network secret$/m);
	assert.match(first.stdout, /^made keys for hub$/m);
	assert.match(first.stdout, /^commit .*roster\.json$/m);
	const second = await kith("provision", folder);
	assert.equal(second.stdout, `nothing to do: all 3 members of ${folder} have keys\n`);
	const rotated = await kith("provision", folder, "--rotate", "hall", "--rotate", "hub", "--network", "--json");
	const { rotated: names, networkSecret } = JSON.parse(rotated.stdout);
	assert.deepEqual([names, networkSecret], [["hall", "hub"], "rotated"]);
	chmodSync(join(folder, "secrets.json"), 0o644);
	const refused = await kith("provision", folder);
	assert.equal(refused.code, 2);
	assert.match(refused.stderr, /^kith: .*chmod 600[^\n]*\n$/);
	chmodSync(join(folder, "secrets.json"), 0o600);
	const secrets = secretsOf(folder);
	for (const shown of [first, second, rotated, refused]) {
		for (const secret of [secrets.networkSecret, ...Object.values(secrets.privateKeys)])
			assert.ok(!`${shown.stdout}${shown.stderr}`.includes(secret));
		// Nothing as long as a key, whichever it was.
		assert.doesNotMatch(shown.stdout + shown.stderr, /[0-9a-fA-F]{32}/);
	}
});
