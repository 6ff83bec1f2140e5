import { broadcastAddress } from "kith/link/link";
import type { MessageIdentity } from "kith/security/protection";
import { type DuplicateWindow, tracks } from "./duplicates";
import { frameFates } from "./frame-fates";
import {
	costShift,
	defaultHopLimit,
	frameLengthLimit,
	frameTypes,
	frameVersion,
	headerLength,
	hopByte,
	hopMask,
	relayedFlag,
	relayLength,
} from "./header";

/** Of every frame: names of their own are bytecodes cheaper than a look into the table. */
const { group, search, hello } = frameTypes;
const floodTrack = tracks.flood;

/** A power of two. */
const seenMessages = 64;

/** Of a unicast message, for telling it from others: two may share one, and then the later is lost, rarely enough. */
function messageKey(author: number, boot: number, sequence: number): number {
	return ((author << 16) | (sequence & 0xffff)) ^ Math.imul(boot, 0x01000193);
}

function seenIndex(key: number): number {
	return ((key >> 16) * 7 + key) & (seenMessages - 1);
}

/**
 * The header of a frame that was heard, and all that can be said against the frame without a key: in the order of cost,
 * so that a stranger's frame is soon done with. Reused for every frame. As an identity it is that of the protection: of the
 * origin for floods, of the radio that sent it for all else.
 */
export class ReceivedFrame implements MessageIdentity {
	/** Of `frameTypes`. */
	type = 0;
	/** Whose key and number protect the frame. */
	origin = 0;
	destination = 0;
	boot = 0;
	sequence = 0;
	/** Of a repeated frame: whether it is one more copy of a flood. */
	repeatedFlood = false;
	/** Place of `origin`. */
	place = 0;
	/** Hops left. */
	hops = 0;
	/** In floods: cost of the way beyond two for each hop, or `noWayOffered`. In unicast frames: of the way to the relay. */
	cost = 0;
	/** Where the message begins. */
	offset = 0;
	/** Who wrote the message of a unicast frame, and its numbers. */
	author = 0;
	authorBoot = 0;
	authorSequence = 0;
	readonly #networkTag: number;
	readonly #address: number;
	readonly #window: DuplicateWindow;
	/** Unicast messages seen lately, by their keys. */
	readonly #seen = new Int32Array(seenMessages);
	/** Zones that this node relays and hears. */
	readonly #zones: Uint16Array;

	constructor(options: ReceivedFrameOptions) {
		this.#networkTag = options.networkTag;
		this.#address = options.address;
		this.#window = options.window;
		this.#zones = options.zones;
	}

