/** Who is there, from the numbers of verified frames alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { PeerPlaces } from "kith/network/peer-places";
import { goneTicks, lateTicks, PresenceTable, presences, quietTicks, ticksPerHeartbeat } from "kith/node/presence";
import { FakeClock } from "../../support/fake-clock";

const heartbeatMs = 8000;
const tickMs = heartbeatMs / ticksPerHeartbeat;

function stand() {
	const clock = new FakeClock();
	const numbers = [0, 0, 0];
	const changes: string[] = [];
	let said = 0;
	const table = new PresenceTable({
		places: new PeerPlaces(Uint16Array.of(7, 9)),
		network: { highest: (place) => numbers[place] as number },
		scheduler: new Scheduler(clock),
		address: 3,
		heartbeatMs,
		listener: {
			presenceChanged: (place, presence) => changes.push(`${place}=${presence}`),
			sayAlive: () => ++said > 0,
		},
	});
	const hear = (place: number): void => {
		numbers[place] = (numbers[place] as number) + 1;
	};
	/** One alarm at a time, as on a board. */
	const run = (ticks: number): void => {
		for (let tick = 0; tick < ticks; tick++) clock.advance(tickMs);
	};
	return { clock, table, changes, hear, run, numbers, said: () => said };
}

test("a peer is alive with its first frame, late and gone after named times of silence, and alive again", () => {
	const { table, changes, hear, run } = stand();
	assert.equal(table.presence(1), presences.unheard);
	assert.equal(table.secondsSince(1), -1);
	hear(1);
	run(2);
	assert.equal(table.presence(1), presences.alive);
	assert.deepEqual(changes, ["1=1"]);
	changes.length = 0;
	hear(1);
	run(1);
	run(lateTicks - 1);
	assert.deepEqual(changes, []);
	run(1);
	assert.deepEqual(changes, ["1=2"]);
	assert.equal(table.secondsSince(1), (lateTicks * tickMs) / 1000);
	run(goneTicks - lateTicks);
	assert.ok(changes.some((change) => change === "1=3"));
	changes.length = 0;
	hear(1);
	run(1);
	assert.deepEqual(changes, ["1=1"]);
});

test("who never was heard is gone after the same time, told once", () => {
	const { table, changes, run } = stand();
	run(goneTicks + 100);
	assert.deepEqual(changes, ["1=3", "2=3"]);
	assert.equal(table.presence(2), presences.gone);
	assert.equal(table.secondsSince(2), -1);
});

test("a boot that proves itself is alive at once, one that others vouch for when it is heard", () => {
	const { table, changes, hear, run, numbers } = stand();
	numbers[1] = 500;
	table.restarted(1, 500, true);
	assert.deepEqual(changes, ["1=1"]);
	numbers[2] = 70_000;
	table.restarted(2, 70_000, false);
	run(3);
	assert.deepEqual(changes, ["1=1"], "a word of somebody else");
	hear(2);
	run(1);
	assert.deepEqual(changes, ["1=1", "2=1"]);
});

test("a clock that jumps by hours makes nobody late", () => {
	const { clock, table, hear, run } = stand();
	hear(1);
	run(2);
	clock.stall(40_000_000);
	clock.advance(1);
	assert.equal(table.presence(1), presences.alive);
});

test("who told nothing for long says that it is there, who told something does not", () => {
	const { table, run, said } = stand();
	for (let tick = 0; tick < 100; tick++) {
		run(1);
		table.spoke();
	}
	assert.equal(said(), 0);
	run(10 * quietTicks);
	assert.equal(said(), 10);
	table.close();
	run(10 * quietTicks);
	assert.equal(said(), 10);
});
