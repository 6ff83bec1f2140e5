import assert from "node:assert/strict";
import { test } from "node:test";
import { conditionAnd, conditionNot, conditionOr, leafKinds } from "kith/definition/definition";
import { Conditions } from "kith/rules/condition";
import { leaf, rule } from "../../support/rule-plan";

const names = "FUT";

/** The truth table of a condition over two leaves, rows a = F U T, columns b = F U T. */
function table(condition: number[]): string {
	const leaves = [leaf(leafKinds.isTrue, 0), leaf(leafKinds.isTrue, 1)];
	const conditions = new Conditions([rule(leaves, [], { condition })]);
	const truths = new Uint8Array(2);
	let text = "";
	for (let a = 0; a < 3; a++)
		for (let b = 0; b < 3; b++) {
			truths[0] = a;
			truths[1] = b;
			text += names[conditions.evaluate(0, truths)];
		}
	return text;
}

test("and, or and not follow Kleene", () => {
	assert.equal(table([0, 1, conditionAnd]), "FFFFUUFUT");
	assert.equal(table([0, 1, conditionOr]), "FUTUUTTTT");
	assert.equal(table([0, conditionNot]), "TTTUUUFFF");
	assert.equal(table([0, 1, conditionAnd, conditionNot]), table([0, conditionNot, 1, conditionNot, conditionOr]));
	assert.equal(table([0, 0, conditionNot, conditionOr]), "TTTUUUTTT");
});

test("leaves are numbered within their rule", () => {
	const two = [leaf(leafKinds.isTrue, 0), leaf(leafKinds.isTrue, 1)];
	const conditions = new Conditions([
		rule(two, [], { condition: [0, 1, conditionAnd] }),
		rule(two, [], { condition: [1, conditionNot] }),
		rule(two, [], { condition: [0, 1, conditionNot, conditionAnd] }),
	]);
	const truths = Uint8Array.of(2, 2, 0, 2, 2, 0);
	assert.equal(conditions.evaluate(0, truths), 2);
	assert.equal(conditions.evaluate(1, truths), 0);
	assert.equal(conditions.evaluate(2, truths), 2);
});

test("eight leaves nest as deep as they can", () => {
	const leaves = Array.from({ length: 8 }, (_, slot) => leaf(leafKinds.isTrue, slot));
	const condition = [0, 1, 2, 3, 4, 5, 6, 7, ...new Array(7).fill(conditionAnd)];
	const conditions = new Conditions([rule(leaves, [], { condition })]);
	const truths = new Uint8Array(8).fill(2);
	assert.equal(conditions.evaluate(0, truths), 2);
	truths[3] = 1;
	assert.equal(conditions.evaluate(0, truths), 1);
	truths[0] = 0;
	assert.equal(conditions.evaluate(0, truths), 0);
});

test("a condition that does not come out at one value is refused", () => {
	const leaves = [leaf(leafKinds.isTrue, 0), leaf(leafKinds.isTrue, 1)];
	for (const condition of [
		[],
		[0, 1],
		[conditionAnd],
		[0, conditionAnd],
		[conditionNot, 0],
		[2],
		[0, -4],
		[0, 1, -1, -1],
	])
		assert.throws(() => new Conditions([rule(leaves, [], { condition })]), RangeError);
});
