import { broadcastAddress } from "kith/link/link";
import type { MessageIdentity } from "kith/security/protection";
import type { DuplicateWindow } from "./duplicates";
import { frameFates } from "./frame-fates";
import {
	frameLengthLimit,
	frameVersion,
	groupFirstByte,
	headerLength,
	helloFirstByte,
	unicastFirstByte,
} from "./header";

const { stranger } = frameFates;

/** The hop limit is a nibble; the other one is kept at 0. */
const highestHopLimit = 15;

/**
 * The header of a frame that was heard, and all that can be said against the frame without a key: in the order of cost,
 * so that a stranger's frame is soon done with. Reused for every frame.
 */
export class ReceivedFrame implements MessageIdentity {
	group = false;
	hello = false;
	origin = 0;
	destination = 0;
	boot = 0;
	sequence = 0;
	place = 0;
	readonly #networkTag: number;
	readonly #address: number;
	readonly #window: DuplicateWindow;

	constructor(networkTag: number, address: number, window: DuplicateWindow) {
		this.#networkTag = networkTag;
		this.#address = address;
		this.#window = window;
	}

	/**
	 * Judges the first `length` bytes of `frame`. Only what is worth verifying sets the fields, and what is from a peer
	 * under another boot number than the known one.
	 * @returns a frame fate, `frameFates.delivered` where nothing speaks against it so far
	 */
	judge(frame: Uint8Array, length: number): number {
		if (length < headerLength) return frameFates.tooShort;
		if (length > frameLengthLimit) return frameFates.tooLong;
		const first = frame[0] as number;
		if (first !== groupFirstByte && first !== unicastFirstByte && first !== helloFirstByte)
			return first >> 4 === frameVersion ? frameFates.unknownType : frameFates.unknownVersion;
		if ((((frame[1] as number) << 8) | (frame[2] as number)) !== this.#networkTag) return frameFates.otherNetwork;
		if ((frame[3] as number) > highestHopLimit) return frameFates.reservedBits;
		const address = this.#address;
		const destination = ((frame[6] as number) << 8) | (frame[7] as number);
		if (first !== unicastFirstByte) {
			if (destination !== broadcastAddress) return frameFates.typeMismatch;
		} else if (destination !== address)
			return destination === broadcastAddress ? frameFates.typeMismatch : frameFates.otherDestination;
		const origin = ((frame[4] as number) << 8) | (frame[5] as number);
		if (origin === address) return frameFates.ownAddress;
		const boot = ((frame[8] as number) << 8) | (frame[9] as number);
		const sequence = ((frame[10] as number) << 16) | ((frame[11] as number) << 8) | (frame[12] as number);
		const window = this.#window;
		const fate = window.judge(origin, boot, sequence);
		// A hello names its boot in full: it is not the number alone that says whether it is known.
		if (fate !== 0 && (first !== helloFirstByte || fate === stranger)) return fate;
		this.place = window.place;
		this.hello = first === helloFirstByte;
		this.group = first === groupFirstByte;
		this.origin = origin;
		this.destination = destination;
		this.boot = boot;
		this.sequence = sequence;
		return 0;
	}
}
