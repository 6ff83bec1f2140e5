import type { Diagnostics } from "kith/core/diagnostics";
import { faultKinds } from "kith/core/diagnostics";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import { broadcastAddress, type Link, type LinkListener } from "kith/link/link";
import { type MessageIdentity, type Protection, protectionFaults } from "kith/security/protection";
import type { Acquaintance } from "./acquaintance";
import { Counters } from "./counters";
import { DuplicateWindow } from "./duplicates";
import { frameFates } from "./frame-fates";
import {
	defaultHopLimit,
	frameLengthLimit,
	frameTypes,
	type HeaderFields,
	headerLength,
	sequenceLimit,
	writeHeader,
} from "./header";
import { type NetworkCounter, networkCounters } from "./network-counters";
import type { PeerPlaces } from "./peer-places";
import { ReceivedFrame } from "./received-frame";
import { TransmitQueue } from "./transmit-queue";

/** Looked up once: in XS a look-up by a text that is no identifier allocates. */
const queueFull = faultKinds["queue full"];
/** Of every frame. */
const { unknownBoot } = frameFates;
const frameRefused = faultKinds["frame refused"];

export interface NetworkOptions {
	readonly link: Link;
	readonly scheduler: Scheduler;
	readonly random: Random;
	/** Of messages to all, and of hellos. */
	readonly group: Protection;
	/** Of messages to one, for the way there. */
	readonly hop: Protection;
	/** Without one no peer's boot is ever believed but those that `believe` is told of. */
	readonly acquaintance?: Acquaintance;
	/** Own address. */
	readonly address: number;
	readonly networkTag: number;
	/** Counts up at every boot, 16 bits: with the sequence it makes every frame of this node unique. */
	readonly boot: number;
	/** Whom to hear; nobody else is. */
	readonly places: PeerPlaces;
	readonly diagnostics: Diagnostics;
}

export interface NetworkListener {
	/**
	 * A verified message that was not heard before.
	 * @param buffer reused: its `length` bytes from `offset` are valid during the call only
	 * @param sequence of its frame
	 * @param rssi dBm
	 */
	onMessage(
		origin: number,
		group: boolean,
		buffer: Uint8Array,
		offset: number,
		length: number,
		sequence: number,
		rssi: number,
	): void;
}

/**
 * Messages between the nodes of one network, over one link: numbered, protected, each delivered at most once. One hop:
 * whoever is in reach hears it. It makes itself the link's listener.
 */
export class Network implements LinkListener {
	/** Set once by the message layer. */
	listener: NetworkListener | undefined;
	readonly counters = new Counters<NetworkCounter>(networkCounters);
	/** Longest message in bytes. */
	readonly messageLimit: number;
	readonly #options: NetworkOptions;
	readonly #group: Protection;
	readonly #hop: Protection;
	readonly #counts = this.counters.counts;
	readonly #received: ReceivedFrame;
	readonly #sent: HeaderFields & MessageIdentity;
	readonly #window: DuplicateWindow;
	readonly #queue: TransmitQueue;
	#closed = false;

	/** Throws RangeError for an address or boot number out of range. */
	constructor(options: NetworkOptions) {
		const { link, scheduler, random, group, hop, address, boot, networkTag } = options;
		if (!(address > 0 && address < broadcastAddress)) throw new RangeError(`address ${address}`);
		this.messageLimit = Math.min(link.mtu, frameLengthLimit) - headerLength - Math.max(group.overhead, hop.overhead);
		this.#options = options;
		this.#group = group;
		this.#hop = hop;
		this.#window = new DuplicateWindow(options.places);
		this.#queue = new TransmitQueue({ link, scheduler, random, counters: this.counters });
		this.#received = new ReceivedFrame(networkTag, address, this.#window);
		const hopLimit = defaultHopLimit;
		this.#sent = { networkTag, hopLimit, origin: address, place: 0, destination: 0, boot, sequence: 0 };
		this.renew(boot);
		link.listener = this;
	}

	/** Sequences left under the present boot number. At 0 nothing can be sent until `renew`. */
	get sequencesLeft(): number {
		return sequenceLimit + 1 - this.#sent.sequence;
	}

	/** Goes on under a new boot number, which the caller took from its counter and stored, with sequences from 0. */
	renew(boot: number): void {
		if (!(boot >= 0 && boot <= 0xffff)) throw new RangeError(`boot number ${boot}`);
		this.#sent.boot = boot;
		this.#sent.sequence = 0;
	}

	/** A boot of the peer at `place` is fresh: its frames behind `sequence` are heard from now on, and those of no other. */
	believe(place: number, boot: number, sequence: number): void {
		this.#window.begin(place, boot, sequence);
	}

