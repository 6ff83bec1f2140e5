import assert from "node:assert/strict";
import { test } from "node:test";
import { journalEntryLimit } from "kith/core/journal";
import { FlashJournal, journalSlotLength } from "kith/journal/flash-journal";
import { MemoryFlash } from "../../support/memory-flash";

const target = new Uint8Array(journalEntryLimit);
const sectorLength = 256;
const slots = sectorLength / journalSlotLength;

/** An entry that says which it is, of a length that depends on that. */
function entry(number: number): Uint8Array {
	const bytes = new Uint8Array(4 + ((number * 7) % 20)).fill(number & 0xff);
	bytes[0] = number & 0xff;
	bytes[1] = number >> 8;
	return bytes;
}

function append(journal: FlashJournal, number: number): boolean {
	return journal.append(entry(number), entry(number).length);
}

/** Numbers of all readable entries, newest first; fails where one is not as it was written. */
function numbers(journal: FlashJournal): number[] {
	const found: number[] = [];
	for (let sequence = journal.newest; sequence > 0; sequence--) {
		const length = journal.read(sequence, target);
		if (length === 0) continue;
		const number = (target[0] as number) | ((target[1] as number) << 8);
		assert.deepEqual(Array.from(target.subarray(0, length)), Array.from(entry(number)));
		found.push(number);
	}
	return found;
}

test("entries are read newest first, and after a reboot", () => {
	const flash = new MemoryFlash(3, sectorLength);
	const journal = new FlashJournal(flash);
	assert.equal(journal.newest, 0);
	for (let number = 1; number <= 5; number++) assert.ok(append(journal, number));
	assert.deepEqual(numbers(journal), [5, 4, 3, 2, 1]);
	assert.deepEqual(numbers(new FlashJournal(flash)), [5, 4, 3, 2, 1]);
});

test("too long and empty entries are refused, and so is a flash of one sector", () => {
	const journal = new FlashJournal(new MemoryFlash(2, sectorLength));
	assert.ok(!journal.append(new Uint8Array(journalEntryLimit + 1), journalEntryLimit + 1));
	assert.ok(!journal.append(target, 0));
	assert.ok(journal.append(target, journalEntryLimit));
	assert.throws(() => new FlashJournal(new MemoryFlash(1, sectorLength)), /two sectors/);
});

test("booting over and over wears nothing", () => {
	const flash = new MemoryFlash(3, sectorLength);
	append(new FlashJournal(flash), 1);
	flash.powerFor = 0;
	for (let boot = 0; boot < 100; boot++) assert.equal(new FlashJournal(flash).newest, 1);
	assert.deepEqual(flash.erases, [1, 0, 0]);
});

test("a ring that wrapped many times wears its sectors alike and keeps all but a sector", () => {
	const flash = new MemoryFlash(4, sectorLength);
	const journal = new FlashJournal(flash);
	for (let number = 1; number <= 600; number++) assert.ok(append(journal, number));
	assert.equal(Math.min(...flash.erases), 18);
	assert.equal(Math.max(...flash.erases), 19);
	const kept = numbers(new FlashJournal(flash));
	assert.ok(kept.length >= 3 * slots);
	for (let index = 0; index < kept.length; index++) assert.equal(kept[index], 600 - index);
});

test("an entry is read in one access, however many there are", () => {
	const flash = new MemoryFlash(4, sectorLength);
	const journal = new FlashJournal(flash);
	for (let number = 1; number <= 100; number++) append(journal, number);
	flash.reads = 0;
	assert.ok(journal.read(100, target) > 0 && journal.read(90, target) > 0);
	assert.equal(flash.reads, 2);
});

/** Power goes after `cut` bytes that changed, from a journal with `written` entries on. */
function cutAfter(cut: number, written: number): void {
	const flash = new MemoryFlash(3, sectorLength);
	let journal = new FlashJournal(flash);
	let number = 1;
	while (number <= written) assert.ok(append(journal, number++));
	flash.powerFor = cut;
	while (append(journal, number)) number++;
	const last = number - 1;
	flash.powerFor = Number.POSITIVE_INFINITY;
	journal = new FlashJournal(flash);
	const found = numbers(journal);
	// The entry being written may be whole; before it all but the sector that was erased is left.
	if (found[0] === last + 1) found.shift();
	assert.ok(found.length >= Math.min(last, 2 * slots), `${found.length} of ${last} after ${cut}`);
	for (let index = 0; index < found.length; index++) assert.equal(found[index], last - index);
	const newest = journal.newest;
	assert.ok(append(journal, 1000));
	assert.ok(journal.newest > newest);
	assert.equal(numbers(new FlashJournal(flash))[0], 1000);
}

test("power lost after any byte of a write or an erase loses nothing but the sector that was erased", () => {
	for (let cut = 0; cut < 2 * sectorLength; cut++) cutAfter(cut, 3 * slots + 3);
	for (let cut = 0; cut < 2 * sectorLength; cut++) cutAfter(cut, 0);
});

test("power lost over and over in the same place still lets the journal go on", () => {
	const flash = new MemoryFlash(3, sectorLength);
	let number = 1;
	for (let round = 0; round < 500; round++) {
		flash.powerFor = (round * 37) % 700;
		const journal = new FlashJournal(flash);
		while (append(journal, number)) number++;
		// Either it is whole or its number comes again: then it is another entry under a later sequence.
		number++;
	}
	flash.powerFor = Number.POSITIVE_INFINITY;
	const found = numbers(new FlashJournal(flash));
	for (let index = 1; index < found.length; index++) assert.ok((found[index] as number) < (found[index - 1] as number));
	assert.ok(found.length >= slots);
});

test("a decayed bit anywhere costs its own entry only, and appending goes on", () => {
	for (let bit = 0; bit < 3 * sectorLength * 8; bit += 13) {
		const flash = new MemoryFlash(3, sectorLength);
		const journal = new FlashJournal(flash);
		for (let number = 1; number <= 2 * slots + 5; number++) assert.ok(append(journal, number));
		flash.bytes[bit >> 3] = (flash.bytes[bit >> 3] as number) ^ (1 << (bit & 7));
		const after = new FlashJournal(flash);
		assert.ok(numbers(after).length >= 2 * slots + 4);
		assert.ok(append(after, 777));
		assert.equal(numbers(new FlashJournal(flash))[0], 777);
	}
});

test("a sector that is lost as a whole costs its entries only", () => {
	for (let lost = 0; lost < 3; lost++) {
		const flash = new MemoryFlash(3, sectorLength);
		const journal = new FlashJournal(flash);
		for (let number = 1; number <= 3 * slots; number++) assert.ok(append(journal, number));
		flash.bytes.fill(0x5a, lost * sectorLength, (lost + 1) * sectorLength);
		const after = new FlashJournal(flash);
		assert.equal(numbers(after).length, 2 * slots);
		assert.ok(append(after, 500));
		assert.equal(numbers(new FlashJournal(flash))[0], 500);
	}
});

test("flash that takes nothing any more is said so, and counted", () => {
	const flash = new MemoryFlash(2, sectorLength);
	const journal = new FlashJournal(flash);
	flash.powerFor = 0;
	assert.ok(!append(journal, 1));
	assert.equal(journal.failures, 3);
});
