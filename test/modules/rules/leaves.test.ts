import assert from "node:assert/strict";
import { test } from "node:test";
import {
	actionCases,
	conditionAnd,
	conditionNot,
	durationLimitMs,
	type LeafDefinition,
	leafKinds,
} from "kith/definition/definition";
import { sweepPeriodMs } from "kith/model/value-table";
import { leaf, rule, set } from "../../support/rule-plan";
import { RuleStand } from "../../support/rule-stand";

const { above, below, aboveSlot, belowSlot, isTrue, within, olderThan, always } = leafKinds;

/** Slot 7 shows the truth of one leaf: 2 true, 1 unknown, 0 false. */
function watch(definition: LeafDefinition, at = 0): RuleStand {
	const actions = [set(7, 2), set(7, 0, actionCases.otherwise), set(7, 1, actionCases.stale)];
	return new RuleStand([rule(definition, actions)], { at });
}

test("above and below keep their truth within the hysteresis", () => {
	const cases: [LeafDefinition, [number, string][]][] = [
		[
			leaf(above, 0, { operand: 2600, margin: 100 }),
			[
				[2550, "7=0"],
				[2600, ""],
				[2601, "7=2"],
				[2500, ""],
				[2499, "7=0"],
				[2600, ""],
				[3000, "7=2"],
			],
		],
		[
			leaf(below, 0, { operand: 300, margin: 50 }),
			[
				[320, "7=0"],
				[300, ""],
				[299, "7=2"],
				[350, ""],
				[351, "7=0"],
				[300, ""],
				[0, "7=2"],
			],
		],
		[
			leaf(above, 0, { operand: -0x8000_0000, margin: 1000 }),
			[
				[-0x8000_0000, "7=0"],
				[-0x7fff_ffff, "7=2"],
				[-0x8000_0000, ""],
			],
		],
		[
			leaf(below, 0, { operand: 0x7fff_ffff, margin: 1000 }),
			[
				[0x7fff_ffff, "7=0"],
				[0x7fff_fffe, "7=2"],
				[0x7fff_ffff, ""],
			],
		],
	];
	for (const [definition, steps] of cases) {
		const stand = watch(definition);
		stand.engine.start();
		assert.equal(stand.take(), "7=1");
		for (const [value, expected] of steps) assert.equal(stand.see(0, value), expected, `${definition.kind}: ${value}`);
	}
});

test("a leaf against another slot follows both", () => {
	const stand = watch(leaf(aboveSlot, 0, { operand: 1, margin: 10, maximumAgeMs: 1000 }));
	stand.engine.start();
	assert.equal(stand.take(), "7=1");
	assert.equal(stand.see(0, 100), "");
	assert.equal(stand.see(1, 100), "7=0");
	assert.equal(stand.see(1, 99), "7=2");
	assert.equal(stand.see(1, 110), "");
	assert.equal(stand.see(1, 111), "7=0");
	assert.equal(stand.see(0, 112), "7=2");
	assert.equal(stand.wait(600), "");
	assert.equal(stand.see(0, 112), "");
	// Slot 1 goes stale first.
	assert.equal(stand.wait(400), "");
	assert.equal(stand.wait(1), "7=1");
	assert.equal(stand.see(1, 120), "7=0");
	const opposite = watch(leaf(belowSlot, 0, { operand: 1, margin: 10 }));
	opposite.put(0, 5);
	opposite.put(1, 6);
	opposite.engine.start();
	assert.equal(opposite.take(), "7=2");
	assert.equal(opposite.see(0, 16), "");
	assert.equal(opposite.see(0, 17), "7=0");
});

test("a leaf becomes unknown by itself when its value is too old, and hysteresis starts anew", () => {
	const stand = watch(leaf(above, 0, { operand: 100, margin: 50, maximumAgeMs: 90_000 }));
	stand.engine.start();
	stand.take();
	assert.equal(stand.see(0, 120), "7=2");
	assert.equal(stand.wait(60_000), "");
	assert.equal(stand.see(0, 60), "");
	assert.equal(stand.wait(90_000), "");
	assert.equal(stand.wait(1), "7=1");
	assert.equal(stand.wait(100_000), "");
	assert.equal(stand.see(0, 60), "7=0");
});

test("an unchanged value keeps a leaf fresh", () => {
	const stand = watch(leaf(isTrue, 0, { maximumAgeMs: 1000 }));
	stand.engine.start();
	stand.take();
	assert.equal(stand.see(0, 1), "7=2");
	for (let time = 0; time < 20; time++) {
		assert.equal(stand.wait(999), "");
		assert.equal(stand.see(0, 1), "");
	}
	assert.equal(stand.wait(1000), "");
	assert.equal(stand.wait(1), "7=1");
	assert.equal(stand.see(0, 0), "7=0");
});

test("within holds for its margin after the slot was last 1", () => {
	const stand = watch(leaf(within, 0, { margin: 600_000 }));
	stand.engine.start();
	assert.equal(stand.take(), "7=0");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.see(0, 1), "7=2");
	assert.equal(stand.wait(900_000), "");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(300_000), "");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(299_999), "");
	assert.equal(stand.wait(1), "7=0");
	assert.equal(stand.see(0, 1), "7=2");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(599_999), "");
	assert.equal(stand.see(0, 1), "");
	assert.equal(stand.wait(10), "");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(599_999), "");
	assert.equal(stand.wait(1), "7=0");
});

