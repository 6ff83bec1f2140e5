import type { Microseconds } from "../kernel/agenda";
import type { LinkTable } from "./links";
import type { Member } from "./member";
import { captureDb, milliwatts } from "./propagation";

/** Something on the air: a data frame or an acknowledgement. */
export interface Transmission {
	readonly from: Member;
	readonly channel: number;
	readonly start: Microseconds;
	readonly end: Microseconds;
	/** Those that were on the air at some moment of this one. */
	readonly overlapping: Transmission[];
	/** Its sender went off in the middle: nobody receives it. */
	cut: boolean;
}

const captureRatio = milliwatts(captureDb);

/** What is on the air, and what it does to whom. Reservations are the virtual carrier (NAV) of unicast exchanges. */
export class Medium {
	readonly #links: LinkTable;
	readonly #active: Transmission[] = [];
	readonly #reservations: Transmission[] = [];

	constructor(links: LinkTable) {
		this.#links = links;
	}

	begin(from: Member, start: Microseconds, airtime: number): Transmission {
		const { channel } = from;
		const transmission: Transmission = { from, channel, start, end: start + airtime, overlapping: [], cut: false };
		for (const other of this.#active) {
			if (other.channel !== channel) continue;
			other.overlapping.push(transmission);
			transmission.overlapping.push(other);
		}
		this.#active.push(transmission);
		this.#reservations.push(transmission);
		return transmission;
	}

	/** Its last bit was sent. The reservation stays until `release`. */
	end(transmission: Transmission): void {
		remove(this.#active, transmission);
	}

	release(transmission: Transmission): void {
		remove(this.#reservations, transmission);
	}

	/** Whether the station notices the transmission. Never its own. */
	hears(member: Member, { from, channel }: Transmission): boolean {
		return from.index !== member.index && channel === member.channel && this.#inReach(from, member);
	}

	/** Whether the station must hold back. */
	busyFor(member: Member): boolean {
		for (const reservation of this.#reservations) if (this.hears(member, reservation)) return true;
		return false;
	}

	/** The station went off: what it was sending breaks off for its receivers, but went on the air so far. */
	cut(index: number): void {
		for (const transmission of this.#active) if (transmission.from.index === index) transmission.cut = true;
	}

	/** Whether anything else that the station hears was on the air during the transmission. */
	disturbed(member: Member, transmission: Transmission): boolean {
		for (const { from } of transmission.overlapping) {
			if (from.index === member.index || this.#inReach(from, member)) return true;
		}
		return false;
	}

	/**
	 * Whether the others leave the station a chance: it did not send itself, and at every moment the sum of what else was
	 * on the air was weaker by the capture ratio.
	 */
	survives(member: Member, transmission: Transmission): boolean {
		const { overlapping } = transmission;
		if (overlapping.length === 0) return true;
		for (const { from } of overlapping) if (from.index === member.index) return false;
		const { milliwatts: signal } = this.#links.between(transmission.from.index, member.index);
		return signal >= captureRatio * this.#worstInterference(member, overlapping);
	}

	/** Milliwatts at the worst moment, which is the beginning of one of them. */
	#worstInterference(member: Member, overlapping: readonly Transmission[]): number {
		let worst = 0;
		for (const { start: moment } of overlapping) {
			let sum = 0;
			for (const { from, start, end } of overlapping) {
				if (start <= moment && moment < end) sum += this.#links.between(from.index, member.index).milliwatts;
			}
			worst = Math.max(worst, sum);
		}
		return worst;
	}

	#inReach(from: Member, to: Member): boolean {
		return this.#links.between(from.index, to.index).inReach;
	}
}

function remove(list: Transmission[], item: Transmission): void {
	const index = list.indexOf(item);
	if (index >= 0) list.splice(index, 1);
}
