import assert from "node:assert/strict";
import { test } from "node:test";
import { lagLimitMs, Pacer } from "kith/simulator/session/pacer";

test("at full speed nothing waits, and wall time says nothing about virtual time", () => {
	const pacer = new Pacer("max", () => 5);
	pacer.start(0);
	assert.equal(pacer.wait(1e9), 0);
	assert.equal(pacer.virtualNow(), undefined);
});

test("at a speed of ten, a virtual second takes a tenth of a second", () => {
	let wall = 1000;
	const pacer = new Pacer(10, () => wall);
	pacer.start(0);
	assert.equal(pacer.wait(1e6), 100);
	wall += 40;
	assert.equal(pacer.wait(1e6), 60);
	assert.equal(pacer.virtualNow(), 400_000);
	wall += 60;
	assert.equal(pacer.wait(1e6), 0);
});

test("a session that is a little late catches up; one that is far behind goes on from where it is", () => {
	let wall = 0;
	const pacer = new Pacer(1, () => wall);
	pacer.start(0);
	wall = 1000 + lagLimitMs - 1;
	assert.equal(pacer.wait(1e6), 0);
	assert.equal(pacer.wait(2.5e6), 2500 - wall);
	wall = 10_000;
	assert.equal(pacer.wait(3e6), 0);
	assert.equal(pacer.wait(4e6), 1000);
});
