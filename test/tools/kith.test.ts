import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { main } from "../../tools/kith";
import { MemoryOutput } from "../support/memory-output";

const scratch = mkdtempSync(join(tmpdir(), "kith-test-"));
after(() => rmSync(scratch, { recursive: true }));

async function kith(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
	const stdout = new MemoryOutput();
	const stderr = new MemoryOutput();
	const code = await main(args, { stdout, stderr });
	return { code, stdout: stdout.text, stderr: stderr.text };
}

function file(name: string, text: string): string {
	const path = join(scratch, name);
	writeFileSync(path, text);
	return path;
}

const house = "examples/house";

test("every wrong call is one line on stderr and exit code 2", async () => {
	const calls: [string[], RegExp][] = [
		[[], /what shall be done/],
		[["fly"], /no command "fly"/],
		[["--loud"], /unknown option '--loud'/],
		[["sim"], /missing required argument/],
		[["sim", house, "examples/office"], /too many arguments/],
		[["sim", house, "--loud"], /unknown option '--loud'/],
		[["sim", house, "--for"], /argument missing/],
		[["sim", house, "--for", "tomorrow"], /90s/],
		[["sim", house, "--for", "0s"], /90s/],
		[["sim", house, "--speed", "warp"], /max/],
		[["sim", house, "--seed", "x"], /whole number/],
		[["sim", house, "--mqtt", "maybe"], /mqtt:\/\/host:port/],
		[["sim", house, "--recording", "kitchen"], /ROOM=FILE/],
		[["sim", house, "--replay", "t.jsonl", "--seed", "1"], /--replay/],
		[["sim", join(scratch, "nowhere")], /no folder/],
		[["sim", scratch], /installation\.ts/],
		[["sim", house, "--recording", `kitchen=${join(scratch, "none.csv")}`], /no such file/],
		[["sim", house, "--recording", `kitchen=${file("bad.csv", "a,b\n1,2\n")}`], /columns/],
		[["sim", house, "--replay", join(scratch, "none.jsonl")], /cannot be read/],
		[["sim", house, "--replay", file("bad.jsonl", "not JSON\n")], /line 1/],
		[["sim", house, "--for", "1s", "--trace", join(scratch, "no", "such", "folder", "t")], /trace/i],
		[["identify"], /missing required argument/],
		[["identify", join(scratch, "nowhere")], /no folder/],
		[["provision"], /missing required argument/],
		[["provision", join(scratch, "nowhere")], /no folder/],
	];
	for (const [args, expected] of calls) {
		const { code, stdout, stderr } = await kith(...args);
		const call = `kith ${args.join(" ")}: ${stderr}`;
		assert.equal(code, 2, call);
		assert.equal(stdout, "", call);
		assert.match(stderr, expected);
		assert.match(stderr, /^kith: [^\n]+\n$/, call);
		assert.doesNotMatch(stderr, /\bat .*:\d+:\d+/, call);
	}
});

test("a recording for a room that the world has not is refused with the rooms there are", async () => {
	const csv = file("good.csv", 'date,Temperature\n"2015-02-02 14:19:00",23.7\n"2015-02-02 14:20:00",23.8\n');
	const { code, stderr } = await kith("sim", house, "--mqtt", "off", "--recording", `attic=${csv}`);
	assert.equal(code, 2);
	assert.match(stderr, /^kith: .*"attic".*kitchen[^\n]*\n$/m);
});

test("an installation that does not compile is one line too", async () => {
	for (const text of [
		"export const x = ;\n",
		"throw new Error('first line\\nsecond line');\n",
		"export const x = 1;\n",
	]) {
		const folder = mkdtempSync(join(scratch, "broken-"));
		writeFileSync(join(folder, "installation.ts"), text);
		const { code, stderr } = await kith("sim", folder);
		assert.equal(code, 2, text);
		assert.match(stderr, /^kith: [^\n]+\n$/, stderr);
	}
});

test("help goes to stdout, exit code 0", async () => {
	const general = await kith("--help");
	assert.equal(general.code, 0);
	assert.match(general.stdout, /sim .*\n/);
	const { code, stdout, stderr } = await kith("sim", "--help");
	assert.equal(code, 0);
	assert.equal(stderr, "");
	const flags = ["--seed", "--for", "--speed", "--trace", "--replay", "--mqtt", "--recording", "--json", "--quiet"];
	for (const flag of flags) assert.ok(stdout.includes(flag), flag);
});
