import { inputLimit } from "./target";

/** What lengths and counts like to be when they lie. */
const interesting = Uint8Array.of(0, 1, 0x7f, 0x80, 0xff, 0xf0, 0x17, 0x18, 0x40, 0x5f, 0x9f, 0xbf, 0xfe, 0xf9, 0xfb);
const mostDamages = 6;

/** Makes inputs: of noise, or by damage to a valid one. The same seed makes the same inputs, on any engine. */
export class Mutator {
	readonly bytes = new Uint8Array(inputLimit);
	length = 0;
	#state = 1;

	/** xorshift32 (Marsaglia 2003); a seed of 0 counts as 1. */
	seed(seed: number): void {
		this.#state = seed | 0 || 1;
	}

	/** The next input, in `bytes`. */
	make(seeds: readonly Uint8Array[]): void {
		const kind = this.#below(16);
		if (kind === 0 || seeds.length === 0) {
			this.#noise(this.#below(inputLimit + 1));
			return;
		}
		const seed = seeds[this.#below(seeds.length)] as Uint8Array;
		this.bytes.set(seed);
		this.length = seed.length;
		// Now and then it stays whole: state that only valid inputs make is then met by damaged ones.
		if (kind === 1) return;
		for (let left = 1 + this.#below(mostDamages); left > 0; left--) this.#damage(seeds);
	}

	#damage(seeds: readonly Uint8Array[]): void {
		const { bytes, length } = this;
		const at = length === 0 ? 0 : this.#below(length);
		switch (this.#below(7)) {
			case 0:
				bytes[at] = (bytes[at] as number) ^ (1 << this.#below(8));
				break;
			case 1:
				bytes[at] = this.#next() >>> 24;
				break;
			case 2:
				bytes[at] = interesting[this.#below(interesting.length)] as number;
				break;
			case 3:
				this.length = at;
				break;
			case 4:
				this.#insert(at, 1 + this.#below(8));
				break;
			case 5:
				this.#remove(at, 1 + this.#below(8));
				break;
			default:
				this.#splice(at, seeds[this.#below(seeds.length)] as Uint8Array);
		}
	}

	#noise(length: number): void {
		for (let at = 0; at < length; at++) this.bytes[at] = this.#next() >>> 24;
		this.length = length;
	}

	#insert(at: number, count: number): void {
		const room = inputLimit - this.length;
		const added = Math.min(count, room);
		this.bytes.copyWithin(at + added, at, this.length);
		for (let index = 0; index < added; index++) this.bytes[at + index] = this.#next() >>> 24;
		this.length += added;
	}

	#remove(at: number, count: number): void {
		const removed = Math.min(count, this.length - at);
		this.bytes.copyWithin(at, at + removed, this.length);
		this.length -= removed;
	}

	/** From `at` on, it goes on as another valid input does from there. */
	#splice(at: number, other: Uint8Array): void {
		if (at >= other.length) return;
		for (let index = at; index < other.length; index++) this.bytes[index] = other[index] as number;
		this.length = other.length;
	}

	#next(): number {
		let state = this.#state;
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		this.#state = state;
		return state;
	}

	/** 0 … limit-1. The high half: xorshift's low bits are its weaker ones. */
	#below(limit: number): number {
		return (this.#next() >>> 8) % limit;
	}
}
