import { CRASH_KINDS, type Crash, EngineError, type Post, type RunResult } from "./types";

/** What the TypeScript side asks; same figures in host/protocol.c. */
export const REQUEST = { link: 1, create: 2, run: 3, stats: 4, close: 5, answer: 6 } as const;
/** What the host says. */
export const REPLY = { linked: 1, results: 2, call: 3, stats: 4, closed: 5, refused: 6 } as const;

/** Length and type. */
export const HEADER_BYTES = 5;

/** Writes one frame after another into the same growing buffer. Little-endian. */
export class FrameWriter {
	#bytes = Buffer.alloc(65536);
	#length = 0;

	start(type: number): void {
		this.#length = 4;
		this.u8(type);
	}

	#reserve(count: number): number {
		const at = this.#length;
		if (at + count > this.#bytes.length) {
			const larger = Buffer.alloc(Math.max(this.#bytes.length * 2, at + count));
			this.#bytes.copy(larger, 0, 0, at);
			this.#bytes = larger;
		}
		this.#length = at + count;
		return at;
	}

	u8(value: number): void {
		const at = this.#reserve(1);
		this.#bytes[at] = value;
	}

	u32(value: number): void {
		const at = this.#reserve(4);
		this.#bytes.writeUInt32LE(value, at);
	}

	i32(value: number): void {
		const at = this.#reserve(4);
		this.#bytes.writeInt32LE(value, at);
	}

	/** @param value 0 to 2^53 - 1 */
	u64(value: number): void {
		this.u32(value % 0x1_0000_0000);
		this.u32(Math.floor(value / 0x1_0000_0000));
	}

	bytes(value: Uint8Array): void {
		const at = this.#reserve(value.length);
		this.#bytes.set(value, at);
	}

	text(value: string): void {
		const size = Buffer.byteLength(value);
		this.u32(size);
		const at = this.#reserve(size);
		this.#bytes.write(value, at);
	}

	/** The frame, valid until the next `start`. */
	finish(): Buffer {
		this.#bytes.writeUInt32LE(this.#length - 4, 0);
		return this.#bytes.subarray(0, this.#length);
	}
}

/** Reads the fields of one frame. */
export class FrameReader {
	readonly #frame: Buffer;
	#at = HEADER_BYTES;

	/** @param frame with its header */
	constructor(frame: Buffer) {
		this.#frame = frame;
	}

	get type(): number {
		return this.#frame[4] as number;
	}

	#advance(count: number): number {
		const at = this.#at;
		if (at + count > this.#frame.length) {
			throw new EngineError("the engine's host sent a frame that is shorter than its fields");
		}
		this.#at = at + count;
		return at;
	}

	u8(): number {
		return this.#frame[this.#advance(1)] as number;
	}

	u32(): number {
		return this.#frame.readUInt32LE(this.#advance(4));
	}

	/** A view of the frame. */
	bytes(count: number): Uint8Array {
		const at = this.#advance(count);
		return this.#frame.subarray(at, at + count);
	}

	rest(): Uint8Array {
		return this.bytes(this.#frame.length - this.#at);
	}

	text(): string {
		const size = this.u32();
		const at = this.#advance(size);
		return this.#frame.toString("utf8", at, at + size);
	}
}

function readCrash(reader: FrameReader, status: number, fileOf: (specifier: string) => string): Crash {
	const kind = CRASH_KINDS[status - 1];
	if (kind === undefined) {
		throw new EngineError(`the engine's host reported the unknown status ${status}`);
	}
	const message = reader.text();
	const stack = Array.from({ length: reader.u32() }, () => {
		const specifier = reader.text();
		const name = reader.text();
		// XS names the function that is a module's body after the module.
		return { file: fileOf(specifier), function: name === specifier ? "" : name, line: reader.u32() };
	});
	return { kind, message, stack };
}

const NO_POSTS: readonly Post[] = [];

/** Reads one result. Posts are copied out of the frame. */
export function readResult(reader: FrameReader, fileOf: (specifier: string) => string): RunResult {
	const count = reader.u32();
	let posts = NO_POSTS;
	if (count > 0) {
		const list: Post[] = [];
		for (let index = 0; index < count; index++) {
			const kind = reader.u32();
			list.push({ kind, bytes: Uint8Array.from(reader.bytes(reader.u32())) });
		}
		posts = list;
	}
	const meter = reader.u32();
	const status = reader.u8();
	return status === 0 ? { posts, meter } : { posts, meter, crash: readCrash(reader, status, fileOf) };
}
