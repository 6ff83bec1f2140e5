import assert from "node:assert/strict";
import { test } from "node:test";
import { faultKinds } from "kith/core/diagnostics";
import type { Journal } from "kith/core/journal";
import { Scheduler } from "kith/core/scheduler";
import { FlashJournal } from "kith/journal/flash-journal";
import { logFields, logHeadLength, logKinds, startReasons } from "kith/node/log-entries";
import { NodeLog } from "kith/node/node-log";
import { NodeTime, timeEveryEntries, timeEveryMs } from "kith/node/node-time";
import { FakeClock } from "../../support/fake-clock";
import { FakeDatagrams } from "../../support/fake-datagrams";
import { FixedRandom } from "../../support/fixed-random";
import { toHex } from "../../support/hex";
import { MemoryFlash } from "../../support/memory-flash";
import { sntpAnswer } from "../../support/sntp-server";

const server = 0x10000 + 123;
/** 2026-11-25 12:00:00 UTC, as NTP counts. */
const bootSeconds = 0xeeb14c40;

class Gateway {
	readonly clock = new FakeClock(1000);
	readonly datagrams = new FakeDatagrams();
	readonly journal: Journal = new FlashJournal(new MemoryFlash(4, 4096));
	readonly log: NodeLog;
	readonly time: NodeTime;

	constructor(logged = true) {
		const scheduler = new Scheduler(this.clock);
		const { datagrams } = this;
		this.log = new NodeLog(this.journal, scheduler, 7, startReasons.unknown);
		const log = logged ? this.log : undefined;
		this.time = new NodeTime({ server: "10.0.0.1", datagrams, scheduler, random: new FixedRandom(), log });
	}

	/** Waits for the next request and answers it, from a clock that is so many seconds ahead, and may be 15 s wrong. */
	ask(ahead = 0): void {
		const { sent } = this.datagrams;
		const before = sent.length;
		while (sent.length === before) this.clock.advance(1000);
		const seconds = bootSeconds + Math.floor(this.clock.now() / 1000) + ahead;
		const transmit = `${seconds.toString(16)}00000000`;
		const nonce = (sent[before] as string).slice(-16);
		this.datagrams.hear(server, sntpAnswer(nonce, { receive: transmit, transmit, rootDispersion: "000f0000" }));
	}

	/** Entries that say the time, as they lie in the journal, without their kind and boot. */
	get noted(): string[] {
		const noted: string[] = [];
		const entry = new Uint8Array(32);
		for (let sequence = 1; sequence <= this.journal.newest; sequence++) {
			const length = this.journal.read(sequence, entry);
			if (entry[0] === logKinds.time) noted.push(toHex(entry.slice(3, length)));
		}
		return noted;
	}
}

test("the first answer is noted, with the moment, the second, its milliseconds and the error", () => {
	const gateway = new Gateway();
	gateway.ask();
	const [entry = ""] = gateway.noted;
	const moment = gateway.clock.now();
	assert.equal(Number.parseInt(entry.slice(2, 4) + entry.slice(0, 2), 16), moment & 0xffff);
	const { wall } = gateway.time;
	assert.equal(entry.slice(8, 16), toHex(new Uint8Array(Uint32Array.of(wall.seconds(moment)).buffer)));
	assert.equal(entry.length / 2 + 3, logHeadLength + 8);
	assert.deepEqual(logFields[logKinds.time], [4, 2, 2]);
	assert.equal(wall.seconds(moment), 1_795_608_000 + Math.floor(moment / 1000));
	assert.ok(wall.error(moment) > 15_000);
	assert.equal(entry.slice(20), toHex(new Uint8Array(Uint16Array.of(wall.error(moment)).buffer)));
});

test("it is noted again after a jump, so many entries, or a day, and not with each answer", () => {
	const gateway = new Gateway();
	gateway.ask();
	gateway.ask();
	assert.equal(gateway.noted.length, 1);
	gateway.ask(1000);
	assert.equal(gateway.noted.length, 2, "a jump");
	for (let count = 0; count < timeEveryEntries; count++) gateway.log.onGateway(count % 2 === 0);
	assert.equal(gateway.noted.length, 2);
	gateway.ask(1000);
	assert.equal(gateway.noted.length, 3);
	gateway.ask(1000);
	assert.equal(gateway.noted.length, 3);
	gateway.clock.advance(timeEveryMs);
	assert.equal(gateway.noted.length, 3);
	gateway.ask(1000);
	assert.equal(gateway.noted.length, 4);
});

test("a server that jumps about is noted within the budget of acts only", () => {
	const gateway = new Gateway();
	for (let count = 0; count < 40; count++) gateway.log.onFault(faultKinds["queue full"], count);
	for (let count = 0; count < 64; count++) gateway.log.onGateway(true);
	const before = gateway.noted.length;
	// Ten seconds after that burst there is no budget; the next answer comes when there is.
	gateway.ask();
	assert.equal(gateway.noted.length, before);
	gateway.ask();
	assert.equal(gateway.noted.length, before + 1);
});

test("without a log the time is known all the same, and closing ends the asking", () => {
	const gateway = new Gateway(false);
	gateway.ask();
	assert.deepEqual([gateway.time.wall.quality, gateway.noted.length], [1, 0]);
	gateway.time.close();
	gateway.clock.advance(3_600_000);
	assert.equal(gateway.datagrams.sent.length, 1);
});
