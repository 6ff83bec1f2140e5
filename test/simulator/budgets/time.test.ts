/**
 * What a gateway's wall time costs its heap, on the pinned engine with the board's slots of 16 bytes. The bound is the
 * measured figure and a tenth; when it changes for a good reason, put the new figure here and in docs/log.md.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Engine, type Machine } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { timeEvents } from "./guests/time-events";

const guest = "test/simulator/budgets/guests/time-guest";

/** Bytes of slots and chunks. */
const measured = 1072;

describe("what wall time costs", async () => {
	const engine = await Engine.open({ modules: bundleGuest({ entries: [`${guest}.ts`] }), lineNumbers: false });
	after(() => engine.close());

	function run(machine: Machine, kind: number, times = 0): number {
		const [result] = engine.run(0, [{ machine, kind, bytes: Uint8Array.of(times) }]);
		assert.ok(result !== undefined && result.crash === undefined, result?.crash?.message);
		const { bytes } = result.posts[0] as { bytes: Uint8Array };
		return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
	}

	function used(machine: Machine): number {
		const { slots, chunkBytes } = machine.stats(true);
		return 16 * slots + chunkBytes;
	}

	test("it is about a kilobyte, and does not grow with the answers", () => {
		const machine = engine.createMachine({ heapBytes: 94_208, seed: 1, entry: guest, onCall: () => undefined });
		assert.equal(machine.boot.crash, undefined, machine.boot.crash?.message);
		run(machine, 0);
		const without = used(machine);
		run(machine, timeEvents.build);
		const built = used(machine) - without;
		assert.ok(Math.abs(built - measured) <= measured / 10, `${built}, measured before: ${measured}`);
		const answers = run(machine, timeEvents.ask, 100);
		const before = used(machine);
		assert.equal(run(machine, timeEvents.ask, 200) - answers, 200);
		assert.equal(used(machine), before);
	});
});
