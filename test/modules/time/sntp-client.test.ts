import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { timeQualities, WallClock } from "kith/core/wall-clock";
import {
	firstRequestMs,
	longestPollMs,
	politestPollMs,
	roundTripLimitMs,
	SntpClient,
	shortestPollMs,
} from "kith/time/sntp-client";
import { FakeClock } from "../../support/fake-clock";
import { FakeDatagrams } from "../../support/fake-datagrams";
import { FixedRandom } from "../../support/fixed-random";
import { type SntpFields, sntpAnswer } from "../../support/sntp-server";

const server = 0x10000 + 123;
const stranger = 0x10000 + 5683;
const noon = 1_795_608_000;

class Desk {
	readonly clock: FakeClock;
	readonly datagrams = new FakeDatagrams();
	readonly wall = new WallClock();
	/** What others heard, and each time that was told. */
	readonly passed: number[] = [];
	readonly told: boolean[] = [];
	readonly client: SntpClient;

	constructor(start = 0) {
		this.clock = new FakeClock(start);
		const { datagrams, wall } = this;
		datagrams.listener = { onDatagram: (peer) => this.passed.push(peer) };
		this.client = new SntpClient({
			server: "192.168.1.1",
			datagrams,
			scheduler: new Scheduler(this.clock),
			random: new FixedRandom(),
			wall,
			listener: { onTime: (jumped) => this.told.push(jumped) },
		});
	}

	get asked(): number {
		return this.datagrams.sent.length;
	}

	/** Of the request that was sent last. */
	get nonce(): string {
		return (this.datagrams.sent[this.asked - 1] as string).slice(-16);
	}

	/** Lets time pass until something is asked. @returns ms */
	untilAsked(): number {
		const before = this.asked;
		let passed = 0;
		while (this.asked === before) {
			if (passed > 2 * politestPollMs) throw new Error("nothing is asked any more");
			const step = Math.max(1, this.clock.untilAlarm);
			this.clock.advance(step);
			passed += step;
		}
		return passed;
	}

	answer(fields: SntpFields = {}, nonce = this.nonce): void {
		this.datagrams.hear(server, sntpAnswer(nonce, fields));
	}
}

test("the server is asked soon after boot, and its answer is the time, half the way ago", () => {
	const desk = new Desk();
	const wait = desk.untilAsked();
	assert.ok(wait >= firstRequestMs && wait < 2 * firstRequestMs, `${wait}`);
	assert.equal(desk.datagrams.sent[0], `${server} 23${"00".repeat(39)}${desk.nonce}`);
	assert.notEqual(desk.nonce, "0".repeat(16));
	desk.clock.advance(61);
	// Received at 12:00:00.5, sent 20 ms and a little later: 40 of the 61 ms were the way.
	desk.answer({ transmit: "eeb14c40 85800000", rootDelay: "00000290", rootDispersion: "00000148" });
	const now = desk.clock.now();
	const { wall } = desk;
	assert.deepEqual(desk.told, [false]);
	assert.equal(wall.quality, timeQualities.network);
	assert.deepEqual([wall.seconds(now), wall.milliseconds(now)], [noon, 500 + 21 + 20]);
	assert.equal(wall.error(now), 20 + 11 + 1 + 1, "half the way, the server's, the cut, and the drift");
	assert.deepEqual([desk.client.requests, desk.client.answered, desk.client.refused], [1, 1, 0]);
});

test("each request has another nonce, and comes twice as long after the one before, to a limit, answered or not", () => {
	for (const answered of [true, false]) {
		const desk = new Desk();
		desk.untilAsked();
		const nonces = new Set([desk.nonce]);
		const waits: number[] = [];
		for (let count = 0; count < 7; count++) {
			if (answered) desk.answer();
			waits.push(desk.untilAsked());
			nonces.add(desk.nonce);
		}
		assert.deepEqual(
			waits,
			[64, 128, 256, 512, 1024, 1024, 1024].map((seconds) => 1000 * seconds),
		);
		assert.equal(nonces.size, 8);
		assert.equal(desk.wall.quality, answered ? timeQualities.network : timeQualities.none);
	}
	assert.deepEqual([shortestPollMs, longestPollMs], [64_000, 1_024_000]);
});

test("what is wrong with an answer is counted and changes nothing", () => {
	const bad: SntpFields[] = [
		{ head: "23" },
		{ head: "2c" },
		{ head: "e4" },
		{ stratum: "10" },
		{ transmit: "00000000 00000000" },
		{ rootDispersion: "7fffffff" },
		{ stratum: "00", reference: "494e4954" },
	];
	for (const fields of bad) {
		const desk = new Desk();
		desk.untilAsked();
		desk.answer(fields);
		assert.deepEqual([desk.client.refused, desk.client.answered, desk.told.length], [1, 0, 0]);
		assert.equal(desk.wall.quality, timeQualities.none);
	}
});

