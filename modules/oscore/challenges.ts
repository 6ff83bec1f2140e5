import { elapsed } from "kith/core/clock";
import type { Random } from "kith/core/random";
import { challengeLength, type HelloReader } from "./hello-message";

/** A challenge proves something for so long after it was drawn or heard. */
export const challengeLifetimeMs = 60_000;
/** Own ones: the last and the one before it, whose answers may be under way still. */
const ownCount = 2;
/** Of others. */
const heardCount = 4;
const count = ownCount + heardCount;

/**
 * Challenges of which this node knows when they were drawn: its own, and those that a believed peer has just sent, whose
 * answers serve everybody who heard both. Whoever names one spoke after that. The oldest makes room.
 */
export class Challenges {
	readonly bytes: Uint8Array;
	readonly #since: Int32Array;
	/** Bit per challenge: there is one. */
	#known = 0;
	/** The next own one, and the next one heard, go here. */
	#nextOwn = 0;
	#nextHeard = 0;
	/** When the latest one of others was heard. */
	heardAt = 0;

	constructor() {
		const room = new ArrayBuffer(count * (4 + challengeLength));
		this.#since = new Int32Array(room, 0, count);
		this.bytes = new Uint8Array(room, 4 * count, count * challengeLength);
	}

	/** Draws an own challenge. @returns where it lies in `bytes` */
	draw(random: Random, now: number): number {
		const index = this.#nextOwn;
		this.#nextOwn = (index + 1) % ownCount;
		const drawn = new Uint8Array(challengeLength);
		random.fill(drawn);
		this.bytes.set(drawn, index * challengeLength);
		this.mark(index, now);
		return index * challengeLength;
	}

	/** A believed peer has just drawn one. */
	hear(buffer: Uint8Array, at: number, now: number): void {
		const index = ownCount + this.#nextHeard;
		this.#nextHeard = (this.#nextHeard + 1) % heardCount;
		for (let byte = 0; byte < challengeLength; byte++)
			this.bytes[index * challengeLength + byte] = buffer[at + byte] as number;
		this.mark(index, now);
		this.heardAt = now;
	}

	/** Whether one of others was heard since `time`. */
	heardSince(time: number): boolean {
		return this.#known >> ownCount !== 0 && elapsed(time, this.heardAt) >= 0;
	}

	/**
	 * Whether a hello names one that is still good, and was drawn after `since`.
	 * @param anyTime as if `since` were long ago
	 */
	proves(hello: HelloReader, now: number, since: number, anyTime: boolean): boolean {
		for (let index = 0; index < count; index++) {
			if ((this.#known & (1 << index)) === 0) continue;
			const drawn = this.#since[index] as number;
			const age = elapsed(drawn, now);
			if (age < 0 || age > challengeLifetimeMs) this.#known &= ~(1 << index);
			else if ((anyTime || elapsed(since, drawn) > 0) && hello.names(this.bytes, index * challengeLength)) return true;
		}
		return false;
	}

	/** Forgets those that are too old, before the clock comes round. @returns whether any are left */
	expire(now: number): boolean {
		for (let index = 0; index < count; index++) {
			const age = elapsed(this.#since[index] as number, now);
			if (age < 0 || age > challengeLifetimeMs) this.#known &= ~(1 << index);
		}
		return this.#known !== 0;
	}

	private mark(index: number, now: number): void {
		this.#since[index] = now;
		this.#known |= 1 << index;
	}
}
