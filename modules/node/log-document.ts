import { CborWriter } from "kith/cbor/cbor-writer";
import type { BlockSource } from "kith/coap/block-source";
import { DocumentWindow } from "kith/coap/document-window";
import { journalEntryLimit } from "kith/core/journal";
import { logFields, logHeadLength } from "./log-entries";
import type { NodeLog } from "./node-log";

/** Entries of one answer; older ones are asked for with `before`. */
export const logPageLimit = 64;
/** So many numbers in a row without an entry are the end: more than a lost sector of 128 has. */
const gapLimit = 160;
/** First item of the answer, by which it is recognized. */
export const logName = "kith.log";

const startArray = 0x9f;
const stop = 0xff;
const itemLength = 48;

/**
 * A page of the log as CBOR, newest entry first, made anew for every block that is read of it:
 * `["kith.log", boot, ms since boot, [sequence, boot, ms, kind, …], …]`.
 */
export class LogDocument implements BlockSource {
	more = false;
	/** Entries with this sequence and older ones are left out; 0: none. */
	since = 0;
	/** Likewise this one and newer ones; 0: none. */
	before = 0;
	readonly #log: NodeLog;
	readonly #window = new DocumentWindow();
	readonly #writer = new CborWriter();
	readonly #item = new Uint8Array(itemLength);
	readonly #entry = new Uint8Array(journalEntryLimit);
	/** As it was when the first block was read: what is noted meanwhile must not shift the others. */
	#newest = 0;
	#now = 0;

	constructor(log: NodeLog) {
		this.#log = log;
	}

	/** Fixes what the page shows. Called before its first block. */
	turn(): void {
		this.#newest = this.#log.journal.newest;
		this.#now = this.#log.now();
	}

	/** Of the page as it was fixed. */
	get etag(): number {
		return (((this.#newest << 8) ^ this.#now ^ this.since ^ (this.before << 4)) & 0x7fff_ffff) | 1;
	}

	readBlock(offset: number, target: Uint8Array, size: number): number {
		const window = this.#window;
		const writer = this.#writer;
		const item = this.#item;
		window.open(target, offset, size);
		window.byte(startArray);
		writer.open(item, 0, itemLength);
		writer.text(logName);
		writer.int(this.#log.boot);
		writer.int(this.#now);
		window.bytes(item, 0, writer.offset);
		this.list();
		window.byte(stop);
		this.more = window.full;
		return window.kept;
	}

	private list(): void {
		const { journal } = this.#log;
		const window = this.#window;
		const newest = this.#newest;
		let sequence = this.before > 0 && this.before <= newest ? this.before - 1 : newest;
		let listed = 0;
		let gap = 0;
		for (; sequence > this.since && listed < logPageLimit && gap < gapLimit && !window.full; sequence--) {
			const length = journal.read(sequence, this.#entry);
			if (length < logHeadLength) {
				gap++;
				continue;
			}
			gap = 0;
			listed++;
			this.write(sequence, length);
			window.bytes(this.#item, 0, this.#writer.offset);
		}
	}

	/** Of a kind that this firmware does not know there is the head only. */
	private write(sequence: number, length: number): void {
		const writer = this.#writer;
		const entry = this.#entry;
		const kind = entry[0] as number;
		const fields = logFields[kind] ?? [];
		writer.open(this.#item, 0, itemLength);
		writer.array(4 + fields.length);
		writer.int(sequence);
		writer.int(this.number(1, 2));
		writer.int(this.number(3, 4));
		writer.int(kind);
		let at = logHeadLength;
		for (let index = 0; index < fields.length; index++) {
			const width = fields[index] as number;
			const size = width < 0 ? -width : width;
			writer.int(at + size <= length ? this.number(at, width) : 0);
			at += size;
		}
	}

	private number(at: number, width: number): number {
		const entry = this.#entry;
		const low = entry[at] as number;
		if (width === 1) return low;
		if (width === -1) return (low << 24) >> 24;
		const word = low | ((entry[at + 1] as number) << 8);
		return width === 2 ? word : word | ((entry[at + 2] as number) << 16) | ((entry[at + 3] as number) << 24);
	}
}
