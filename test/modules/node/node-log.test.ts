import assert from "node:assert/strict";
import { test } from "node:test";
import type { CborValue } from "kith/cbor/cbor-value";
import { decode } from "kith/cbor/decode";
import { causes, faultKinds, type Reason } from "kith/core/diagnostics";
import { Scheduler } from "kith/core/scheduler";
import { FlashJournal } from "kith/journal/flash-journal";
import { LogDocument, logPageLimit } from "kith/node/log-document";
import { logKinds, startReasons } from "kith/node/log-entries";
import { actBudget, faultBudget, lateReserve, NodeLog, presenceBudget, repeatMs } from "kith/node/node-log";
import { presences } from "kith/node/presence";
import { FakeClock } from "../../support/fake-clock";
import { MemoryFlash } from "../../support/memory-flash";

const sectors = 4;
const sectorLength = 1024;

class Board {
	readonly flash = new MemoryFlash(sectors, sectorLength);
	clock = new FakeClock(1000);
	log = this.#start(7, startReasons["power on"]);

	reboot(boot: number): void {
		this.clock = new FakeClock();
		this.log = this.#start(boot, startReasons.crash);
	}

	#start(boot: number, reason: typeof startReasons.crash | 1): NodeLog {
		return new NodeLog(new FlashJournal(this.flash), new Scheduler(this.clock), boot, reason);
	}
}

const reason: Reason = {
	cause: causes.request,
	rule: -1,
	requester: 99,
	inputCount: 0,
	inputSlots: new Int32Array(1),
	inputValues: new Int32Array(1),
	inputAges: new Int32Array(1),
	overruled: 2,
};

/** The page in blocks of `size`: what stands before the entries, and these. */
function read(document: LogDocument, size: number): { head: CborValue[]; entries: CborValue[] } {
	const all: number[] = [];
	const block = new Uint8Array(size);
	document.turn();
	do all.push(...block.slice(0, document.readBlock(all.length, block, size)));
	while (document.more);
	const decoded = decode(Uint8Array.from(all));
	if (decoded.fault !== 0 || !Array.isArray(decoded.value)) throw new Error(`no CBOR: ${decoded.fault}`);
	return { head: decoded.value.slice(0, 3), entries: decoded.value.slice(3) };
}

test("boots, faults, acts, refusals, the broker and who is gone are read newest first, whatever the size of a block", () => {
	const board = new Board();
	board.clock.advance(500);
	board.log.onFault(faultKinds["queue full"], 3);
	board.reboot(8);
	board.clock.advance(2000);
	board.log.acted(0x1f, -500, reason);
	board.log.acted(0x1f, 1, { ...reason, cause: causes.rule, rule: 3, requester: 0 });
	board.log.refused(98, 2, 0x1f);
	board.log.onGateway(true);
	board.log.presenceChanged(0xfff0, presences.gone);
	const expected = [
		[8, 8, 2000, logKinds.presence, 0xfff0, presences.gone],
		[7, 8, 2000, logKinds.gateway, 1],
		[6, 8, 2000, logKinds.refused, 98, 2, 0x1f],
		[5, 8, 2000, logKinds.act, 0x1f, 1, causes.rule, 3, 0, 2],
		[4, 8, 2000, logKinds.act, 0x1f, -500, causes.request, -1, 99, 2],
		[3, 8, 0, logKinds.boot, startReasons.crash],
		[2, 7, 1500, logKinds.fault, faultKinds["queue full"], 3],
		[1, 7, 1000, logKinds.boot, startReasons["power on"]],
	];
	for (const size of [16, 32, 64, 1024]) {
		const { head, entries } = read(new LogDocument(board.log), size);
		assert.deepEqual(head, ["kith.log", 8, 2000]);
		assert.deepEqual(entries, expected);
	}
});

test("a page is limited, and what is older or newer than an entry can be asked for", () => {
	const board = new Board();
	for (let boot = 8; boot < 108; boot++) board.reboot(boot);
	const document = new LogDocument(board.log);
	const first = (entries: CborValue[]): CborValue[] => entries.map((entry) => (entry as CborValue[])[0] as CborValue);
	const { entries } = read(document, 64);
	assert.equal(entries.length, logPageLimit);
	assert.equal(first(entries)[0], 101);
	document.before = 38;
	assert.equal(first(read(document, 64).entries)[0], 37);
	document.before = 0;
	document.since = 98;
	assert.deepEqual(first(read(document, 64).entries), [101, 100, 99]);
	document.since = 1000;
	assert.deepEqual(read(document, 64).entries, []);
});