	/**
	 * Judges the first `length` bytes of `frame`. Only what is worth verifying sets the fields; of a repeated flood `place`
	 * and `sequence` are set.
	 * @returns a frame fate, `frameFates.delivered` where nothing speaks against it so far
	 */
	judge(frame: Uint8Array, length: number): number {
		if (length < headerLength) return frameFates.tooShort;
		if (length > frameLengthLimit) return frameFates.tooLong;
		const first = frame[0] as number;
		if (first >> 4 !== frameVersion) return frameFates.unknownVersion;
		if ((((frame[1] as number) << 8) | (frame[2] as number)) !== this.#networkTag) return frameFates.otherNetwork;
		const type = first & 0x0f;
		if (type === group || type === search || type === hello) return this.judgeFlood(frame, type);
		if (type === frameTypes.unicast || type === frameTypes.found || type === frameTypes.neighbour)
			return this.judgeHop(frame, length, type);
		return frameFates.unknownType;
	}

	private judgeFlood(frame: Uint8Array, type: number): number {
		const hops = frame[hopByte] as number;
		if ((hops & hopMask) > defaultHopLimit) return frameFates.reservedBits;
		const zone = ((frame[6] as number) << 8) | (frame[7] as number);
		if (zone !== broadcastAddress && !this.hears(zone)) return frameFates.otherZone;
		const origin = ((frame[4] as number) << 8) | (frame[5] as number);
		if (origin === this.#address) return this.own(frame);
		const boot = ((frame[8] as number) << 8) | (frame[9] as number);
		const sequence = ((frame[10] as number) << 16) | ((frame[11] as number) << 8) | (frame[12] as number);
		const window = this.#window;
		const fate = window.judge(origin, boot, sequence, floodTrack);
		this.place = window.place;
		this.sequence = sequence;
		this.boot = boot;
		this.cost = hops >> costShift;
		this.hops = hops & hopMask;
		this.repeatedFlood = true;
		// A hello names its boot in full: it is not the number alone that says whether it is known.
		if (fate !== 0 && (type !== hello || fate === frameFates.stranger)) return fate;
		this.type = type;
		this.origin = origin;
		this.destination = zone;
		this.offset = headerLength;
		return 0;
	}

	private judgeHop(frame: Uint8Array, length: number, type: number): number {
		const hops = frame[hopByte] as number;
		const relayed = (hops & relayedFlag) !== 0;
		if ((hops & ~(relayedFlag | hopMask)) !== 0) return frameFates.reservedBits;
		const destination = ((frame[6] as number) << 8) | (frame[7] as number);
		const neighbour = type === frameTypes.neighbour;
		if (neighbour ? relayed : destination === broadcastAddress) return frameFates.typeMismatch;
		if (destination !== this.#address) {
			if (type === frameTypes.neighbour && destination !== broadcastAddress) return frameFates.otherDestination;
			if (type !== frameTypes.neighbour && (hops & hopMask) <= 1) return frameFates.expired;
		}
		this.repeatedFlood = false;
		const author = ((frame[4] as number) << 8) | (frame[5] as number);
		const authorBoot = ((frame[8] as number) << 8) | (frame[9] as number);
		if (author === this.#address) return this.own(frame);
		const authorSequence = ((frame[10] as number) << 16) | ((frame[11] as number) << 8) | (frame[12] as number);
		this.author = author;
		this.authorBoot = authorBoot;
		this.authorSequence = authorSequence;
		this.hops = hops & hopMask;
		this.type = type;
		if (relayed) {
			if (length < headerLength + relayLength) return frameFates.tooShort;
			this.origin = ((frame[13] as number) << 8) | (frame[14] as number);
			this.boot = ((frame[15] as number) << 8) | (frame[16] as number);
			if (this.origin === this.#address) return frameFates.ownAddress;
			this.sequence = ((frame[17] as number) << 16) | ((frame[18] as number) << 8) | (frame[19] as number);
			this.cost = frame[20] as number;
			this.offset = headerLength + relayLength;
		} else {
			this.origin = author;
			this.boot = authorBoot;
			this.sequence = authorSequence;
			this.cost = 0;
			this.offset = headerLength;
		}
		this.destination = destination;
		const fate = this.#window.judge(this.origin, this.boot, this.sequence, tracks.hop);
		this.place = this.#window.place;
		if (fate !== 0) return fate;
		// The same message may come by another way, or round a loop.
		if (type === frameTypes.neighbour) return 0;
		const key = messageKey(author, authorBoot, authorSequence);
		return this.#seen[seenIndex(key)] === key ? frameFates.duplicate : 0;
	}

	/** Marks a frame that is no flood as heard, once it is verified. */
	accept(): void {
		this.#window.accept(this.sequence, tracks.hop);
		if (this.type === frameTypes.neighbour) return;
		const key = messageKey(this.author, this.authorBoot, this.authorSequence);
		this.#seen[seenIndex(key)] = key;
	}

	/** A frame of our own number comes back from a relay; with another boot number somebody else uses our address. */
	private own(frame: Uint8Array): number {
		this.boot = ((frame[8] as number) << 8) | (frame[9] as number);
		this.sequence = ((frame[10] as number) << 16) | ((frame[11] as number) << 8) | (frame[12] as number);
		return frameFates.ownAddress;
	}

	private hears(zone: number): boolean {
		const zones = this.#zones;
		for (let index = 0; index < zones.length; index++) if (zones[index] === zone) return true;
		return false;
	}
}

export interface ReceivedFrameOptions {
	readonly networkTag: number;
	readonly address: number;
	readonly window: DuplicateWindow;
	readonly zones: Uint16Array;
}
