import { noBytes } from "kith/core/no-bytes";
/**
 * A document that is written from its start each time, of which only one part is kept: a block. So a long document needs
 * no more memory than a block. Who writes may pass over what lies before the part (`skip`) when its length is known, and
 * stop when `full`.
 */
export class DocumentWindow {
	/** Bytes of the document so far, kept or not. */
	position = 0;
	#target: Uint8Array = noBytes;
	#start = 0;
	#end = 0;

	/** Keeps `size` bytes from byte `start` of the document, at the start of `target`. */
	open(target: Uint8Array, start: number, size: number): void {
		this.#target = target;
		this.#start = start;
		this.#end = start + size;
		this.position = 0;
	}

	/** Bytes kept so far. */
	get kept(): number {
		const kept = Math.min(this.position, this.#end) - this.#start;
		return Math.max(kept, 0);
	}

	/** Whether the part ends before the document does. */
	get full(): boolean {
		return this.position > this.#end;
	}

	/** Passes over `length` bytes where none of them is to be kept. @returns false where they must be written */
	skip(length: number): boolean {
		const end = this.position + length;
		if (end > this.#start && this.position < this.#end) return false;
		this.position = end;
		return true;
	}

	byte(byte: number): void {
		const at = this.position;
		if (at >= this.#start && at < this.#end) this.#target[at - this.#start] = byte;
		this.position = at + 1;
	}

	/** `length` bytes from `offset`. */
	bytes(bytes: Uint8Array, offset: number, length: number): void {
		if (this.skip(length)) return;
		for (let index = 0; index < length; index++) this.byte(bytes[offset + index] as number);
	}
}
