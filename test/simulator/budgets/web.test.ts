/**
 * What HTTP costs a gateway's heap, on the pinned engine with the board's slots of 16 bytes. Each bound is the measured
 * figure and a tenth; when one changes for a good reason, put the new figure here and in docs/http.md.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Engine, type Machine } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { webEvents } from "./guests/web-events";

const guest = "test/simulator/budgets/guests/web-guest";

/** Bytes of slots and chunks. */
const measured = {
	/** Before anybody has come. */
	idle: 1280,
	/** After clients that came one after the other. */
	used: 4836,
	/** After four at a time, of which two followed. */
	crowded: 8172,
};

describe("what HTTP costs", async () => {
	const engine = await Engine.open({ modules: bundleGuest({ entries: [`${guest}.ts`] }), lineNumbers: false });
	after(() => engine.close());

	function run(machine: Machine, kind: number, times = 0): number {
		const [result] = engine.run(0, [{ machine, kind, bytes: Uint8Array.of(times & 0xff, times >> 8) }]);
		assert.ok(result !== undefined && result.crash === undefined, result?.crash?.message);
		const { bytes } = result.posts[0] as { bytes: Uint8Array };
		return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
	}

	function used(machine: Machine): number {
		const { slots, chunkBytes } = machine.stats(true);
		return 16 * slots + chunkBytes;
	}

	function within(actual: number, figure: number): void {
		assert.ok(Math.abs(actual - figure) <= figure / 10, `${actual}, measured before: ${figure}`);
	}

	test("its heap grows with the clients that it has at a time, and not with requests", () => {
		const machine = engine.createMachine({ heapBytes: 94_208, seed: 1, entry: guest, onCall: () => undefined });
		assert.equal(machine.boot.crash, undefined, machine.boot.crash?.message);
		run(machine, 0);
		const without = used(machine);
		run(machine, webEvents.build);
		within(used(machine) - without, measured.idle);
		run(machine, webEvents.ask, 1);
		within(used(machine) - without, measured.used);
		run(machine, webEvents.crowd);
		within(used(machine) - without, measured.crowded);
		for (let round = 0; round < 10; round++) run(machine, webEvents.ask, 10);
		const { slots, chunkBytes, keys } = machine.stats(true);
		let responses = 0;
		const before = run(machine, 0);
		for (let round = 0; round < 100; round++) responses = run(machine, webEvents.ask, 10);
		assert.equal(responses - before, 10_000);
		const later = machine.stats(true);
		assert.deepEqual([later.slots, later.chunkBytes, later.keys], [slots, chunkBytes, keys]);
	});
});
