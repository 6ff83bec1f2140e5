/**
 * A nonce is never used twice under one key, whatever happens to a board: the engine's host remembers every pair that any
 * board ever sealed with, over all reboots, and breaks the session where one comes again (simulator/engine/host/nonce-watch.c).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import type { Fault, TimedFault } from "kith/simulator/session/faults";
import { siege } from "./siege";
import { swings } from "./weather";

const boards = ["thermometer", "lamp", "heater"];

/** Power cuts at any moment, of one board or of all, sometimes with an old or an empty flash afterwards. */
function cuts(count: number, seed: number): { readonly faults: TimedFault[]; readonly seconds: number } {
	const random = new SeededRandom(seed, "power cuts");
	const faults: TimedFault[] = [];
	let us = 5e6;
	for (let cut = 0; cut < count; cut++) {
		const victims = cut % 10 === 9 ? boards : [boards[random.below(boards.length)] as string];
		const off = us;
		us += 20_000 + random.below(1_500_000);
		for (const board of victims) {
			faults.push({ at: off + random.below(10_000), fault: { fault: "power off", board } });
			const flash = flashOf(random.below(6), board);
			if (flash !== undefined) faults.push({ at: off + 15_000, fault: flash });
			faults.push({ at: us + random.below(5000), fault: { fault: "power on", board } });
		}
		// Often before the board has said anything, sometimes after many messages.
		us += 10_000 + random.below(cut % 7 === 0 ? 20_000_000 : 2_500_000);
	}
	return { faults, seconds: Math.ceil(us / 1e6) + 60 };
}

function flashOf(luck: number, board: string): Fault | undefined {
	if (luck === 0) return { fault: "erase store", board };
	if (luck === 1) return { fault: "restore store", board };
	if (luck === 2) return { fault: "save store", board };
	return undefined;
}

test("over 1,000 random power cuts, with erased and restored flash, no pair of key and nonce comes again", async () => {
	const { faults, seconds } = cuts(1000, 7);
	const { wrong, received, requests } = await siege({
		seconds,
		faults: [...faults, ...swings(seconds)],
		nonceWatch: true,
	});
	assert.deepEqual(wrong, []);
	assert.ok(received("heater", seconds - 40) > 0, "readings are heard when it is over");
	assert.ok(requests("lamp", seconds - 60) > 0, "and requests are served");
});
