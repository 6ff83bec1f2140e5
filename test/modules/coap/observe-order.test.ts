import assert from "node:assert/strict";
import { test } from "node:test";
import { isNewerNotification, reorderingMs } from "kith/coap/observe-order";

test("a higher sequence is newer, by less than 2^23 and across the wrap", () => {
	assert.ok(isNewerNotification(5, 0, 6, 0));
	assert.ok(!isNewerNotification(6, 0, 5, 0));
	assert.ok(!isNewerNotification(6, 0, 6, 0));
	assert.ok(isNewerNotification(0, 0, 0x7fffff, 0));
	assert.ok(!isNewerNotification(0, 0, 0x800000, 0));
	assert.ok(isNewerNotification(0xffffff, 0, 0, 0));
	assert.ok(!isNewerNotification(0, 0, 0xffffff, 0));
});

test("after more than 128 seconds any sequence is newer, also across the wrap of the clock", () => {
	const late = 0x7fffffff;
	assert.ok(!isNewerNotification(6, late, 5, (late + reorderingMs) | 0));
	assert.ok(isNewerNotification(6, late, 5, (late + reorderingMs + 1) | 0));
	assert.ok(isNewerNotification(6, 0, 5, -0x7fffffff), "so long ago that differences wrapped");
});
