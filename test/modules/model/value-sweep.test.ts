import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { ValueSweep } from "kith/model/value-sweep";
import { oldestAgeMs, sweepPeriodMs, ValueTable } from "kith/model/value-table";
import { FakeClock } from "../../support/fake-clock";

test("ages stay at the oldest over many wraps of the clock, until the sweep is closed", () => {
	const clock = new FakeClock();
	const values = new ValueTable(2);
	const sweep = new ValueSweep(values, new Scheduler(clock));
	values.set(0, 5, clock.now());
	// The clock comes around after 50 days: without a sweep the value would look young again.
	for (let day = 0; day < 120; day++) clock.advance(sweepPeriodMs);
	assert.equal(values.age(0, clock.now()), oldestAgeMs);
	assert.equal(values.age(1, clock.now()), -1);
	sweep.close();
	sweep.close();
	values.set(1, 6, clock.now());
	for (let day = 0; day < 50; day++) clock.advance(sweepPeriodMs);
	assert.ok(values.age(1, clock.now()) < oldestAgeMs, "nobody sweeps any more");
});
