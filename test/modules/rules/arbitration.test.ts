import assert from "node:assert/strict";
import { test } from "node:test";
import { causes } from "kith/core/diagnostics";
import { actionCases, conditionAnd, leafKinds } from "kith/definition/definition";
import { circlePauseMs, settleRoundLimit } from "kith/rules/limits";
import { always, follow, leaf, rule, set } from "../../support/rule-plan";
import { RuleStand } from "../../support/rule-stand";

const { isTrue, above } = leafKinds;
const { otherwise, stale } = actionCases;

/** While the boolean slot is 1, slot 7 becomes `value`; otherwise the rule wants nothing. */
function wish(slot: number, value: number, priority = 0) {
	return rule(leaf(isTrue, slot), [set(7, value)], { priority });
}

test("the higher priority wins, of equal ones the later rule", () => {
	const stand = new RuleStand([wish(0, 10, 5), wish(1, 20), wish(2, 30), wish(3, 40, -1)]);
	stand.engine.start();
	assert.equal(stand.see(3, 1), "7=40");
	assert.equal(stand.see(1, 1), "7=20");
	assert.equal(stand.see(2, 1), "7=30");
	assert.equal(stand.see(0, 1), "7=10");
	assert.equal(stand.engine.explain(7)?.overruled, 3);
	assert.equal(stand.see(2, 0), "");
	assert.equal(stand.see(0, 0), "7=20");
	assert.equal(stand.engine.explain(7)?.overruled, 1);
	assert.equal(stand.see(1, 0), "7=40");
});

test("where nobody wants anything the actuator keeps its value", () => {
	const stand = new RuleStand([wish(0, 10)]);
	stand.engine.start();
	assert.equal(stand.take(), "");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.see(0, 1), "7=10");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.see(0, 1), "");
});

test("within one rule the later action on an actuator wins", () => {
	const stand = new RuleStand([rule(always(), [set(7, 1), set(6, 1), set(7, 2)])]);
	stand.engine.start();
	assert.equal(stand.take(), "7=2 6=1");
	assert.equal(stand.engine.explain(7)?.overruled, 0);
});

test("an unknown condition takes the stale actions, or falls back to otherwise", () => {
	const failsafe = [set(7, 50), set(7, 0, otherwise), set(7, 20, stale)];
	const stand = new RuleStand([
		rule(leaf(isTrue, 0, { maximumAgeMs: 1000 }), failsafe),
		rule(leaf(isTrue, 0, { maximumAgeMs: 1000 }), [set(6, 50), set(6, 0, otherwise)]),
		rule(leaf(isTrue, 0, { maximumAgeMs: 1000 }), [set(5, 50)]),
	]);
	stand.engine.start();
	assert.equal(stand.take(), "7=20 6=0");
	assert.equal(stand.see(0, 1), "7=50 6=50 5=50");
	assert.equal(stand.wait(1001), "7=20 6=0");
	assert.equal(stand.see(0, 0), "7=0");
});

test("a follower sets the line through its points, clamped and rounded", () => {
	const stand = new RuleStand([rule(always(), [follow(7, 0, 1000, 500, 3000, 300)])]);
	stand.engine.start();
	assert.equal(stand.take(), "");
	const steps: [number, string][] = [
		[2000, "7=400"],
		[2004, ""],
		[2005, ""],
		[2006, "7=399"],
		[1000, "7=500"],
		[-4000, ""],
		[9000, "7=300"],
		[0x7fff_ffff, ""],
		[-0x8000_0000, "7=500"],
	];
	for (const [value, expected] of steps) assert.equal(stand.see(0, value), expected, String(value));
});

test("a rule whose followed value is missing counts as stale", () => {
	const actions = [follow(7, 0, 0, 0, 100, 100), set(7, 5, otherwise), set(7, 9, stale)];
	const stand = new RuleStand([rule(leaf(isTrue, 1), actions)]);
	stand.put(1, 1);
	stand.engine.start();
	assert.equal(stand.take(), "7=9");
	assert.equal(stand.see(0, 42), "7=42");
	assert.equal(stand.see(1, 0), "7=5");
	const fallback = new RuleStand([rule(always(), actions.slice(0, 2))]);
	fallback.engine.start();
	assert.equal(fallback.take(), "7=5");
	assert.equal(fallback.see(0, 42), "7=42");
});

test("a command stands until a rule on that actuator changes what it wants", () => {
	const stand = new RuleStand([
		rule(leaf(isTrue, 0), [set(7, 1), set(7, 0, otherwise)], { priority: 9 }),
		rule(leaf(above, 1, { operand: 10 }), [set(7, 1)]),
		rule(leaf(isTrue, 2), [set(6, 1)]),
	]);
	stand.put(0, 1);
	stand.put(1, 0);
	stand.engine.start();
	assert.equal(stand.take(), "7=1");
	stand.engine.command(7, 0, 42);
	assert.equal(stand.take(), "7=0");
	const reason = stand.engine.explain(7);
	assert.deepEqual([reason?.cause, reason?.requester, reason?.rule, reason?.overruled], [causes.request, 42, -1, 1]);
	assert.equal(stand.see(0, 1), "");
	assert.equal(stand.see(2, 1), "6=1");
	assert.equal(stand.wait(3_600_000), "");
	// A rule of lower priority changes its mind: the command is over, and the higher one has its way.
	assert.equal(stand.see(1, 11), "7=1");
	stand.engine.command(7, 0, 0);
	assert.equal(stand.take(), "7=0");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.see(0, 1), "7=1");
});

