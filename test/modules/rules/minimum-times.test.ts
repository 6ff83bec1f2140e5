import assert from "node:assert/strict";
import { test } from "node:test";
import { actionCases, leafKinds } from "kith/definition/definition";
import { leaf, rule, set } from "../../support/rule-plan";
import { RuleStand, type RuleStandOptions } from "../../support/rule-stand";

const { isTrue, above } = leafKinds;
const { otherwise, stale } = actionCases;
const minute = 60_000;

/** Slot 0 says whether slot 7 runs: at least 3 min on, 5 min off. */
function compressor(options: RuleStandOptions = {}): RuleStand {
	const actions = [set(7, 1), set(7, 0, otherwise)];
	return new RuleStand(
		[rule(leaf(isTrue, 0), actions, { minimumOnMs: 3 * minute, minimumOffMs: 5 * minute })],
		options,
	);
}

test("from boot it counts as just switched off, wherever the clock stands", () => {
	for (const at of [0, 0x7fff_ffff, 0x7fff_ffff - 5 * minute + 1, 0x7fff_ffff - minute, -0x8000_0000]) {
		const stand = compressor({ at });
		stand.engine.start();
		assert.equal(stand.take(), "7=0");
		assert.equal(stand.see(0, 1), "");
		assert.equal(stand.wait(5 * minute - 1), "");
		assert.equal(stand.wait(1), "7=1");
		assert.equal(stand.see(0, 0), "");
		assert.equal(stand.wait(3 * minute - 1), "");
		assert.equal(stand.wait(1), "7=0");
		assert.equal(stand.see(0, 1), "");
		assert.equal(stand.wait(5 * minute - 1), "");
		assert.equal(stand.wait(1), "7=1");
	}
});

test("a wish that passes while the minimum time runs leaves no trace", () => {
	const stand = compressor();
	stand.engine.start();
	stand.take();
	assert.equal(stand.see(0, 1), "");
	assert.equal(stand.wait(minute), "");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(60 * minute), "");
	assert.equal(stand.see(0, 1), "7=1");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.see(0, 1), "");
	assert.equal(stand.wait(60 * minute), "");
});

test("a command waits for the minimum time, then comes true", () => {
	const stand = compressor();
	stand.put(0, 0);
	stand.engine.start();
	stand.take();
	stand.engine.command(7, 1, 3);
	assert.equal(stand.wait(5 * minute - 1), "");
	assert.equal(stand.wait(1), "7=1");
	assert.equal(stand.engine.explain(7)?.requester, 3);
	stand.engine.command(7, 0, 3);
	stand.engine.command(7, 1, 3);
	stand.engine.command(7, 0, 4);
	assert.equal(stand.wait(3 * minute - 1), "");
	assert.equal(stand.wait(1), "7=0");
	assert.equal(stand.engine.explain(7)?.requester, 4);
	// One that waits is forgotten when a rule changes what it wants.
	stand.engine.command(7, 1, 3);
	assert.equal(stand.wait(minute), "");
	assert.equal(stand.see(0, 1), "");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(60 * minute), "");
});

test("the failsafe state keeps the minimum time too", () => {
	const actions = [set(7, 1), set(7, 0, otherwise), set(7, 0, stale)];
	const stand = new RuleStand([rule(leaf(isTrue, 0, { maximumAgeMs: 1000 }), actions, { minimumOnMs: minute })]);
	stand.put(0, 1);
	stand.engine.start();
	assert.equal(stand.take(), "7=1");
	assert.equal(stand.wait(minute - 1), "");
	assert.equal(stand.wait(1), "7=0");
});

test("between two values that are not zero an actuator may change at any time", () => {
	const stand = new RuleStand([
		rule(leaf(above, 0, { operand: 0 }), [set(7, 40), set(7, 0, otherwise)], { minimumOnMs: minute }),
		rule(leaf(above, 0, { operand: 10 }), [set(7, 80)]),
	]);
	stand.put(0, 5);
	stand.engine.start();
	assert.equal(stand.take(), "7=40");
	assert.equal(stand.see(0, 15), "7=80");
	assert.equal(stand.see(0, 5), "7=40");
	assert.equal(stand.see(0, -1), "");
	assert.equal(stand.wait(minute - 1), "");
	assert.equal(stand.wait(1), "7=0");
});

test("the longest minimum of all its rules protects an actuator", () => {
	const stand = new RuleStand([
		rule(leaf(isTrue, 0), [set(7, 1), set(7, 0, otherwise)], { minimumOnMs: minute, minimumOffMs: 2 * minute }),
		rule(leaf(isTrue, 1), [set(7, 0)], { priority: 9, minimumOnMs: 3 * minute }),
		rule(leaf(isTrue, 2), [set(6, 0)], { minimumOnMs: 60 * minute }),
	]);
	stand.engine.start();
	assert.equal(stand.take(), "7=0");
	assert.equal(stand.see(0, 1), "");
	assert.equal(stand.wait(2 * minute), "7=1");
	assert.equal(stand.see(1, 1), "");
	assert.equal(stand.wait(3 * minute - 1), "");
	assert.equal(stand.wait(1), "7=0");
	assert.equal(stand.see(1, 0), "");
	assert.equal(stand.wait(2 * minute - 1), "");
	assert.equal(stand.wait(1), "7=1");
});

test("a late alarm switches late, never early", () => {
	const stand = compressor();
	stand.put(0, 1);
	stand.engine.start();
	assert.equal(stand.take(), "");
	stand.clock.stall(5 * minute - 1);
	assert.equal(stand.see(0, 1), "");
	stand.clock.stall(100);
	assert.equal(stand.wait(0), "7=1");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(3 * minute - 1), "");
	assert.equal(stand.wait(1), "7=0");
});

test("the end of a minimum time counts before its alarm rings", () => {
	const stand = compressor();
	stand.put(0, 1);
	stand.engine.start();
	stand.clock.stall(5 * minute);
	stand.engine.command(7, 1, 3);
	assert.equal(stand.take(), "7=1");
});

test("the timeline of docs/rules.md comes true", () => {
	const seconds = 1000;
	const keepCold = rule(leaf(above, 0, { operand: 500, margin: 100, maximumAgeMs: 30 * seconds }), [
		set(7, 1),
		set(7, 0, otherwise),
	]);
	const stand = new RuleStand([{ ...keepCold, minimumOnMs: 3 * minute, minimumOffMs: 5 * minute }]);
	let now = 0;
	/** Lets time pass to `until` (s) with the probe's value every 10 s. @returns what was done, with its time in s */
	const probe = (until: number, value: number | undefined): string[] => {
		const done: string[] = [];
		for (; now < until; now++) {
			if (now % 10 === 0 && value !== undefined) stand.put(0, value);
			const after = stand.wait(1 * seconds);
			if (after !== "") done.push(`${now + 1}: ${after}`);
		}
		return done;
	};
	stand.engine.start();
	assert.equal(stand.take(), "7=0");
	assert.deepEqual(probe(390, 700), ["300: 7=1"]);
	stand.engine.command(7, 0, 9);
	assert.deepEqual(probe(540, 700), ["480: 7=0"]);
	assert.deepEqual(probe(700, 640), []);
	assert.deepEqual(probe(750, 390), []);
	assert.deepEqual(probe(900, undefined), []);
	// The request is over: when the probe is back, the rule has its way.
	assert.deepEqual(probe(910, 640), ["901: 7=1"]);
	assert.equal(stand.engine.explain(7)?.rule, 0);
});
