import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Summary } from "kith/simulator/session/types";

const scratch = mkdtempSync(join(tmpdir(), "kith-test-"));
after(() => rmSync(scratch, { recursive: true }));

interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs the command as a user does. @param signal sent when the first line of the log appears */
function kith(args: readonly string[], signal?: NodeJS.Signals): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ["tools/bin/kith.js", ...args], { stdio: ["ignore", "pipe", "pipe"] });
		let stdout = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			if (stdout === "" && signal !== undefined) child.kill(signal);
			stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			stderr += text;
		});
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, stdout, stderr }));
	});
}

function summaryOf({ stdout }: Ended): Summary {
	return JSON.parse(stdout.trimEnd().split("\n").at(-1) as string) as Summary;
}

const base = ["sim", "examples/house", "--mqtt", "off", "--speed", "max"];

test("--quiet --json prints the summary alone; a replayed trace gives the same one", async () => {
	const trace = join(scratch, "t.jsonl");
	const first = await kith([...base, "--seed", "3", "--for", "2m", "--quiet", "--json", "--trace", trace]);
	assert.equal(first.code, 0, first.stderr);
	assert.equal(first.stdout.split("\n").length, 2);
	const summary = summaryOf(first);
	assert.equal(summary.virtualSeconds, 120);
	assert.deepEqual(Object.keys(summary.boards).sort(), [
		"coldStore",
		"gardenShed",
		"gateway",
		"greenhouse",
		"hall",
		"kitchen",
		"livingRoom",
		"outdoors",
	]);
	for (const line of readFileSync(trace, "utf8").trimEnd().split("\n")) assert.ok("t" in JSON.parse(line));
	const again = await kith(["sim", "examples/house", "--speed", "max", "--replay", trace, "--json"]);
	assert.equal(again.code, 0, again.stderr);
	assert.equal(summaryOf(again).traceHash, summary.traceHash);
	assert.match(again.stdout, /^house: 8 boards, replay of /);
	assert.match(again.stdout, /^00:00:0\d {2}kitchen: boots$/m);
	assert.match(again.stdout, /^readings delivered: \d+ of \d+/m);
});

test("Ctrl-C and SIGTERM end with the summary and exit code 0", async () => {
	for (const signal of ["SIGINT", "SIGTERM"] as const) {
		const ended = await kith(["sim", "examples/house", "--mqtt", "off", "--json"], signal);
		assert.equal(ended.code, 0, ended.stderr);
		assert.equal(ended.stderr, "");
		assert.match(summaryOf(ended).traceHash, /^[0-9a-f]{64}$/);
		assert.match(ended.stdout, /^readings delivered/m);
	}
});
