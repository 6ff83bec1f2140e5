import { elapsed } from "kith/core/clock";
import { priorities } from "./transmit-queue";

/** µs on the air of an ESP-NOW frame without payload at 1 Mbps: preamble, headers, checksum. */
const frameOverheadUs = 192 + 8 * 43;
const microsecondsPerByte = 8;
/** Share of the air that one node may take in the long run, in percent. */
export const airtimeSharePercent = 10;
/** What it may take at once after a pause, in µs: some 400 readings' worth. */
export const airtimeBurstUs = 400_000;
/** Readings wait when less than this is left, so that acts find some. */
export const airtimeReserveUs = 50_000;
/** Frames that are relayed for one origin at once after a pause. */
export const relayBurst = 24;
/** What a frame takes from its origin's bucket of `relayBurst` times as much… */
const unitsPerFrame = 10;
/** … and what 128 ms put into it: 3.9 frames a second. */
const unitsPerTick = 5;
const tickShift = 7;

/**
 * What this node may send, and what it passes on for each other one: token buckets. Acts are never held back, but they
 * are counted; readings and bulk wait for their share. Who floods the network beyond its own bucket is not relayed any
 * further, so that only its neighbours have to listen to it.
 */
export class AirtimeBudget {
	#leftUs = airtimeBurstUs;
	#at: number;
	/** By place of the origin: frames left in tenths (low 8 bits), and when that was, in ticks of 128 ms (16 bits). */
	readonly #cells: Int32Array;

	/** @param places of the peers, the one of nobody included @param now in ms */
	constructor(places: number, now: number) {
		this.#at = now;
		this.#cells = new Int32Array(places).fill(relayBurst * unitsPerFrame);
	}

	/** ms until a frame of this priority may go: 0 is now. */
	waitMs(priority: number, now: number): number {
		this.refill(now);
		if (priority === priorities.unicast || this.#leftUs >= airtimeReserveUs) return 0;
		return 1 + (((airtimeReserveUs - this.#leftUs) / (10 * airtimeSharePercent)) | 0);
	}

	/** A frame of `length` bytes goes. */
	spend(length: number, now: number): void {
		this.refill(now);
		this.#leftUs -= frameOverheadUs + microsecondsPerByte * length;
	}

	/** Whether one more flood of the peer at `place` may be kept and passed on; then it counts. */
	relay(place: number, now: number): boolean {
		const time = (now >> tickShift) & 0xffff;
		const cell = this.#cells[place] as number;
		const passed = (time - (cell >> 8)) & 0xffff;
		const full = relayBurst * unitsPerFrame;
		let left = passed < full ? (cell & 0xff) + passed * unitsPerTick : full;
		if (left > full) left = full;
		const enough = left >= unitsPerFrame;
		this.#cells[place] = (time << 8) | (enough ? left - unitsPerFrame : left);
		return enough;
	}

	private refill(now: number): void {
		const passed = elapsed(this.#at, now);
		this.#at = now;
		const whole = airtimeBurstUs / (10 * airtimeSharePercent);
		const left = passed < whole ? this.#leftUs + passed * 10 * airtimeSharePercent : this.#leftUs + airtimeBurstUs;
		this.#leftUs = Math.min(left, airtimeBurstUs);
	}
}
