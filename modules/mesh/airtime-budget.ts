import { priorities } from "./transmit-table";

/** µs on the air of an ESP-NOW frame without payload at 1 Mbps: preamble, headers, checksum. */
const frameOverheadUs = 192 + 8 * 43;
const microsecondsPerByte = 8;
/** Share of the air that one node may take in the long run, in percent. */
export const airtimeSharePercent = 10;
/** What it may take at once after a pause, in µs: some 400 readings' worth. */
export const airtimeBurstUs = 400_000;
/** Readings wait when less than this is left, so that acts find some. */
export const airtimeReserveUs = 50_000;
const usPerMs = 10 * airtimeSharePercent;
/** After so long a bucket that was empty is full. */
const refillMs = airtimeBurstUs / usPerMs;
/** Frames that are relayed for one origin at once after a pause. */
export const relayBurst = 24;
/** Later on, one in so many ms: 3.9 a second. */
export const relayIntervalMs = 256;
/** So far ahead of the clock a peer's next frame may be due and still go: the burst. */
const relayAheadMs = relayBurst * relayIntervalMs;

/**
 * What this node may send, and what it passes on for each other one: token buckets. Acts are never held back, but they
 * are counted; readings and bulk wait for their share. Who floods the network beyond its own bucket is not relayed any
 * further, so that only its neighbours have to listen to it.
 */
export class AirtimeBudget {
	#leftUs = airtimeBurstUs;
	#at: number;
	/** By place of the origin: when its next frame would be due if it sent one in each interval, int32 ms. */
	readonly #due: Int32Array;

	/** @param places of the peers, the one of nobody included @param now in ms */
	constructor(places: number, now: number) {
		this.#at = now;
		this.#due = new Int32Array(places).fill(now);
	}

	/** ms until a frame of this priority may go: 0 is now. */
	waitMs(priority: number, now: number): number {
		const passed = (now - this.#at) | 0;
		if (passed !== 0) {
			this.#at = now;
			const left = passed < refillMs ? this.#leftUs + passed * usPerMs : this.#leftUs + airtimeBurstUs;
			this.#leftUs = Math.min(left, airtimeBurstUs);
		}
		if (priority === priorities.unicast || this.#leftUs >= airtimeReserveUs) return 0;
		return 1 + (((airtimeReserveUs - this.#leftUs) / usPerMs) | 0);
	}

	/** A frame of `length` bytes goes, of which `waitMs` just said that it may. */
	spend(length: number): void {
		this.#leftUs -= frameOverheadUs + microsecondsPerByte * length;
	}

	/**
	 * Whether one more flood of the peer at `place` may be kept and passed on; then it counts. The generic cell rate
	 * algorithm (ITU-T I.371): a bucket that needs one number and no refilling.
	 */
	relay(place: number, now: number): boolean {
		const ahead = ((this.#due[place] as number) - now) | 0;
		// Far ahead is long ago: the clock went half around.
		const next = ahead > 0 && ahead <= relayAheadMs ? ahead + relayIntervalMs : relayIntervalMs;
		if (next > relayAheadMs) return false;
		this.#due[place] = (now + next) | 0;
		return true;
	}
}
