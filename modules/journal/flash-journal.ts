import type { Flash } from "kith/core/flash";
import { type Journal, journalEntryLimit } from "kith/core/journal";
import { crc32 } from "kith/security/crc-32";

/**
 * Every entry has a slot of this many bytes: its length, its sequence (int32, little-endian), its bytes, and at the end
 * the CRC-32 of what is before. So an entry is found by its sequence alone, and one that was cut or decayed costs itself
 * only.
 */
export const journalSlotLength = 32;
const before = 5;
const checkAt = journalSlotLength - 4;
const erased = 0xff;

/** A sector is known by the entries at its start. So many of them may be cut or decayed. */
const headSlots = 3;
/** One slot may have a decayed bit that cannot return to 1; so many in a row mean that the flash is done for. */
const attempts = 3;

/**
 * `Journal` as a ring of sectors of equal slots. The entry with sequence n has its place for ever: slot n-1 modulo the
 * ring's slots; a sector is erased just before its first slot is written. Opening it writes nothing, so that a node that
 * boots over and over wears nothing by that alone.
 */
export class FlashJournal implements Journal {
	readonly #flash: Flash;
	readonly #bytes = new Uint8Array(journalSlotLength);
	readonly #slots: number;
	#next = 1;
	/** Writes that flash refused or garbled. */
	failures = 0;

	/** Throws where `flash` has fewer than two sectors: making room would then forget everything. */
	constructor(flash: Flash) {
		if (flash.sectors < 2) throw new Error("a journal needs at least two sectors of flash");
		this.#flash = flash;
		this.#slots = Math.trunc(flash.sectorLength / journalSlotLength);
		let newest = 0;
		for (let sector = 0; sector < flash.sectors; sector++) {
			const first = this.#firstOf(sector);
			if (first > newest) newest = first;
		}
		if (newest > 0) this.#findEnd(newest);
	}

	get newest(): number {
		return this.#next - 1;
	}

	append(entry: Uint8Array, length: number): boolean {
		if (length < 1 || length > journalEntryLimit || length > entry.length) return false;
		for (let attempt = 0; attempt < attempts; attempt++) {
			if (this.#write(entry, length)) return true;
			this.failures++;
		}
		return false;
	}

	read(sequence: number, target: Uint8Array): number {
		if (sequence < 1 || sequence >= this.#next || !this.#load(sequence)) return 0;
		const bytes = this.#bytes;
		const length = bytes[0] as number;
		for (let index = 0; index < length; index++) target[index] = bytes[before + index] as number;
		return length;
	}

	#write(entry: Uint8Array, length: number): boolean {
		const sequence = this.#next;
		const bytes = this.#bytes;
		const sector = Math.trunc((sequence - 1) / this.#slots) % this.#flash.sectors;
		// Where a sector does not take an erase, the same one is tried again the next time: nothing else may be lost.
		if ((sequence - 1) % this.#slots === 0 && !this.#flash.erase(sector)) return false;
		bytes.fill(erased);
		bytes[0] = length;
		putWord(bytes, 1, sequence);
		for (let index = 0; index < length; index++) bytes[before + index] = entry[index] as number;
		putWord(bytes, checkAt, crc32(bytes, 0, checkAt));
		this.#next++;
		// Read back: a bit that had decayed before cannot return to 1.
		return this.#flash.write(this.#offset(sequence), bytes, journalSlotLength) && this.#load(sequence);
	}

	#offset(sequence: number): number {
		const place = sequence - 1;
		const sector = Math.trunc(place / this.#slots) % this.#flash.sectors;
		return sector * this.#flash.sectorLength + (place % this.#slots) * journalSlotLength;
	}

	/** Reads the slot of that sequence. False where another or none is there. */
	#load(sequence: number): boolean {
		return this.#loadAt(this.#offset(sequence)) && wordAt(this.#bytes, 1) === sequence;
	}

	/** Whether a whole entry is there. */
	#loadAt(offset: number): boolean {
		const bytes = this.#bytes;
		if (!this.#flash.read(offset, bytes, journalSlotLength)) return false;
		const length = bytes[0] as number;
		if (length === 0 || length > journalEntryLimit) return false;
		return wordAt(bytes, checkAt) === crc32(bytes, 0, checkAt);
	}

	/** Sequence of the first slot of what the sector holds, 0 where nothing in its head is whole. */
	#firstOf(sector: number): number {
		const { sectorLength } = this.#flash;
		for (let slot = 0; slot < headSlots; slot++) {
			if (!this.#loadAt(sector * sectorLength + slot * journalSlotLength)) continue;
			const first = wordAt(this.#bytes, 1) - slot;
			// What lies where it would not have been written is none of ours.
			if (first > 0 && this.#offset(first) === sector * sectorLength) return first;
		}
		return 0;
	}

	/** The next entry goes behind the last slot that was touched, as what was cut there cannot be written again. */
	#findEnd(first: number): void {
		let slot = this.#slots - 1;
		while (slot >= 0 && this.#blank(first + slot)) slot--;
		this.#next = first + slot + 1;
	}

	#blank(sequence: number): boolean {
		const bytes = this.#bytes;
		if (!this.#flash.read(this.#offset(sequence), bytes, journalSlotLength)) return false;
		for (let index = 0; index < journalSlotLength; index++) if (bytes[index] !== erased) return false;
		return true;
	}
}

function putWord(bytes: Uint8Array, at: number, word: number): void {
	bytes[at] = word & 0xff;
	bytes[at + 1] = (word >>> 8) & 0xff;
	bytes[at + 2] = (word >>> 16) & 0xff;
	bytes[at + 3] = word >>> 24;
}

/** As int32. */
function wordAt(bytes: Uint8Array, at: number): number {
	return (
		(bytes[at] as number) |
		((bytes[at + 1] as number) << 8) |
		((bytes[at + 2] as number) << 16) |
		((bytes[at + 3] as number) << 24)
	);
}