test("a rule that wants the same in another case has not changed what it wants", () => {
	const stand = new RuleStand([
		rule(leaf(isTrue, 0, { maximumAgeMs: 1000 }), [set(7, 1), set(7, 0, otherwise), set(7, 0, stale)]),
	]);
	stand.put(0, 0);
	stand.engine.start();
	assert.equal(stand.take(), "7=0");
	stand.engine.command(7, 1, 0);
	assert.equal(stand.take(), "7=1");
	assert.equal(stand.wait(5000), "");
	assert.equal(stand.see(0, 0), "");
});

test("a command for an actuator without rules is carried out", () => {
	const stand = new RuleStand([]);
	stand.engine.start();
	stand.engine.command(3, 1, 0);
	stand.engine.command(3, 1, 0);
	stand.engine.command(3, 0, 0);
	assert.equal(stand.take(), "3=1 3=0");
	assert.throws(() => stand.engine.command(8, 1, 0), RangeError);
	assert.throws(() => stand.engine.command(-1, 1, 0), RangeError);
});

test("a rule may look at what another one switched", () => {
	const stand = new RuleStand([
		rule(leaf(isTrue, 6), [set(5, 1), set(5, 0, otherwise)]),
		rule(leaf(isTrue, 0), [set(6, 1), set(6, 0, otherwise)]),
	]);
	stand.put(0, 0);
	stand.engine.start();
	assert.equal(stand.take(), "5=0 6=0");
	assert.equal(stand.see(0, 1), "6=1 5=1");
	assert.equal(stand.see(0, 0), "6=0 5=0");
});

test("rules that go round in circles pause and the node stays alive", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 7), [set(7, 0), set(7, 1, otherwise)])]);
	stand.engine.start();
	assert.equal(stand.take(), "7=1 7=0 7=1 7=0 7=1 7=0 7=1 7=0");
	assert.equal(stand.wait(circlePauseMs - 1), "");
	assert.equal(stand.wait(1).split(" ").length, settleRoundLimit);
});

test("explain names the rule, what it saw and how old that was", () => {
	const two = [leaf(above, 0, { operand: 2600 }), leaf(leafKinds.within, 1, { margin: 600_000 })];
	const stand = new RuleStand([
		wish(2, 0),
		rule([...two, leaf(leafKinds.belowSlot, 0, { operand: 3 })], [set(7, 1), follow(6, 4, 0, 0, 10, 10)], {
			condition: [0, 1, conditionAnd],
		}),
	]);
	stand.engine.start();
	assert.equal(stand.engine.explain(7), undefined);
	assert.equal(stand.engine.explain(0), undefined);
	stand.put(4, 5);
	stand.put(1, 1);
	stand.put(1, 0);
	stand.wait(120_000);
	assert.equal(stand.see(0, 2730), "7=1 6=5");
	stand.wait(5000);
	stand.put(0, 2740);
	const reason = stand.engine.explain(7);
	assert.ok(reason !== undefined);
	assert.equal(reason.cause, causes.rule);
	assert.equal(reason.rule, 1);
	assert.equal(reason.requester, 0);
	assert.equal(reason.inputCount, 4);
	assert.deepEqual(Array.from(reason.inputSlots.subarray(0, 4)), [0, 1, 3, 4]);
	assert.deepEqual(Array.from(reason.inputValues.subarray(0, 4)), [2730, 0, 0, 5]);
	assert.deepEqual(Array.from(reason.inputAges.subarray(0, 4)), [0, 120_000, -1, 120_000]);
	assert.equal(reason.overruled, 0);
});

test("nothing happens before start and after close", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 0, { maximumAgeMs: 100 }), [set(7, 1), set(7, 0, otherwise)])]);
	assert.equal(stand.see(0, 1), "");
	assert.throws(() => stand.engine.command(7, 1, 0));
	stand.engine.start();
	assert.equal(stand.take(), "7=1");
	assert.throws(() => stand.engine.start());
	stand.engine.close();
	stand.engine.close();
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(10_000), "");
});

test("a plan beyond the limits or without sense is refused", () => {
	assert.throws(() => new RuleStand(Array.from({ length: 33 }, () => wish(0, 1))), RangeError);
	assert.throws(() => new RuleStand([rule(always(), [set(8, 1)])]), RangeError);
	assert.throws(() => new RuleStand([rule(leaf(isTrue, 8), [set(7, 1)])]), RangeError);
	assert.throws(() => new RuleStand([rule(always(), [follow(7, 0, 5, 0, 5, 1)])]), RangeError);
	assert.throws(() => new RuleStand([rule(always(), [follow(7, 8, 5, 0, 6, 1)])]), RangeError);
	const actions = Array.from({ length: 9 }, () => set(7, 1));
	assert.throws(() => new RuleStand([rule(always(), actions)]), RangeError);
});

test("thirty-two rules have a place each", () => {
	const stand = new RuleStand(
		Array.from({ length: 32 }, (_, index) => rule(leaf(above, 0, { operand: index * 10 }), [set(7, index)])),
	);
	stand.engine.start();
	assert.equal(stand.see(0, 1), "7=0");
	assert.equal(stand.see(0, 311), "7=31");
	assert.equal(stand.see(0, 310), "");
	assert.equal(stand.see(0, 205), "7=20");
	assert.equal(stand.engine.explain(7)?.overruled, 20);
});
