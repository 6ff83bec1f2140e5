import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { canBuild } from "kith/simulator/engine/toolchain";
import { device, guest, ofKind, programs, runBench, StillWorld, withFolder } from "./bench";

const input = { address: 1, resourceId: 0, scale: 2, boolean: false };
const crowd = programs({
	talker: { role: 1 },
	...Object.fromEntries(
		Array.from({ length: 12 }, (_, index) => [`listener${index}`, { role: 2, devices: [], inputs: [input] }]),
	),
});

test("boards dealt to several processes give the same trace as boards in one", async () => {
	const run = async (processes: number): Promise<string> =>
		(await runBench({ definitions: crowd, guest: guest("talk"), engine: { processes } })).summary.traceHash;
	assert.equal(await run(3), await run(1));
});

const skip = canBuild(32) && canBuild(64) ? false : "this compiler cannot make both";

test("32-bit and 64-bit engines give the same trace", { skip }, async () => {
	const run = async (wordSize: 32 | 64): Promise<string> =>
		(await runBench({ definitions: crowd, guest: guest("talk"), engine: { wordSize } })).summary.traceHash;
	assert.equal(await run(32), await run(64));
});

test("faults are inputs: a session with some is replayed from its trace alone", async () => {
	await withFolder(async (folder) => {
		const traceFile = join(folder, "trace.jsonl");
		const again = join(folder, "again.jsonl");
		const definitions = programs({
			board: { devices: [device("motion", "pir", { pin: 4, invert: false }), device("bulb", "relay", { pin: 5 })] },
		});
		const common = {
			definitions,
			guest: guest("pins"),
			createWorld: (agenda: ConstructorParameters<typeof StillWorld>[0]) => new StillWorld(agenda, [[3, true]]),
		};
		const first = await runBench({
			...common,
			traceFile,
			faults: [
				{ at: 5e6, fault: { fault: "chip", board: "board", device: "motion", field: "absent", value: true } },
				{ at: 6e6, fault: { fault: "crash", board: "board" } },
				{ at: 8e6, fault: { fault: "power off", board: "board" } },
			],
		});
		assert.equal(ofKind(first.records, "input").length, 3);
		const second = await runBench({ ...common, replayFile: traceFile, traceFile: again });
		assert.equal(second.summary.traceHash, first.summary.traceHash);
		assert.equal(readFileSync(again, "utf8"), readFileSync(traceFile, "utf8"));
	});
});
