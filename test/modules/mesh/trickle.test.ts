import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { Trickle } from "kith/mesh/trickle";
import { FakeClock } from "../../support/fake-clock";
import { FixedRandom } from "../../support/fixed-random";

function trickle(redundancy = 0, seed = 1) {
	const clock = new FakeClock(0x7fffff00);
	const start = clock.now();
	const times: number[] = [];
	const timer = new Trickle({
		scheduler: new Scheduler(clock),
		random: new FixedRandom(seed),
		minimumMs: 1000,
		maximumMs: 16_000,
		redundancy,
		transmit: () => void times.push((clock.now() - start) | 0),
	});
	return { clock, timer, times };
}

test("it speaks once in the second half of each interval, which doubles up to its limit", () => {
	for (let seed = 1; seed < 20; seed++) {
		const { clock, timer, times } = trickle(0, seed);
		timer.reset();
		clock.advance(63_000);
		const starts = [0, 1000, 3000, 7000, 15_000, 31_000, 47_000];
		const lengths = [1000, 2000, 4000, 8000, 16_000, 16_000, 16_000];
		assert.equal(times.length, starts.length);
		times.forEach((time, index) => {
			const [from, length] = [starts[index] as number, lengths[index] as number];
			assert.ok(time >= from + length / 2 && time < from + length, `${time} in ${from} + ${length}`);
		});
	}
});

test("news brings it back to the shortest interval; while that runs, more news changes nothing", () => {
	const { clock, timer, times } = trickle();
	timer.reset();
	clock.advance(40_000);
	times.length = 0;
	timer.reset();
	clock.advance(300);
	timer.reset();
	clock.advance(700);
	assert.equal(times.length, 1);
	assert.equal(timer.intervalMs, 2000);
});

test("enough consistent messages of others spare one's own, in that interval only", () => {
	const { clock, timer, times } = trickle(2);
	timer.reset();
	timer.consistent();
	timer.consistent();
	clock.advance(1000);
	assert.equal(times.length, 0);
	timer.consistent();
	clock.advance(2000);
	assert.equal(times.length, 1, "one is not enough");
	timer.close();
	clock.advance(60_000);
	assert.equal(times.length, 1);
});
