/**
 * Frames in chunks. Every chunk begins with a byte: bit 7 the first of its frame, bit 6 the last, bits 0-5 its number,
 * modulo 64. In the first one follow a byte for the kind and one that belongs to it; then, as in all others, the frame.
 */

const firstFlag = 0x80;
const lastFlag = 0x40;
const numberMask = 0x3f;
const firstHeader = 3;
const laterHeader = 1;

export const chunkKinds = {
	/** For the peer alone. The second byte is 0. */
	unicast: 0,
	/** For everybody. The second byte is its serial. */
	broadcast: 1,
	/** Opens a connection, without a frame. The second byte is the serial of the peer's broadcasts heard last, 0: none. */
	hello: 2,
} as const;

/** One frame on its way out through one connection. */
export class ChunkWriter {
	/** Chunks of the present frame that were not acknowledged. */
	unacknowledged = 0;
	#frame: Uint8Array | undefined;
	#length = 0;
	#offset = 0;
	#number = 0;
	#kind = 0;
	#argument = 0;
	#started = false;

	/** @param frame must not change until the frame is done */
	begin(kind: number, argument: number, frame: Uint8Array, length: number): void {
		this.#frame = frame;
		this.#length = length;
		this.#offset = 0;
		this.#number = 0;
		this.#kind = kind;
		this.#argument = argument;
		this.#started = false;
		this.unacknowledged = 0;
	}

	/** Whether chunks of the frame are still to be written. */
	get pending(): boolean {
		return this.#frame !== undefined;
	}

	/** Writes the next chunk, of at most `limit` bytes, into `chunk`. @returns its length; the chunk counts once `wrote` is called */
	write(chunk: Uint8Array, limit: number): number {
		const frame = this.#frame as Uint8Array;
		const header = this.#started ? laterHeader : firstHeader;
		const count = Math.min(limit - header, this.#length - this.#offset);
		const last = this.#offset + count >= this.#length;
		chunk[0] = (this.#started ? 0 : firstFlag) | (last ? lastFlag : 0) | (this.#number & numberMask);
		if (!this.#started) {
			chunk[1] = this.#kind;
			chunk[2] = this.#argument;
		}
		for (let index = 0; index < count; index++) chunk[header + index] = frame[this.#offset + index] as number;
		return header + count;
	}

	/** The chunk of so many bytes that `write` made is on its way. */
	wrote(length: number): void {
		this.#offset += length - (this.#started ? laterHeader : firstHeader);
		this.#started = true;
		this.#number++;
		this.unacknowledged++;
		if (this.#offset >= this.#length) this.#frame = undefined;
	}

	/** Forgets the frame; the receiver notices at the next first chunk. */
	abandon(): void {
		this.#frame = undefined;
		this.unacknowledged = 0;
	}
}

/** Puts the chunks that come through one connection together again. */
export class ChunkReader {
	readonly frame: Uint8Array;
	length = 0;
	kind = 0;
	argument = 0;
	/** Of the next chunk; -1: a first one is awaited. */
	#next = -1;

	/** @param limit longest frame in bytes */
	constructor(limit: number) {
		this.frame = new Uint8Array(limit);
	}

	/** @returns 1: `frame` is whole; 0: more is awaited; -1: the chunk does not fit, and its frame is given up */
	read(chunk: Uint8Array, length: number): number {
		if (length < laterHeader) return this.refuse();
		const head = chunk[0] as number;
		let offset = laterHeader;
		if ((head & firstFlag) !== 0) {
			if (length < firstHeader || (head & numberMask) !== 0) return this.refuse();
			this.kind = chunk[1] as number;
			this.argument = chunk[2] as number;
			this.length = 0;
			this.#next = 0;
			offset = firstHeader;
		}
		if (this.#next < 0 || (head & numberMask) !== (this.#next & numberMask)) return this.refuse();
		const count = length - offset;
		const frame = this.frame;
		const at = this.length;
		if (at + count > frame.length) return this.refuse();
		for (let index = 0; index < count; index++) frame[at + index] = chunk[offset + index] as number;
		this.length = at + count;
		this.#next++;
		if ((head & lastFlag) === 0) return 0;
		this.#next = -1;
		return 1;
	}

	reset(): void {
		this.#next = -1;
	}

	private refuse(): number {
		this.#next = -1;
		return -1;
	}
}
