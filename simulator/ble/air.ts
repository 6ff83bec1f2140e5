import type { Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import { LinkTable } from "../radio/links";
import { arrival, Propagation, type PropagationOptions } from "../radio/propagation";
import type { Position } from "../radio/station";
import { advertisingPacketUs, limits } from "./timing";

/**
 * Received at one metre, dBm: 9 dBm sent (the ESP32-C3's default), 40 dB free-space loss, 20 dB for two small antennas in
 * their cases, as for Wi-Fi.
 */
export const bleReferenceDbm = -51;
/**
 * GFSK of LE 1M wants this much more than 1 Mbps DSSS for the same bit errors: puts 30.8 % loss of a 37-byte packet at
 * -97 dBm, where datasheets state their sensitivity (ESP32-C3: -97 dBm).
 */
export const gfskPenaltyDb = 3.2;
/** A receiver keeps a packet that is at least this much stronger than another one on its channel (dB); 21 dB are guaranteed, 8 to 10 usual. */
export const bleCaptureDb = 10;

/** An advertising packet. */
export interface OnAir {
	readonly index: number;
	readonly channel: number;
	readonly start: Microseconds;
	readonly end: Microseconds;
}

/** Packets that ended longer ago than this overlap with none that is judged now. */
const longestPacketUs = advertisingPacketUs(limits.advertisingData);

/** Who hears which packet of Bluetooth: distance, noise, luck, and other packets on the three advertising channels. */
export class BleAir {
	/** Share of packets lost on top of what distance does, 0-1. */
	loss: number;
	readonly links: LinkTable;
	readonly #random: SeededRandom;
	/** Advertising packets that may still overlap with one under way. */
	#recent: OnAir[] = [];

	/** @param options of the Wi-Fi radio's air: same walls, same distances, another strength */
	constructor(options: PropagationOptions, random: SeededRandom, loss: number) {
		this.loss = loss;
		this.#random = random;
		const referenceDbm = (options.referenceDbm ?? -40) - 11 - gfskPenaltyDb;
		this.links = new LinkTable(new Propagation({ ...options, referenceDbm }, random.uint32()));
	}

	place(index: number, address: number, position: Position): void {
		this.links.place(index, address, position);
	}

	/** Whole dBm, without noise. */
	strength(from: number, to: number): number {
		return Math.round(this.links.between(from, to).dbm + gfskPenaltyDb);
	}

	/** An advertising packet begins. */
	begin(packet: OnAir): void {
		this.#recent = this.#recent.filter(({ end }) => end > packet.start - longestPacketUs);
		this.#recent.push(packet);
	}

	/** Whether a packet of so many bits arrives over a path on which nobody else speaks (data channels hop apart). */
	arrives(from: number, to: number, bits: number): boolean {
		const share = this.share(from, to, bits);
		return share > 0 && this.#random.uniform() < share;
	}

	/** Probability of that. */
	share(from: number, to: number, bits: number): number {
		const { inReach, bitArrivalLog, loss } = this.links.between(from, to);
		return inReach ? arrival(bitArrivalLog, bits) * (1 - this.loss) * (1 - loss) : 0;
	}

	/** The same for an advertising packet, which others may have spoken into. To be asked at its end. */
	advertisementArrives(packet: OnAir, to: number, bits: number): boolean {
		const { dbm } = this.links.between(packet.index, to);
		for (const other of this.#recent) {
			if (other.channel !== packet.channel || other.index === packet.index) continue;
			if (other.end <= packet.start || other.start >= packet.end) continue;
			if (other.index === to || this.links.between(other.index, to).dbm > dbm - bleCaptureDb) return false;
		}
		return this.arrives(packet.index, to, bits);
	}
}
