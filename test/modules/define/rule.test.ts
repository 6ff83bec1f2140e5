import assert from "node:assert/strict";
import { test } from "node:test";
import { all, always, any, not } from "kith/define/condition";
import { hours, minutes, seconds } from "kith/define/duration";
import type { RulePlan } from "kith/define/plan";
import { type Rule, rule } from "kith/define/rule";
import { rules } from "kith/define/rules";
import { actionCases, conditionAnd, conditionNot, conditionOr, leafKinds } from "kith/definition/definition";
import { refusal, sampleNodes } from "./sample";

const { kitchen, cellar } = sampleNodes();
const hot = kitchen.climate.temperature.above(26, { hysteresis: 1 });
const someone = kitchen.motion.within(minutes(10));
const closed = cellar.lamp.below(50);

function planned(one: Rule): RulePlan {
	const [plan] = rules(kitchen, [one]).plans;
	if (plan === undefined) throw new Error("no plan");
	return plan;
}

test("numbers become integers in the decimals of their quantity", () => {
	const plan = planned(rule("cool").when(hot).then(kitchen.cooler.on()));
	assert.equal(plan.leaves[0]?.kind, leafKinds.above);
	assert.equal(plan.leaves[0]?.operand, 2600);
	assert.equal(plan.leaves[0]?.margin, 100);
	assert.equal(
		planned(rule("precise").when(kitchen.climate.temperature.below(-0.07)).then(kitchen.cooler.on())).leaves[0]
			?.operand,
		-7,
	);
});

test("conditions become postfix in the order in which they are written", () => {
	const flat = (one: Rule) => planned(one).condition;
	const act = kitchen.cooler.on();
	assert.deepEqual(flat(rule("one").when(hot).then(act)), [0]);
	assert.deepEqual(flat(rule("left to right").when(hot).and(someone).or(closed).then(act)), [
		0,
		1,
		conditionAnd,
		2,
		conditionOr,
	]);
	assert.deepEqual(
		flat(
			rule("grouped")
				.when(all(hot, any(someone, closed)))
				.then(act),
		),
		[0, 1, 2, conditionOr, conditionAnd],
	);
	assert.deepEqual(flat(rule("negated").when(not(hot)).and(someone.not()).then(act)), [
		0,
		conditionNot,
		1,
		conditionNot,
		conditionAnd,
	]);
	assert.deepEqual(flat(rule("false is not true").when(kitchen.cooler.isOff()).then(act)), [0, conditionNot]);
});

test("each test of a property keeps what the engine needs", () => {
	const leafOf = (condition: typeof hot) => planned(rule("r").when(condition).then(kitchen.cooler.on())).leaves[0];
	assert.equal(leafOf(someone)?.margin, 600_000);
	assert.equal(leafOf(someone)?.maximumAgeMs, undefined);
	assert.equal(leafOf(kitchen.motion.isTrue({ maximumAge: seconds(5) }))?.maximumAgeMs, 5000);
	assert.equal(leafOf(cellar.probe.olderThan(hours(1)))?.margin, 3_600_000);
	assert.equal(leafOf(cellar.probe.olderThan(hours(1)))?.maximumAgeMs, 0);
	assert.equal(leafOf(cellar.probe.above(cellar.setPoint))?.kind, leafKinds.aboveSlot);
	assert.equal(leafOf(cellar.probe.above(cellar.setPoint))?.operand, cellar.setPoint.reference);
	assert.equal(leafOf(always())?.property, undefined);
});

test("actions keep their case, and a line its two points", () => {
	const line = { from: [10, 30], to: [5, 3] } as const;
	const plan = planned(
		rule("follow")
			.when(always())
			.then(cellar.setPoint.follow(kitchen.climate.temperature, line), cellar.lamp.set(20))
			.otherwise(cellar.lamp.set(0))
			.whenStale(cellar.lamp.set(5)),
	);
	assert.deepEqual(
		plan.actions.map((action) => [action.when, action.target.device, action.value]),
		[
			[actionCases.met, "setPoint", 0],
			[actionCases.met, "lamp", 20],
			[actionCases.otherwise, "lamp", 0],
			[actionCases.stale, "lamp", 5],
		],
	);
	const [first] = plan.actions;
	assert.equal(first?.from, kitchen.climate.temperature.reference);
	assert.deepEqual([first?.x1, first?.y1, first?.x2, first?.y2], [1000, 500, 3000, 300]);
});