test("a forged answer is not believed and does not spoil the server's own; that counts once", () => {
	const desk = new Desk();
	desk.untilAsked();
	desk.answer({ transmit: "eeb00000 00000000" }, "0000000000000000");
	desk.answer({}, "0000000000000000");
	desk.datagrams.hear(server, "24");
	assert.equal(desk.client.refused, 3);
	desk.answer();
	desk.answer();
	assert.deepEqual([desk.client.answered, desk.client.refused], [1, 4]);
});

test("an answer to an earlier request, or after too long, is too late", () => {
	const desk = new Desk();
	desk.untilAsked();
	const first = desk.nonce;
	desk.untilAsked();
	desk.answer({}, first);
	assert.equal(desk.client.refused, 1);
	desk.clock.advance(roundTripLimitMs + 1);
	desk.answer();
	assert.deepEqual([desk.client.refused, desk.client.answered], [2, 0]);
	desk.untilAsked();
	desk.clock.advance(roundTripLimitMs);
	desk.answer();
	assert.equal(desk.client.answered, 1);
});

test("a server that wants to be asked less often is, ever less, and one that wants to be left alone is until the next boot", () => {
	const desk = new Desk();
	desk.untilAsked();
	const waits: number[] = [];
	for (let count = 0; count < 5; count++) {
		desk.answer({ stratum: "00", reference: "52415445" });
		waits.push(desk.untilAsked());
	}
	assert.deepEqual(waits, [2_048_000, 4_096_000, 8_192_000, politestPollMs, politestPollMs]);
	desk.answer();
	assert.equal(desk.wall.quality, timeQualities.network);
	const passed = desk.untilAsked();
	desk.answer({ stratum: "00", reference: "44454e59" });
	const asked = desk.asked;
	const days = 40;
	for (let hour = 0; hour < 24 * days; hour++) desk.clock.advance(3_600_000);
	assert.equal(desk.asked, asked);
	const seconds = Math.floor((500 + passed + days * 86_400_000) / 1000);
	assert.equal(desk.wall.seconds(desk.clock.now()), noon + seconds, "what it told goes on across the clock's wrap");
});

test("the wrap of the node's clock between question and answer does not matter", () => {
	const wait = new Desk().untilAsked();
	const desk = new Desk(0x7fff_ffff - wait - 500);
	desk.untilAsked();
	assert.ok(desk.clock.now() > 0);
	desk.clock.advance(1000);
	const before = desk.clock.now();
	assert.ok(before < 0);
	desk.answer();
	assert.equal(desk.wall.seconds(before), noon + 1);
	assert.equal(desk.wall.error(before), 502);
});

test("a server that goes back in time is followed and counted, and the era's end is none", () => {
	const desk = new Desk();
	desk.untilAsked();
	desk.answer({ receive: "ffffffff 00000000", transmit: "ffffffff 00000000" });
	const passed = desk.untilAsked() / 1000;
	assert.equal(passed, 64);
	desk.answer({ receive: "0000003f 00000000", transmit: "0000003f 00000000" });
	assert.deepEqual([desk.told, desk.wall.backwards], [[false, false], 0]);
	assert.equal(desk.wall.seconds(desk.clock.now()), 2_085_978_496 + 63);
	desk.untilAsked();
	desk.answer();
	assert.deepEqual([desk.told[2], desk.wall.backwards], [true, 1]);
	assert.equal(desk.wall.seconds(desk.clock.now()), noon);
});

test("others' datagrams pass, nothing is believed before something was asked, and closing ends it", () => {
	const desk = new Desk();
	desk.answer({}, "0000000000000000");
	assert.deepEqual(desk.passed, [server], "nobody knows yet whose this is");
	desk.untilAsked();
	desk.datagrams.hear(stranger, sntpAnswer(desk.nonce));
	assert.deepEqual(desk.passed, [server, stranger]);
	assert.equal(desk.wall.quality, timeQualities.none);
	desk.client.close();
	desk.client.close();
	desk.answer();
	assert.deepEqual(desk.passed, [server, stranger, server]);
	desk.clock.advance(longestPollMs);
	assert.equal(desk.asked, 1);
});

test("while the network is down it tries again at the same pace", () => {
	const desk = new Desk();
	desk.datagrams.down = true;
	desk.clock.advance(2 * firstRequestMs);
	assert.deepEqual([desk.asked, desk.client.requests], [0, 0]);
	desk.datagrams.down = false;
	assert.ok(desk.untilAsked() <= shortestPollMs);
	desk.answer();
	assert.equal(desk.client.answered, 1);
});
