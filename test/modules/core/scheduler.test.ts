import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler, timerLimit } from "kith/core/scheduler";
import { FakeClock } from "../../support/fake-clock";

test("timers ring in the order of their deadlines, equal ones in the order they were set", () => {
	const clock = new FakeClock();
	const scheduler = new Scheduler(clock);
	const rang: string[] = [];
	scheduler.after(30, () => rang.push("c"));
	scheduler.after(10, () => rang.push("a1"));
	scheduler.after(10, () => rang.push("a2"));
	scheduler.after(20, () => rang.push("b"));
	clock.advance(9);
	assert.deepEqual(rang, []);
	clock.advance(1);
	assert.deepEqual(rang, ["a1", "a2"]);
	clock.advance(100);
	assert.deepEqual(rang, ["a1", "a2", "b", "c"]);
});

test("a late alarm runs everything that is due, earliest first", () => {
	const clock = new FakeClock();
	const scheduler = new Scheduler(clock);
	const rang: number[] = [];
	for (const delay of [50, 20, 40]) scheduler.after(delay, () => rang.push(delay));
	clock.stall(45);
	clock.advance(0);
	assert.deepEqual(rang, [20, 40]);
	clock.advance(5);
	assert.deepEqual(rang, [20, 40, 50]);
});

test("a timer set while timers run waits for its own turn, even with no delay", () => {
	const clock = new FakeClock();
	const scheduler = new Scheduler(clock);
	let again = 0;
	const call = (): void => {
		if (++again < 5) scheduler.after(0, call);
	};
	scheduler.after(1, call);
	clock.advance(1);
	assert.equal(again, 5);
	assert.ok(clock.rings >= 5, "each ran from an alarm of its own");
});

test("a cancelled timer does not ring, and its handle does not cancel the next one in its place", () => {
	const clock = new FakeClock();
	const scheduler = new Scheduler(clock);
	let rang = 0;
	const first = scheduler.after(10, () => rang++);
	scheduler.cancel(first);
	scheduler.after(10, () => rang++);
	scheduler.cancel(first);
	scheduler.cancel(0);
	clock.advance(10);
	assert.equal(rang, 1);
});

test("a timer may cancel another one that is due at the same time", () => {
	const clock = new FakeClock();
	const scheduler = new Scheduler(clock);
	let rang = 0;
	let second = 0;
	scheduler.after(10, () => scheduler.cancel(second));
	second = scheduler.after(10, () => rang++);
	clock.advance(10);
	assert.equal(rang, 0);
});

test("the clock's wrap after 24.8 days disturbs nothing", () => {
	const clock = new FakeClock(0x7fffffff - 5);
	const scheduler = new Scheduler(clock);
	const rang: string[] = [];
	scheduler.after(20, () => rang.push("after"));
	scheduler.after(3, () => rang.push("before"));
	clock.advance(19);
	assert.deepEqual(rang, ["before"]);
	clock.advance(1);
	assert.deepEqual(rang, ["before", "after"]);
});

test("a call that throws does not stop the other timers", () => {
	const clock = new FakeClock();
	const scheduler = new Scheduler(clock);
	let rang = 0;
	scheduler.after(1, () => {
		throw new Error("a bug");
	});
	scheduler.after(1, () => rang++);
	assert.throws(() => clock.advance(1), /a bug/);
	clock.advance(1);
	assert.equal(rang, 1);
});

test("one timer too many is refused by name, and a freed one can be taken again", () => {
	const scheduler = new Scheduler(new FakeClock());
	const handles = Array.from({ length: timerLimit }, () => scheduler.after(10, () => undefined));
	assert.throws(() => scheduler.after(10, () => undefined), /48 timers/);
	scheduler.cancel(handles[7] as number);
	assert.ok(scheduler.after(10, () => undefined) !== 0);
});

test("a node has as many timers as it was made with", () => {
	const clock = new FakeClock();
	const scheduler = new Scheduler(clock, undefined, 3);
	const rang: number[] = [];
	for (const timer of [30, 10, 20]) scheduler.after(timer, () => rang.push(timer));
	assert.throws(() => scheduler.after(1, () => undefined), /3 timers/);
	clock.advance(30);
	assert.deepEqual(rang, [10, 20, 30]);
	for (let timer = 0; timer < 3; timer++) scheduler.after(1, () => rang.push(timer));
	assert.throws(() => scheduler.after(1, () => undefined), /3 timers/);
});

test("order of equal deadlines survives the wrap of the timers' serial numbers", () => {
	const clock = new FakeClock();
	const scheduler = new Scheduler(clock);
	// The serial has 16 bits; what is set before and after its wrap must keep its order.
	for (let count = 0; count < 0xfffe; count++) scheduler.cancel(scheduler.after(10, () => undefined));
	const rang: string[] = [];
	for (const name of ["a", "b", "c", "d"]) scheduler.after(5, () => rang.push(name));
	clock.advance(5);
	assert.deepEqual(rang, ["a", "b", "c", "d"]);
});
