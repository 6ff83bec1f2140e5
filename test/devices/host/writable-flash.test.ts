import type { FlashStorage } from "embedded:storage/flash";
import assert from "node:assert/strict";
import { test } from "node:test";
import { journalEntryLimit } from "kith/core/journal";
import { WritableFlash } from "kith/devices/host/storage/writable-flash";
import { FlashJournal } from "kith/journal/flash-journal";
import { MemoryFlash } from "../../support/memory-flash";

/** The SDK's flash as one partition named journal: it throws where the memory refuses. */
function sdkFlash(memory: MemoryFlash): FlashStorage {
	const must = (done: boolean): void => {
		if (!done) throw new Error("flash failed");
	};
	return {
		open: ({ path, mode }) => {
			assert.equal(path, "journal");
			assert.equal(mode, "r+");
			return {
				read: (buffer, offset) => {
					must(memory.read(offset, buffer, buffer.length));
					return buffer.length;
				},
				write: (buffer, offset) => must(memory.write(offset, buffer, buffer.length)),
				eraseBlock: (first) => must(memory.erase(first)),
				status: () => ({ size: memory.bytes.length, blockLength: memory.sectorLength, blocks: memory.sectors }),
				close: () => {},
			};
		},
	};
}

test("a journal lives on the SDK's flash, and is refused where that fails", () => {
	const memory = new MemoryFlash(3, 256);
	const flash = new WritableFlash(sdkFlash(memory), "journal");
	assert.equal(flash.sectors, 3);
	const journal = new FlashJournal(flash);
	for (let number = 1; number <= 40; number++) assert.ok(journal.append(Uint8Array.of(number, 7, 7, 7, 7, 7, 7, 7), 8));
	const target = new Uint8Array(journalEntryLimit);
	const again = new FlashJournal(new WritableFlash(sdkFlash(memory), "journal"));
	assert.equal(again.newest, 40);
	assert.equal(again.read(40, target), 8);
	assert.equal(target[0], 40);
	assert.ok(!flash.read(3 * 256, target, 1));
	memory.powerFor = 0;
	assert.ok(!again.append(target, 8));
	assert.equal(again.failures, 3);
	assert.ok(!flash.erase(0));
});
