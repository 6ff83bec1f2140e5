/**
 * Port: an append-only memory of small entries that forgets the oldest.
 *
 * For node code: entries have 1 … `journalEntryLimit` bytes. One that was appended survives the loss of power at any
 * later instant, and one that was cut is either whole or absent, never altered. Sequences rise from entry to entry and
 * may leave gaps, where an entry was cut or decayed. Appending wears flash: the caller budgets how often.
 *
 * For platform authors: room is made a sector at a time, in turn, so that all of them wear alike. Every call takes
 * bounded time and allocates nothing.
 */
export interface Journal {
	/** Sequence of the newest entry that may be read, 0 where there is none. */
	readonly newest: number;
	/** Appends the first `length` bytes of `entry`. False where it is too long, empty, or flash refused. */
	append(entry: Uint8Array, length: number): boolean;
	/**
	 * Copies the entry to `target`, which has room for `journalEntryLimit` bytes.
	 * @returns its length, or 0 where it was overwritten, cut, decayed, or never was
	 */
	read(sequence: number, target: Uint8Array): number;
}

/** Bytes of an entry, at most. */
export const journalEntryLimit = 23;
