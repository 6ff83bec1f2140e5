import assert from "node:assert/strict";
import { test } from "node:test";
import { LoopClock } from "kith/devices/host/time/loop-clock";
import type Time from "time";
import type Timer from "timer";

/** The SDK's "time" and "timer" with one timer, which repeats until it is set anew. */
class Loop {
	ticks = 1_795_590_000_000;
	first = 0;
	period = 0;
	#at = 0;
	#call: () => void = () => {};

	get time(): typeof Time {
		return this as unknown as typeof Time;
	}

	get timer(): typeof Timer {
		return {
			set: (call: () => void, first: number, period: number) => {
				this.#call = call;
				this.#set(first, period);
				return {};
			},
			schedule: (_timer: object, first: number, period: number) => this.#set(first, period),
		} as unknown as typeof Timer;
	}

	/** Lets time pass, and the timer ring as late as `late`. @returns how often it rang */
	pass(ms: number, late = 0): number {
		const end = this.ticks + ms;
		let rings = 0;
		while (this.#at + late <= end) {
			this.ticks = this.#at + late;
			this.#at += this.period;
			rings++;
			this.#call();
		}
		this.ticks = end;
		return rings;
	}

	#set(first: number, period: number): void {
		assert.ok(first > 0, "0 would mean never");
		this.first = first;
		this.period = period;
		this.#at = this.ticks + first;
	}
}

test("time starts at 0, whatever the platform counts from", () => {
	const loop = new Loop();
	const clock = new LoopClock(loop.time, loop.timer);
	assert.equal(clock.now(), 0);
	loop.pass(1234);
	assert.equal(clock.now(), 1234);
});

test("the alarm rings once at its time or later, never before, and a new one takes its place", () => {
	const loop = new Loop();
	const clock = new LoopClock(loop.time, loop.timer);
	const rings: number[] = [];
	clock.wakeAt(100, () => rings.push(-1));
	clock.wakeAt(50, () => rings.push(clock.now()));
	loop.pass(49);
	assert.equal(rings.length, 0);
	loop.pass(500, 3);
	assert.deepEqual(rings, [53]);
	clock.wakeAt(10, () => rings.push(clock.now()));
	assert.deepEqual(rings, [53], "not from within the call, though it is past");
	loop.pass(5);
	assert.deepEqual(rings, [53, 550]);
});

test("a chain of alarms leaves one timer, and none leaves it quiet", () => {
	const loop = new Loop();
	const clock = new LoopClock(loop.time, loop.timer);
	let rings = 0;
	const again = (): void => {
		if (++rings < 100) clock.wakeAt(clock.now() + 7, again);
	};
	clock.wakeAt(7, again);
	assert.equal(loop.first, loop.period, "the SDK forgets a source where they differ");
	loop.pass(700);
	assert.equal(rings, 100);
	loop.pass(20);
	assert.equal(loop.pass(100_000_000), 0);
});
