import { type MessageIdentity, type Protection, protectionFaults } from "kith/security/protection";
import { type FrameArena, heardOffset, outgoingOffset } from "./frame-arena";
import {
	defaultHopLimit,
	frameTypes,
	type HeaderFields,
	headerLength,
	hopByte,
	relayedFlag,
	relayLength,
	sequenceLimit,
	writeHeader,
} from "./header";

export interface FrameMakerOptions {
	readonly networkTag: number;
	readonly address: number;
	readonly boot: number;
	/** Of what is flooded: made by the origin, read by all. */
	readonly group: Protection;
	/** Of what goes from one radio to the next. */
	readonly hop: Protection;
	/** Frames are made in its outgoing place. */
	readonly arena: FrameArena;
}

/** Numbers and protects what this node sends. One row of numbers for all, so that a boot's highest one says enough. */
export class FrameMaker {
	readonly group: Protection;
	readonly hop: Protection;
	readonly #arena: FrameArena;
	readonly #header: HeaderFields & MessageIdentity;

	constructor(options: FrameMakerOptions) {
		const { networkTag, address, boot, group, hop } = options;
		this.group = group;
		this.#arena = options.arena;
		this.hop = hop;
		const hopLimit = defaultHopLimit;
		this.#header = { networkTag, hopLimit, origin: address, place: 0, destination: 0, boot, sequence: 0 };
		this.renew(boot);
	}

	get boot(): number {
		return this.#header.boot;
	}

	/** The next frame's number. */
	get next(): number {
		return this.#header.sequence;
	}

	/** Goes on under a new boot number, with sequences from 0. */
	renew(boot: number): void {
		if (!(boot >= 0 && boot <= 0xffff)) throw new RangeError(`boot number ${boot}`);
		this.#header.boot = boot;
		this.#header.sequence = 0;
	}

	/** Leaves out all numbers before `sequence`. */
	skipTo(sequence: number): void {
		if (sequence > this.#header.sequence) this.#header.sequence = sequence;
	}

	/** Takes a number without a frame, to prove with it that something is new; -1 where none is left. */
	takeNumber(): number {
		const { sequence } = this.#header;
		if (sequence > sequenceLimit) return -1;
		this.#header.sequence = sequence + 1;
		return sequence;
	}

	/** Makes, in the arena's outgoing place, a frame that is flooded through a zone. @returns its length, or a negative `protectionFaults` */
	flood(type: number, zone: number, message: Uint8Array, length: number): number {
		const header = this.#header;
		header.destination = zone;
		return this.make(type, message, length, this.group);
	}

	/** Makes a frame for the first, or only, hop. Otherwise as `flood`. */
	direct(type: number, destination: number, message: Uint8Array, length: number): number {
		const header = this.#header;
		header.destination = destination;
		header.hopLimit = type === frameTypes.neighbour ? 1 : defaultHopLimit;
		const size = this.make(type, message, length, this.hop);
		header.hopLimit = defaultHopLimit;
		return size;
	}

	/**
	 * Makes the next hop's frame of the one heard, whose message lies verified in the arena.
	 * @param hops left
	 * @param cost of the way so far
	 */
	relay(messageOffset: number, length: number, hops: number, cost: number): number {
		const header = this.#header;
		const { origin, boot, sequence } = header;
		if (sequence > sequenceLimit) return protectionFaults.noKey;
		const arena = this.#arena;
		const frame = arena.outgoing;
		arena.copy(heardOffset, outgoingOffset, headerLength);
		frame[hopByte] = hops | relayedFlag;
		frame[13] = origin >> 8;
		frame[14] = origin;
		frame[15] = boot >> 8;
		frame[16] = boot;
		frame[17] = sequence >> 16;
		frame[18] = sequence >> 8;
		frame[19] = sequence;
		frame[20] = cost;
		const start = headerLength + relayLength;
		arena.copy(heardOffset + messageOffset, outgoingOffset + start, length);
		header.destination = ((frame[6] as number) << 8) | (frame[7] as number);
		const body = this.hop.protect(frame, start, length, header);
		header.sequence++;
		return body < 0 ? body : start + body;
	}

	private make(type: number, message: Uint8Array, length: number, protection: Protection): number {
		const header = this.#header;
		if (header.sequence > sequenceLimit) return protectionFaults.noKey;
		const frame = this.#arena.outgoing;
		writeHeader(frame, header, type);
		for (let from = 0, to = headerLength; from < length; from++, to++) frame[to] = message[from] as number;
		const body = protection.protect(frame, headerLength, length, header);
		// Spent even when protecting fails: a number must never be used twice.
		header.sequence++;
		return body < 0 ? body : headerLength + body;
	}
}