	/** Nothing more is believed of the peer at `place`. */
	doubt(place: number): void {
		this.#window.end(place);
	}

	/** Boot number that is believed of the peer at `place`, or -1. */
	boot(place: number): number {
		return this.#window.boot(place);
	}

	/** Highest sequence heard of the peer at `place`. */
	highest(place: number): number {
		return this.#window.highest(place);
	}

	/** A frame of a believed boot, that the acquaintance verified: marks it as heard. @returns false where it was before */
	take(origin: number, boot: number, sequence: number): boolean {
		const fresh = this.#window.judge(origin, boot, sequence) === 0;
		if (fresh) this.#window.accept(sequence);
		return fresh;
	}

	/**
	 * Queues a message to all peers in reach. Throws RangeError beyond `messageLimit`.
	 * @returns the sequence of its frame, or -1 when it cannot be queued (counted)
	 */
	sendGroup(message: Uint8Array, length: number): number {
		return this.send(frameTypes.group, broadcastAddress, message, length);
	}

	/** Queues a hello: what introduces a boot to those who do not know it. Otherwise as `sendGroup`. */
	sendHello(message: Uint8Array, length: number): number {
		return this.send(frameTypes.hello, broadcastAddress, message, length);
	}

	/** Queues a message to one peer, ahead of all group messages. Otherwise as `sendGroup`. */
	sendUnicast(destination: number, message: Uint8Array, length: number): number {
		return this.send(frameTypes.unicast, destination, message, length);
	}

	/** Sends and hears nothing more. May be called twice. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#queue.close();
		if (this.#options.link.listener === this) this.#options.link.listener = undefined;
	}

	onReceive(frame: Uint8Array, length: number, rssi: number): void {
		let fate = this.#received.judge(frame, length);
		if (fate === 0) fate = this.#received.hello ? this.introduce(frame, length) : this.deliver(frame, length, rssi);
		else if (fate === unknownBoot) this.#options.acquaintance?.onDoubt(this.#window.place);
		const counts = this.#counts;
		counts[fate] = (counts[fate] as number) + 1;
	}

	onSent(delivered: boolean): void {
		this.#queue.onSent(delivered);
	}

	/** Verifies; the window learns only what was verified. @returns a frame fate */
	private deliver(frame: Uint8Array, length: number, rssi: number): number {
		const header = this.#received;
		const protection = header.group ? this.#group : this.#hop;
		const messageLength = protection.unprotect(frame, headerLength, length - headerLength, header);
		const origin = header.origin;
		if (messageLength < 0) {
			if (messageLength === protectionFaults.tooShort) return frameFates.tooShort;
			this.#options.diagnostics.fault(frameRefused, origin);
			this.#options.acquaintance?.onDoubt(header.place);
			return frameFates.notAuthentic;
		}
		const sequence = header.sequence;
		this.#window.accept(sequence);
		const listener = this.listener;
		if (listener === undefined) return frameFates.noListener;
		listener.onMessage(origin, header.group, frame, headerLength, messageLength, sequence, rssi);
		return frameFates.delivered;
	}

	private introduce(frame: Uint8Array, length: number): number {
		const { acquaintance } = this.#options;
		return acquaintance === undefined
			? frameFates.noListener
			: acquaintance.onHello(frame, headerLength, length, this.#received);
	}

	private send(type: number, destination: number, message: Uint8Array, length: number): number {
		if (length > this.messageLimit) throw new RangeError(`message of ${length} bytes, at most ${this.messageLimit}`);
		const header = this.#sent;
		const sequence = header.sequence;
		if (sequence > sequenceLimit) return this.unsendable(networkCounters.sequenceExhausted, destination);
		const queue = this.#queue;
		const slot = queue.reserve(destination);
		if (slot < 0) return this.unsendable(-1, destination);
		const frame = queue.frame(slot);
		header.destination = destination;
		writeHeader(frame, header, type);
		for (let from = 0, to = headerLength; from < length; from++, to++) frame[to] = message[from] as number;
		const protection = type === frameTypes.unicast ? this.#hop : this.#group;
		const bodyLength = protection.protect(frame, headerLength, length, header);
		// Spent even when protecting fails: a number must never be used twice.
		header.sequence = sequence + 1;
		if (bodyLength < 0) return this.unsendable(networkCounters.unprotected, destination);
		queue.commit(slot, destination, headerLength + bodyLength);
		return sequence;
	}

	private unsendable(counter: number, destination: number): number {
		if (counter >= 0) this.counters.count(counter);
		const subject = destination === broadcastAddress ? -1 : destination;
		this.#options.diagnostics.fault(queueFull, subject);
		return -1;
	}
}