test("what is noted while a page is read does not shift it", () => {
	const board = new Board();
	for (let boot = 8; boot < 28; boot++) board.reboot(boot);
	const document = new LogDocument(board.log);
	document.turn();
	const tag = document.etag;
	const block = new Uint8Array(32);
	document.readBlock(32, block, 32);
	const before = block.slice();
	board.log.onGateway(true);
	document.readBlock(32, block, 32);
	assert.deepEqual(block, before);
	assert.equal(document.etag, tag);
	document.turn();
	assert.notEqual(document.etag, tag);
});

function kinds(board: Board): number[] {
	return read(new LogDocument(board.log), 512).entries.map((entry) => (entry as number[])[3] as number);
}

test("a fault that comes again is noted once an hour, with how many were left out", () => {
	const board = new Board();
	for (let count = 0; count < 1000; count++) board.log.onFault(faultKinds["frame refused"], 5);
	assert.deepEqual(kinds(board), [logKinds.fault, logKinds.boot]);
	board.clock.advance(repeatMs);
	board.log.onFault(faultKinds["frame refused"], 5);
	assert.deepEqual(kinds(board), [logKinds.fault, logKinds.dropped, logKinds.fault, logKinds.boot]);
	const [, dropped] = read(new LogDocument(board.log), 512).entries;
	assert.equal((dropped as number[])[4], 999);
});

test("peers that are late leave room for who is gone, and neither crowds out faults", () => {
	const board = new Board();
	for (let peer = 1; peer <= 64; peer++) board.log.presenceChanged(peer, presences.late);
	const noted = presenceBudget.burst - lateReserve;
	const told = (): number => kinds(board).filter((kind) => kind === logKinds.presence).length;
	assert.equal(told(), noted);
	for (let peer = 1; peer <= 64; peer++) board.log.presenceChanged(peer, presences.gone);
	assert.equal(told(), presenceBudget.burst);
	for (let subject = 0; subject < 3; subject++) board.log.onFault(faultKinds["queue full"], subject);
	assert.equal(kinds(board).filter((kind) => kind === logKinds.fault).length, 3);
	const dropped = read(new LogDocument(board.log), 512).entries.filter(
		(entry) => (entry as number[])[3] === logKinds.dropped,
	);
	const left = dropped.map((entry) => (entry as number[])[4] as number).reduce((sum, count) => sum + count, 0);
	assert.equal(left, 2 * 64 - presenceBudget.burst);
	board.clock.advance(presenceBudget.everyMs);
	board.log.presenceChanged(1, presences.late);
	board.log.presenceChanged(1, presences.alive);
	board.log.presenceChanged(2, presences.alive);
	assert.equal(told(), presenceBudget.burst + 1);
});

test("faults that strangers cause leave room for who switched what, and a day of all that can happen wears little", () => {
	const board = new Board();
	const minutes = 24 * 60;
	const start = board.log.journal.newest;
	for (let minute = 0; minute < minutes; minute++) {
		for (let stranger = 0; stranger < 20; stranger++) board.log.onFault(faultKinds["message refused"], stranger);
		board.log.acted(1, minute, reason);
		board.log.presenceChanged(1, minute % 2 === 0 ? presences.late : presences.gone);
		board.clock.advance(60_000);
	}
	const day = 86_400_000;
	const acts = minutes;
	const faults = faultBudget.burst + day / faultBudget.everyMs;
	const peers = presenceBudget.burst + day / presenceBudget.everyMs;
	const written = board.log.journal.newest - start;
	// Each fault may be preceded by an entry that says how many were left out.
	assert.ok(written >= acts + faults + peers - 2 && written <= acts + 2 * faults + peers, String(written));
	for (let count = 0; count < 1000; count++) board.log.acted(1, count, reason);
	assert.ok(board.log.journal.newest - start - written <= actBudget.burst + 1);
});
