/**
 * What rules cost on the pinned engine: bytecodes are counted, so these figures repeat exactly. When one changes for a
 * good reason, put the new figure here; the budgets of the design stay.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Engine, type Machine } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { ruleEvents } from "./guests/rules-events";

const guest = "test/simulator/budgets/guests/rules-guest";

describe("what rules cost", async () => {
	const engine = await Engine.open({ modules: bundleGuest({ entries: [`${guest}.ts`] }) });
	after(() => engine.close());

	function board(rules: number): Machine {
		const machine = engine.createMachine({ heapBytes: 94_208, seed: 1, entry: guest, onCall: () => undefined });
		assert.equal(machine.boot.crash, undefined);
		run(machine, ruleEvents.build, rules);
		return machine;
	}
	function run(machine: Machine, kind: number, number = 0): number {
		const [result] = engine.run(0, [{ machine, kind, bytes: Uint8Array.of(number & 0xff, number >> 8) }]);
		assert.ok(result !== undefined && result.crash === undefined, result?.crash?.message);
		return result.meter;
	}
	function bytes(machine: Machine): number {
		const { slots, chunkBytes } = machine.stats(true);
		return slots * 16 + chunkBytes;
	}

	test("a new value costs at most 50 bytecodes for each rule that it does not change", () => {
		const meters = [0, 10, 20].map((rules) => {
			const machine = board(rules);
			const nothing = run(machine, ruleEvents.nothing);
			assert.equal(run(machine, ruleEvents.see, 1), run(machine, ruleEvents.see, 2));
			return run(machine, ruleEvents.see, 3) - nothing;
		}) as [number, number, number];
		const [none, ten, twenty] = meters;
		assert.ok(none <= 170, `storing a value that no rule looks at: ${none}`);
		assert.ok(ten - none <= 440, `ten rules: ${ten - none}`);
		assert.equal(twenty - ten, ten - none);
	});

	test("a rule that switches something costs at most 5,000 bytecodes, and 50 for each that looks on", () => {
		const costs = [1, 16].map((rules) => {
			const machine = board(rules);
			const untouched = run(machine, ruleEvents.see, 1);
			return run(machine, ruleEvents.see, 1500) - untouched;
		}) as [number, number];
		assert.ok(costs[1] - costs[0] <= 15 * 50, `${costs}`);
		assert.ok(costs[0] <= 5000, `${costs[0]}`);
	});

	test("neither new values nor switching allocates anything", () => {
		const machine = board(10);
		run(machine, ruleEvents.see, 1);
		const before = machine.stats();
		for (let value = 0; value < 20_000; value += 500) run(machine, ruleEvents.see, value);
		for (let value = 20_000; value > 0; value -= 700) run(machine, ruleEvents.see, value);
		assert.deepEqual(machine.stats(), before);
	});

	test("ten rules over eighteen own slots, with value table and timers, live in 13 KB of heap", () => {
		const empty = engine.createMachine({ heapBytes: 94_208, seed: 1, entry: guest, onCall: () => undefined });
		const taken = bytes(board(10)) - bytes(empty);
		assert.ok(taken <= 13_000, `${taken}`);
	});
});
