/** The simulated board's flash, and the journal on it: power lost at every byte. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Flash } from "kith/core/flash";
import { journalEntryLimit } from "kith/core/journal";
import { FlashJournal } from "kith/journal/flash-journal";
import { NorFlash } from "kith/simulator/session/nor-flash";

const sectorLength = 128;
const sectors = 3;
const slots = sectorLength / 32;

function flashOf(nor: NorFlash): Flash {
	return {
		sectorLength,
		sectors,
		read(offset, target, length) {
			const bytes = nor.read(offset, length);
			if (bytes !== undefined) target.set(bytes);
			return bytes !== undefined;
		},
		write: (offset, source, length) => nor.write(offset, source.subarray(0, length)),
		erase: (sector) => nor.erase(sector),
	};
}

test("writing takes bits from 1 to 0 only, erasing brings them back, and there is nothing outside", () => {
	const nor = new NorFlash(sectors * sectorLength, sectorLength);
	assert.deepEqual(nor.read(130, 2), Uint8Array.of(0xff, 0xff));
	assert.ok(nor.write(130, Uint8Array.of(0xf0, 0x0f)));
	assert.ok(nor.write(130, Uint8Array.of(0x3c, 0xff)));
	assert.deepEqual(nor.read(130, 2), Uint8Array.of(0x30, 0x0f));
	assert.ok(nor.erase(1));
	assert.deepEqual(nor.read(130, 2), Uint8Array.of(0xff, 0xff));
	assert.deepEqual(nor.erases, [0, 1, 0]);
	assert.equal(nor.read(sectorLength - 1, 2), undefined);
	assert.ok(!nor.write(sectors * sectorLength, Uint8Array.of(1)) && !nor.erase(sectors));
});

test("power that goes after any byte leaves a journal that lost at most the sector being erased", () => {
	// A whole turn through a sector: its erase, and every slot.
	for (let cut = 0; cut < sectorLength + slots * 32 + 32; cut++) {
		const nor = new NorFlash(sectors * sectorLength, sectorLength);
		const target = new Uint8Array(journalEntryLimit);
		let journal = new FlashJournal(flashOf(nor));
		let number = 1;
		const append = (): boolean => journal.append(Uint8Array.of(number, ~number), 2);
		for (; number <= 4 * slots; number++) assert.ok(append());
		nor.cutAfter(cut);
		while (append()) number++;
		assert.ok(nor.cut);
		const last = number - 1;
		nor.restorePower();
		journal = new FlashJournal(flashOf(nor));
		let kept = 0;
		for (let wanted = last; wanted > 0 && journal.read(wanted, target) === 2; wanted--, kept++)
			assert.deepEqual([target[0], target[1]], [wanted, ~wanted & 0xff]);
		assert.ok(kept >= (sectors - 1) * slots, `${kept} after ${cut}`);
		number = 200;
		assert.ok(append());
		assert.equal(journal.read(journal.newest, target), 2);
		assert.equal(target[0], 200);
	}
});
