import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { deviceKinds } from "kith/devices/registry";
import { ValueTable } from "kith/model/value-table";
import { OwnResources } from "kith/node/own-resources";
import { Publisher, spreadLimitMs } from "kith/node/publisher";
import { FakeClock } from "../../support/fake-clock";
import { FixedRandom } from "../../support/fixed-random";

const heartbeatMs = 60_000;
/** A chip's readings are gathered for so long at most. */
const gatherMs = 10;

const setting = new Map<string, string | number>([
	["quantity", "temperature"],
	["initial", 2000],
	["minimum", 0],
	["maximum", 3000],
]);

/** A publisher of two temperatures, and when it sent which slots: "time slots". */
class Stand {
	readonly clock = new FakeClock();
	readonly sent: string[] = [];
	readonly times: number[] = [];
	room = true;
	readonly #values = new ValueTable(2);
	readonly #publisher: Publisher;

	constructor(seed: number, heartbeat = heartbeatMs) {
		const devices = ["a", "b"].map((name, id) => ({ name, kind: "setting", options: setting, resourceIds: [id] }));
		this.#publisher = new Publisher({
			own: new OwnResources(devices, deviceKinds),
			values: this.#values,
			scheduler: new Scheduler(this.clock),
			random: new FixedRandom(seed),
			sender: {
				sendReadings: (slots, count) => {
					if (!this.room) return false;
					this.times.push(this.clock.now());
					this.sent.push(`${this.clock.now()} ${slots.slice(0, count).join(" ")}`);
					return true;
				},
			},
			heartbeatMs: heartbeat,
		});
	}

	see(slot: number, value: number): void {
		this.#values.set(slot, value, this.clock.now());
		this.#publisher.reported(slot);
	}

	/** What was sent since the last call. */
	take(): string[] {
		return this.sent.splice(0);
	}
}

test("boards that start in the same moment speak in different ones, at boot and at every heartbeat", () => {
	const stands = Array.from({ length: 50 }, (_, index) => new Stand(index + 1));
	for (const stand of stands) {
		stand.see(0, 2000);
		stand.clock.advance(heartbeatMs);
		stand.see(0, 2000);
		stand.clock.advance(heartbeatMs);
	}
	for (const [telling, begin] of [0, heartbeatMs].entries()) {
		const waits = stands.map(({ times }) => (times[telling] as number) - begin);
		assert.ok(
			waits.every((wait) => wait >= gatherMs && wait < gatherMs + spreadLimitMs),
			`${waits}`,
		);
		// In ten parts of the time, none holds a third of them.
		const parts = Array.from({ length: 10 }, () => 0);
		for (const wait of waits) {
			const part = Math.floor((10 * (wait - gatherMs)) / spreadLimitMs);
			parts[part] = (parts[part] as number) + 1;
		}
		assert.ok(Math.max(...parts) < stands.length / 3, `${parts}`);
	}
});

test("a change is told at once, and takes along what waits", () => {
	const stand = new Stand(1);
	stand.see(0, 2000);
	stand.see(1, 2000);
	stand.clock.advance(heartbeatMs);
	assert.match(stand.take().join(), /^\d+ 0 1$/);
	stand.see(0, 2000);
	stand.see(1, 2500);
	stand.clock.advance(gatherMs);
	assert.deepEqual(stand.take(), [`${heartbeatMs + gatherMs} 0 1`]);
	stand.clock.advance(heartbeatMs / 2);
	assert.deepEqual(stand.take(), [], "nothing was left over");
});

test("a heartbeat does not wait for more than an eighth of its time", () => {
	for (let seed = 1; seed <= 20; seed++) {
		const stand = new Stand(seed, 1000);
		stand.see(0, 2000);
		stand.clock.advance(gatherMs + 1000 / 8);
		assert.equal(stand.take().length, 1);
	}
});

test("what the queue had no room for is told a little later", () => {
	const stand = new Stand(1);
	stand.room = false;
	stand.see(0, 2000);
	stand.clock.advance(gatherMs + spreadLimitMs);
	assert.deepEqual(stand.take(), []);
	stand.room = true;
	stand.clock.advance(100);
	assert.equal(stand.take().length, 1);
});
