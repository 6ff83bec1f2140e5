import type { SeededRandom } from "../kernel/seeded-random";
import { acknowledgementBits, frameBits } from "./airtime";
import type { Link, LinkTable } from "./links";
import type { Medium, Transmission } from "./medium";
import type { Member, Members } from "./member";
import { arrival } from "./propagation";
import { broadcastAddress, type Reception, type Station } from "./station";

/** What became of one data frame. */
export interface Outcome {
	readonly received: readonly Reception[];
	/** Meant and within reach, but not received. */
	readonly lost: readonly Station[];
	readonly collided: boolean;
}

export interface EarsOptions {
	readonly medium: Medium;
	readonly links: LinkTable;
	readonly random: SeededRandom;
	readonly members: Members;
	/** Share of receptions that fail on top of what distance does. */
	readonly loss: number;
}

/** Decides who receives what was on the air: distance, noise, interference and luck together. */
export class Ears {
	/** May change at any time. */
	loss: number;
	readonly #medium: Medium;
	readonly #links: LinkTable;
	readonly #random: SeededRandom;
	readonly #members: Members;
	/** By channel: share of what is sent there that a jammer destroys. */
	readonly #jammed: number[] = [];

	constructor({ medium, links, random, members, loss }: EarsOptions) {
		this.#medium = medium;
		this.#links = links;
		this.#random = random;
		this.#members = members;
		this.loss = loss;
	}

	/** @param share of frames destroyed, 0-1 */
	jam(channel: number, share: number): void {
		this.#jammed[channel] = share;
	}

	/** To be asked once, at the frame's end. The dice fall in the order of the listeners. */
	hear(transmission: Transmission, destination: number, payloadBytes: number): Outcome {
		const received: Reception[] = [];
		const lost: Station[] = [];
		let collided = false;
		const bits = frameBits(payloadBytes);
		for (const { index, link } of this.#links.audible(transmission.from.index)) {
			const member = this.#members[index];
			if (member === undefined || member.channel !== transmission.channel) continue;
			const { station } = member;
			if (destination !== broadcastAddress && destination !== station.address) continue;
			collided ||= this.#medium.disturbed(member, transmission);
			if (this.#arrives(member, transmission, link, bits)) {
				received.push({ station, rssi: Math.round(link.dbm) });
			} else lost.push(station);
		}
		return { received, lost, collided };
	}

	/** Whether the acknowledgement arrives at the sender of what it acknowledges. */
	hearAcknowledgement(member: Member, transmission: Transmission): boolean {
		const link = this.#links.between(transmission.from.index, member.index);
		return link.inReach && this.#arrives(member, transmission, link, acknowledgementBits);
	}

	#arrives(member: Member, transmission: Transmission, link: Link, bits: number): boolean {
		if (transmission.cut || !member.listened(transmission.start, transmission.end)) return false;
		if (!this.#medium.survives(member, transmission)) return false;
		const spared = (1 - this.loss) * (1 - link.loss) * (1 - (this.#jammed[transmission.channel] ?? 0));
		return this.#random.uniform() < arrival(link.bitArrivalLog, bits) * spared;
	}
}