test("each step of a rule is a value of its own", () => {
	const begun = rule("cool").when(hot);
	const on = begun.then(kitchen.cooler.on());
	assert.equal(on.minimumOn(minutes(3)).spec.minimumOnMs, 180_000);
	assert.equal(on.spec.minimumOnMs, 0);
	assert.equal(on.priority(3).spec.priority, 3);
	assert.equal(begun.and(someone).then(kitchen.cooler.on()).spec.name, "cool");
	assert.deepEqual(planned(begun.then(kitchen.cooler.on())).condition, [0]);
});

test("numbers that make no sense are refused with node, rule and property", () => {
	const refused = (condition: typeof hot) =>
		refusal(() => planned(rule("odd").when(condition).then(kitchen.cooler.on())));
	assert.equal(
		refused(kitchen.climate.temperature.above(26.123)),
		'kitchen, rule "odd": 26.123 is no temperature that kitchen.climate.temperature can have: it has 2 decimals',
	);
	assert.equal(
		refused(kitchen.climate.temperature.above(260)),
		'kitchen, rule "odd": 260 is out of the range of kitchen.climate.temperature, -40 Cel to 125 Cel',
	);
	assert.equal(
		refused(cellar.lamp.above(12.5)),
		'kitchen, rule "odd": 12.5 is no level that cellar.lamp can have: it has whole numbers',
	);
	assert.equal(
		refused(kitchen.climate.temperature.above(26, { hysteresis: -1 })),
		'kitchen, rule "odd": a hysteresis of -1 makes no sense for kitchen.climate.temperature',
	);
	assert.match(refused(kitchen.climate.temperature.above(Number.NaN)), /NaN is no temperature/);
});

test("actions that cannot be are refused", () => {
	const refused = (act: () => Rule) => refusal(() => planned(act()));
	assert.match(
		refused(() => rule("bright").when(hot).then(cellar.lamp.set(101))),
		/101 is out of the range of cellar\.lamp, 0 % to 100 %/,
	);
	assert.match(
		refused(() => rule("both").when(hot).then(kitchen.cooler.on(), kitchen.cooler.off())),
		/kitchen, rule "both": sets kitchen\.cooler twice at once/,
	);
	assert.match(
		refused(() =>
			rule("steep")
				.when(hot)
				.then(cellar.lamp.follow(cellar.probe, { from: [5, 5], to: [0, 100] })),
		),
		/follow\(\) needs two different numbers in "from"/,
	);
	assert.match(
		refused(() => rule("far").when(hot).then(cellar.lamp.set(5)).minimumOn(minutes(1))),
		/minimum times are kept by the node that owns the actuator; move the rule to cellar/,
	);
});

test("rules beyond the limits are refused", () => {
	const nine = Array.from({ length: 9 }, () => hot);
	assert.match(
		refusal(() =>
			planned(
				rule("long")
					.when(all(hot, ...nine))
					.then(kitchen.cooler.on()),
			),
		),
		/rule "long": has 10 conditions; a rule takes at most 8: split it/,
	);
});

test("rules without a usable name or priority are refused", () => {
	for (const name of ["", " cool", "x".repeat(49)])
		assert.match(
			refusal(() => rule(name)),
			/cannot name a rule/,
		);
	const whole = rule("cool").when(hot).then(kitchen.cooler.on());
	for (const priority of [0.5, 101, -101, Number.NaN]) {
		assert.match(
			refusal(() => whole.priority(priority)),
			/a priority is a whole number from -100 to 100/,
		);
	}
});

test("awaiting half a rule by mistake is an error, not a hang", async () => {
	// As unknown, because the compiler refuses to await it.
	const half: unknown = rule("half").when(hot);
	await assert.rejects(async () => await half, /then\(\) takes actions/);
});
