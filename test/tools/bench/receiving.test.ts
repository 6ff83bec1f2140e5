import assert from "node:assert/strict";
import { test } from "node:test";
import { crowd } from "../../../tools/bench/generate";
import { measureReceiving } from "../../../tools/bench/receiving";

test("what received readings cost is measured on the real firmware, and keeps the budgets of air and heap", async () => {
	const measured = await measureReceiving();
	for (const { name, unit, value } of measured)
		assert.ok(Number.isInteger(value) && value >= 0, `${name}: ${value} ${unit}`);
	const bytecodes = measured.filter(({ unit }) => unit === "bytecodes");
	assert.equal(bytecodes.length, 5);
	for (const { name, value } of bytecodes) assert.ok(value > 0, name);
	const others = measured.filter(({ unit }) => unit !== "bytecodes");
	assert.deepEqual(
		others.map(({ unit }) => unit),
		["bytes", "bytes", "slots", "chunk bytes"],
	);
	for (const { name, unit, value, budget } of others) assert.ok(value <= budget, `${name}: ${value} ${unit}`);
});

test("a generated crowd listens in a ring", () => {
	const { nodes } = crowd(6);
	assert.equal(nodes.size, 6);
	const inputs = [...nodes.values()].map(({ definition }) => definition.inputs.length);
	assert.deepEqual(inputs.slice(0, 5), [1, 1, 1, 1, 1]);
	assert.equal(nodes.get("gateway")?.definition.gateway, true);
});