test("within without a margin is no longer true than its slot", () => {
	const stand = watch(leaf(within, 0));
	stand.engine.start();
	stand.take();
	assert.equal(stand.see(0, 1), "7=2");
	assert.equal(stand.see(0, 0), "7=0");
});

test("within knows what it has heard even when the slot falls silent", () => {
	// Silent after 1: true for the margin, then nobody knows.
	const stand = watch(leaf(within, 0, { margin: 5000, maximumAgeMs: 1000 }));
	stand.engine.start();
	stand.take();
	assert.equal(stand.see(0, 1), "7=2");
	assert.equal(stand.wait(4999), "");
	assert.equal(stand.wait(1), "7=1");
	assert.equal(stand.see(0, 0), "7=0");
	// Silent after 0: the hold runs out into the unknown.
	assert.equal(stand.see(0, 1), "7=2");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(4999), "");
	assert.equal(stand.wait(1), "7=1");
	// A margin shorter than the maximum age: true while fresh.
	const short = watch(leaf(within, 0, { margin: 100, maximumAgeMs: 1000 }));
	short.engine.start();
	short.take();
	assert.equal(short.see(0, 1), "7=2");
	assert.equal(short.wait(1000), "");
	assert.equal(short.wait(1), "7=1");
	assert.equal(short.see(0, 0), "7=0");
	assert.equal(short.wait(1001), "7=1");
});

test("olderThan is never unknown", () => {
	const stand = watch(leaf(olderThan, 0, { margin: 1000 }));
	stand.engine.start();
	assert.equal(stand.take(), "7=2");
	assert.equal(stand.see(0, 5), "7=0");
	assert.equal(stand.wait(900), "");
	assert.equal(stand.see(0, 6), "");
	assert.equal(stand.wait(1000), "");
	assert.equal(stand.wait(1), "7=2");
	assert.equal(stand.see(0, 6), "7=0");
});

test("always is true from boot; bound to a slot by a maximum age it is unknown without it", () => {
	const free = watch(leaf(always, 0));
	free.engine.start();
	assert.equal(free.take(), "7=2");
	const bound = watch(leaf(always, 0, { maximumAgeMs: 1000 }));
	bound.engine.start();
	assert.equal(bound.take(), "7=1");
	assert.equal(bound.see(0, 5), "7=2");
	assert.equal(bound.wait(1001), "7=1");
});

test("a late alarm does not make an old value young, nor a refreshed one old", () => {
	const stand = watch(leaf(isTrue, 0, { maximumAgeMs: 1000 }));
	stand.engine.start();
	stand.take();
	assert.equal(stand.see(0, 1), "7=2");
	stand.clock.stall(5000);
	// A value that changes nothing leaves it to the alarm.
	assert.equal(stand.see(1, 1), "");
	assert.equal(stand.wait(0), "7=1");
	assert.equal(stand.see(0, 1), "7=2");
	stand.clock.stall(1500);
	assert.equal(stand.see(0, 1), "");
	assert.equal(stand.wait(0), "");
	assert.equal(stand.wait(1001), "7=1");
});

test("all leaves work across the wrap of the clock", () => {
	const kinds: LeafDefinition[] = [
		leaf(above, 0, { operand: 0, maximumAgeMs: 1000 }),
		leaf(isTrue, 0, { maximumAgeMs: 1000 }),
		leaf(within, 0, { margin: 1001, maximumAgeMs: 1 }),
	];
	for (const definition of kinds)
		for (const before of [1, 500, 1000, 1001, 1500]) {
			const stand = watch(definition, 0x7fff_ffff - before);
			stand.engine.start();
			stand.take();
			assert.equal(stand.see(0, 1), "7=2");
			assert.equal(stand.wait(1000), "");
			assert.equal(stand.wait(1), "7=1");
			assert.equal(stand.see(0, 0), "7=0");
		}
});

test("a value that stays away for months stays old", () => {
	const stale = watch(leaf(isTrue, 0, { maximumAgeMs: durationLimitMs }));
	const older = new RuleStand([
		rule(leaf(olderThan, 0, { margin: durationLimitMs }), [set(7, 2), set(7, 0, actionCases.otherwise)], {
			condition: [0, conditionNot],
		}),
	]);
	for (const stand of [stale, older]) {
		stand.engine.start();
		stand.take();
		assert.equal(stand.see(0, 1), "7=2");
		let changes = "";
		for (let day = 0; day < 80; day++) changes += stand.wait(sweepPeriodMs);
		assert.equal(changes, stand === stale ? "7=1" : "7=0");
		assert.equal(stand.see(0, 1), "7=2");
	}
});

test("what time has changed comes before the value that makes a rule look", () => {
	const both = [leaf(isTrue, 0, { maximumAgeMs: 1000 }), leaf(isTrue, 1)];
	const actions = [set(7, 2), set(7, 0, actionCases.otherwise), set(7, 1, actionCases.stale)];
	const stand = new RuleStand([rule(both, actions, { condition: [0, 1, conditionAnd] })]);
	stand.put(0, 1);
	stand.put(1, 0);
	stand.engine.start();
	assert.equal(stand.take(), "7=0");
	stand.clock.stall(1001);
	// Slot 0 is stale, though the alarm has not rung: unknown and true is unknown, never for a moment true.
	assert.equal(stand.see(1, 1), "7=1");
});
