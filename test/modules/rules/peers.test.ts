import assert from "node:assert/strict";
import { test } from "node:test";
import { actionCases, type InputDefinition, leafKinds } from "kith/definition/definition";
import { confirmAfterMs, repeatLimit } from "kith/rules/limits";
import { leaf, rule, set } from "../../support/rule-plan";
import { RuleStand } from "../../support/rule-stand";

const { isTrue } = leafKinds;
const { met, otherwise } = actionCases;
const lamp = { address: 0x201, resourceId: 3 };
const inputs: InputDefinition[] = [{ address: 0x201, resourceId: 3, scale: 0, boolean: true }];
const onOff = [set(-1, 1, met, lamp), set(-1, 0, otherwise, lamp)];

test("a peer is asked when the wish changes, and only then", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 0), onOff)]);
	stand.put(0, 0);
	stand.engine.start();
	assert.equal(stand.take(), "513/3=0");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.see(0, 1), "513/3=1");
	assert.equal(stand.wait(10 * confirmAfterMs), "");
});

test("the rules of one node agree before they ask", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 0), onOff), rule(leaf(isTrue, 1), [set(-1, 0, met, lamp)])]);
	stand.put(0, 1);
	stand.put(1, 1);
	stand.engine.start();
	assert.equal(stand.take(), "513/3=0");
	assert.equal(stand.see(1, 0), "513/3=1");
	assert.equal(stand.see(1, 1), "513/3=0");
});

test("a wish that comes back is told again: others may have switched the peer", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 0), [set(-1, 1, met, lamp)])], { inputs });
	stand.engine.start();
	assert.equal(stand.see(0, 1), "513/3=1");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.see(8, 0), "");
	assert.equal(stand.wait(2 * confirmAfterMs), "");
	assert.equal(stand.see(0, 1), "513/3=1");
});

test("a peer that shows another value is told again, a few times", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 0), onOff)], { inputs });
	stand.put(0, 1);
	stand.put(8, 0);
	stand.engine.start();
	assert.equal(stand.take(), "513/3=1");
	for (let repeat = 0; repeat < repeatLimit; repeat++) {
		assert.equal(stand.wait(confirmAfterMs - 1), "");
		assert.equal(stand.wait(1), "513/3=1");
	}
	assert.equal(stand.wait(10 * confirmAfterMs), "");
	assert.equal(stand.see(0, 0), "513/3=0");
	assert.equal(stand.wait(confirmAfterMs), "");
});

test("a peer that did it may be switched by others afterwards", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 0), onOff)], { inputs });
	stand.put(0, 1);
	stand.engine.start();
	assert.equal(stand.take(), "513/3=1");
	assert.equal(stand.see(8, 1), "");
	assert.equal(stand.wait(confirmAfterMs), "");
	assert.equal(stand.see(8, 0), "");
	assert.equal(stand.wait(10 * confirmAfterMs), "");
});

test("a silent peer is not told again: it may have done it", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 0), onOff)], { inputs });
	stand.put(0, 1);
	stand.engine.start();
	assert.equal(stand.take(), "513/3=1");
	assert.equal(stand.wait(10 * confirmAfterMs), "");
});

test("minimum times hold back requests too", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 0), onOff, { minimumOnMs: 5000 })]);
	stand.put(0, 1);
	stand.engine.start();
	assert.equal(stand.take(), "513/3=1");
	assert.equal(stand.see(0, 0), "");
	assert.equal(stand.wait(4999), "");
	assert.equal(stand.wait(1), "513/3=0");
});

test("an own actuator that failed is told again with the same reason", () => {
	const stand = new RuleStand([rule(leaf(isTrue, 0), [set(7, 1), set(7, 0, otherwise)])], { deaf: true });
	stand.put(0, 1);
	stand.engine.start();
	assert.equal(stand.take(), "7=1");
	assert.equal(stand.wait(confirmAfterMs), "7=1");
	stand.deaf = false;
	assert.equal(stand.wait(confirmAfterMs), "7=1");
	assert.equal(stand.wait(10 * confirmAfterMs), "");
	assert.equal(stand.engine.explain(7)?.inputAges[0], 0);
	stand.deaf = true;
	assert.equal(stand.see(0, 0), "7=0");
	for (let repeat = 0; repeat < repeatLimit; repeat++) assert.equal(stand.wait(confirmAfterMs), "7=0");
	assert.equal(stand.wait(10 * confirmAfterMs), "");
});
