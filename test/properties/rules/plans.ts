import fc from "fast-check";
import {
	type ActionDefinition,
	conditionAnd,
	conditionNot,
	conditionOr,
	type LeafDefinition,
	leafKinds,
	type RuleDefinition,
} from "kith/definition/definition";

/** Slots 0-3 are sensors, 4 and 5 actuators, 6 and 7 heard from peers. */
export const ownSlots = 6;
export const slots = 8;
const sensors = [0, 1, 2, 3, 6, 7];

const duration = fc.nat(40);
const value = fc.integer({ min: -3, max: 4 });

/** An actuator may be looked at by the rules of the other one only, so that no plan goes round in circles. */
function leafOf(mayLookAt4: boolean): fc.Arbitrary<LeafDefinition> {
	const slot = fc.constantFrom(...sensors, ...(mayLookAt4 ? [4] : []));
	return fc
		.record({
			kind: fc.constantFrom(...Object.values(leafKinds)),
			slot,
			other: slot,
			operand: value,
			margin: fc.nat(2),
			time: duration,
			maximumAgeMs: fc.oneof(fc.constant(0), duration),
		})
		.map(({ kind, slot, other, operand, margin, time, maximumAgeMs }) => {
			const timed = kind === leafKinds.within || kind === leafKinds.olderThan;
			const against = kind === leafKinds.aboveSlot || kind === leafKinds.belowSlot;
			return { kind, slot, operand: against ? other : operand, margin: timed ? time : margin, maximumAgeMs };
		});
}

/** A postfix condition that uses each leaf once, in any tree and with any number of negations. */
function conditionOf(leaves: number): fc.Arbitrary<number[]> {
	return fc.array(fc.nat(99), { minLength: 4 * leaves, maxLength: 4 * leaves }).map((dice) => {
		const condition: number[] = [];
		let next = 0;
		let height = 0;
		for (const die of dice) {
			if (height > 0 && die % 5 === 0) condition.push(conditionNot);
			else if (next < leaves && (height < 2 || die % 2 === 0)) {
				condition.push(next++);
				height++;
			} else if (height >= 2) {
				condition.push(die % 3 === 0 ? conditionOr : conditionAnd);
				height--;
			}
		}
		while (next < leaves) {
			condition.push(next++);
			height++;
		}
		while (height-- > 1) condition.push(conditionAnd);
		return condition;
	});
}

function actionOf(target: number): fc.Arbitrary<ActionDefinition> {
	return fc
		.record({
			when: fc.constantFrom(0 as const, 1 as const, 2 as const),
			value: fc.integer({ min: 0, max: 3 }),
			from: fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.constantFrom(...sensors) }),
			x1: value,
			dx: fc.integer({ min: 1, max: 5 }),
			y1: fc.integer({ min: -2, max: 3 }),
			y2: fc.integer({ min: -2, max: 3 }),
		})
		.map(({ dx, ...rest }) => {
			const place = target < 100 ? { address: 0, slot: target } : { address: target, slot: 0 };
			return { ...rest, ...place, resourceId: target < 100 ? 0 : 1, x2: rest.x1 + dx };
		});
}

const rule: fc.Arbitrary<RuleDefinition> = fc.constantFrom(4, 5, 100).chain((target) =>
	fc.integer({ min: 1, max: 4 }).chain((leaves) =>
		fc.record({
			name: fc.constant("rule"),
			priority: fc.integer({ min: -1, max: 1 }),
			leaves: fc.array(leafOf(target !== 4), { minLength: leaves, maxLength: leaves }),
			condition: conditionOf(leaves),
			actions: fc.array(actionOf(target), { minLength: 1, maxLength: 4 }),
			minimumOnMs: fc.oneof(fc.constant(0), duration),
			minimumOffMs: fc.oneof(fc.constant(0), duration),
		}),
	),
);

export const plan = fc.array(rule, { minLength: 1, maxLength: 6 });

export type Step =
	| { readonly do: "see"; readonly slot: number; readonly value: number }
	| { readonly do: "wait"; readonly ms: number }
	| { readonly do: "command"; readonly slot: number; readonly value: number };

const see = fc.record({
	do: fc.constant("see" as const),
	slot: fc.constantFrom(...sensors),
	value: fc.oneof(value, fc.constantFrom(0, 1)),
});

export const script: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof(
		{ weight: 6, arbitrary: see },
		{ weight: 5, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: duration }) },
		{
			weight: 1,
			arbitrary: fc.record({ do: fc.constant("command" as const), slot: fc.constantFrom(4, 5), value: fc.nat(2) }),
		},
	),
	{ minLength: 1, maxLength: 60 },
);

/** Somewhere, or so that the clock wraps during the script. */
export const boot = fc.oneof(
	fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
	fc.integer({ min: 0x7fff_ffff - 600, max: 0x7fff_ffff }),
);
