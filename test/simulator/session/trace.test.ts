import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { payloadBytes, payloadText } from "kith/simulator/session/payload-text";
import { readReplay } from "kith/simulator/session/replay";
import { Trace } from "kith/simulator/session/trace";
import { SessionError } from "kith/simulator/session/types";
import { guest, programs, runBench, withFolder } from "./bench";

const talk = guest("talk");
const pair = programs({
	talker: { role: 1 },
	listener: { role: 2, devices: [], inputs: [{ address: 1, resourceId: 0, scale: 2, boolean: false }] },
});

test("a small session's trace is, byte for byte, this", async () => {
	await withFolder(async (folder) => {
		const traceFile = join(folder, "trace.jsonl");
		const { summary } = await runBench({ definitions: pair, guest: talk, seed: 1, until: 4_500_000, traceFile });
		const text = readFileSync(traceFile, "utf8");
		assert.equal(text, readFileSync(new URL("talk.golden.jsonl", import.meta.url), "utf8"));
		assert.equal(summary.traceHash, createHash("sha256").update(text).digest("hex"));
	});
});

test("the hash is the same with and without a file", async () => {
	const { summary } = await runBench({ definitions: pair, guest: talk, seed: 1, until: 4_500_000 });
	const golden = readFileSync(new URL("talk.golden.jsonl", import.meta.url));
	assert.equal(summary.traceHash, createHash("sha256").update(golden).digest("hex"));
});

test("long traces are written whole", async () => {
	await withFolder(async (folder) => {
		const file = join(folder, "trace.jsonl");
		const trace = new Trace(file);
		for (let t = 0; t < 5000; t++) trace.record(t, "board", { kind: "boot", boot: t });
		const hash = trace.close();
		assert.equal(trace.close(), hash);
		const text = readFileSync(file, "utf8");
		assert.equal(text.split("\n").length, 5001);
		assert.equal(createHash("sha256").update(text).digest("hex"), hash);
	});
});

test("a trace that cannot be opened is a clear error", () => {
	const message = /^SessionError: the trace \/nowhere\/at\/all.jsonl cannot be written: ENOENT/;
	assert.throws(() => new Trace("/nowhere/at/all.jsonl"), message);
});

const fullDisk = "/dev/full";
const skip = existsSync(fullDisk) ? false : `this system has no ${fullDisk}`;
test("a full disk ends the session with a clear error", { skip }, async () => {
	await assert.rejects(
		runBench({ definitions: pair, guest: talk, traceFile: fullDisk }),
		/^SessionError: the trace \/dev\/full cannot be written: ENOSPC/,
	);
});

test("payloads are text where they are UTF-8 and hexadecimal otherwise, and come back whole", () => {
	const payloads = [[], [0x41, 0xc3, 0xa4], [0xff, 0x00], [0xef, 0xbb, 0xbf, 0x41], [0]].map((bytes) =>
		Uint8Array.from(bytes),
	);
	assert.deepEqual(
		payloads.map((bytes) => payloadText(bytes).encoding),
		["utf8", "utf8", "hex", "utf8", "utf8"],
	);
	for (const bytes of payloads) assert.deepEqual(new Uint8Array(payloadBytes(payloadText(bytes))), bytes);
});

test("what is no complete trace is not replayed", async () => {
	await withFolder(async (folder) => {
		const file = join(folder, "trace.jsonl");
		const session =
			'{"t":0,"board":null,"kind":"session","installation":"bench","version":1,"seed":1,"mqtt":"off","boards":[]}';
		const cases: [string, RegExp][] = [
			["", /its first line is not of kind "session"/],
			[`${session}\n`, /its last line is not of kind "end"/],
			[`${session}\nhello\n`, /line 2: this is no line of a trace/],
			[`${session.replace('"version":1', '"version":9')}\n`, /a trace of version 9/],
		];
		for (const [text, message] of cases) {
			writeFileSync(file, text);
			assert.throws(() => readReplay(file), message);
		}
		assert.throws(() => readReplay(join(folder, "absent")), /cannot be read: ENOENT/);
		writeFileSync(file, `${session}\n{"t":9,"board":null,"kind":"end"}\n`);
		assert.equal(readReplay(file).until, 9);
		const definitions = programs({ talker: { installation: "other" } });
		await assert.rejects(runBench({ definitions, guest: talk, replayFile: file }), SessionError);
		await assert.rejects(runBench({ definitions: pair, guest: talk, replayFile: file, traceFile: file }), SessionError);
	});
});

test("impossible seeds and speeds are refused", async () => {
	for (const seed of [-1, 1.5, 2 ** 32, Number.NaN]) {
		await assert.rejects(runBench({ definitions: pair, guest: talk, seed }), SessionError);
	}
	for (const speed of [0, -1, Number.POSITIVE_INFINITY, Number.NaN]) {
		await assert.rejects(runBench({ definitions: pair, guest: talk, speed }), SessionError);
	}
	await assert.rejects(runBench({ definitions: new Map(), guest: talk }), SessionError);
});
