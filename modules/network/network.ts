import type { Diagnostics } from "kith/core/diagnostics";
import { faultKinds } from "kith/core/diagnostics";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import { broadcastAddress, type Link, type LinkListener } from "kith/link/link";
import { type Protection, protectionFaults } from "kith/security/protection";
import { Counters } from "./counters";
import { DuplicateWindow } from "./duplicates";
import { frameFates } from "./frame-fates";
import {
	defaultHopLimit,
	frameLengthLimit,
	type HeaderFields,
	headerLength,
	sequenceLimit,
	writeHeader,
} from "./header";
import { type NetworkCounter, networkCounters } from "./network-counters";
import { ReceivedFrame } from "./received-frame";
import { TransmitQueue } from "./transmit-queue";

/** Looked up once: in XS a look-up by a text that is no identifier allocates. */
const queueFull = faultKinds["queue full"];
const frameRefused = faultKinds["frame refused"];

export interface NetworkOptions {
	readonly link: Link;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly protection: Protection;
	/** Own address. */
	readonly address: number;
	readonly networkTag: number;
	/** Counts up at every boot, 16 bits: with the sequence it makes every frame of this node unique. */
	readonly boot: number;
	/** Addresses accepted, at most `peerLimit`; nobody else is heard. */
	readonly peers: Uint16Array;
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
	readonly #protection: Protection;
	readonly #counts = this.counters.counts;
	readonly #received: ReceivedFrame;
	readonly #sent: HeaderFields;
	readonly #window: DuplicateWindow;
	readonly #queue: TransmitQueue;
	#closed = false;

	/** Throws RangeError for peers as `DuplicateWindow` does, and for an address or boot number out of range. */
	constructor(options: NetworkOptions) {
		const { link, scheduler, random, protection, address, boot, networkTag } = options;
		if (!(address > 0 && address < broadcastAddress)) throw new RangeError(`address ${address}`);
		this.messageLimit = Math.min(link.mtu, frameLengthLimit) - headerLength - protection.overhead;
		this.#options = options;
		this.#protection = protection;
		this.#window = new DuplicateWindow(options.peers);
		this.#queue = new TransmitQueue({ link, scheduler, random, counters: this.counters });
		this.#received = new ReceivedFrame(networkTag, address, this.#window);
		const hopLimit = defaultHopLimit;
		this.#sent = { networkTag, hopLimit, origin: address, destination: 0, boot, sequence: 0 };
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

	/**
	 * Queues a message to all peers in reach. Throws RangeError beyond `messageLimit`.
	 * @returns the sequence of its frame, or -1 when it cannot be queued (counted)
	 */
	sendGroup(message: Uint8Array, length: number): number {
		return this.#send(broadcastAddress, message, length);
	}

	/** Queues a message to one peer, ahead of all group messages. Otherwise as `sendGroup`. */
	sendUnicast(destination: number, message: Uint8Array, length: number): number {
		return this.#send(destination, message, length);
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
		if (fate === 0) fate = this.#deliver(frame, length, rssi);
		const counts = this.#counts;
		counts[fate] = (counts[fate] as number) + 1;
	}

	onSent(delivered: boolean): void {
		this.#queue.onSent(delivered);
	}

	/** Verifies; the window learns only what was verified. @returns a frame fate */
	#deliver(frame: Uint8Array, length: number, rssi: number): number {
		const header = this.#received;
		const messageLength = this.#protection.unprotect(frame, headerLength, length - headerLength, header);
		const origin = header.origin;
		if (messageLength < 0) {
			if (messageLength === protectionFaults.tooShort) return frameFates.tooShort;
			this.#options.diagnostics.fault(frameRefused, origin);
			return frameFates.notAuthentic;
		}
		const sequence = header.sequence;
		this.#window.accept(header.boot, sequence);
		const listener = this.listener;
		if (listener === undefined) return frameFates.noListener;
		listener.onMessage(origin, header.group, frame, headerLength, messageLength, sequence, rssi);
		return frameFates.delivered;
	}

	#send(destination: number, message: Uint8Array, length: number): number {
		if (length > this.messageLimit) throw new RangeError(`message of ${length} bytes, at most ${this.messageLimit}`);
		const header = this.#sent;
		const sequence = header.sequence;
		if (sequence > sequenceLimit) return this.#unsendable(networkCounters.sequenceExhausted, destination);
		const queue = this.#queue;
		const slot = queue.reserve(destination);
		if (slot < 0) return this.#unsendable(-1, destination);
		const frame = queue.frame(slot);
		header.destination = destination;
		writeHeader(frame, header);
		for (let from = 0, to = headerLength; from < length; from++, to++) frame[to] = message[from] as number;
		// Spent even when protecting fails: a number must never be used twice.
		header.sequence = sequence + 1;
		const bodyLength = this.#protection.protect(frame, headerLength, length, header);
		if (bodyLength < 0) return this.#unsendable(networkCounters.unprotected, destination);
		queue.commit(slot, destination, headerLength + bodyLength);
		return sequence;
	}

	#unsendable(counter: number, destination: number): number {
		if (counter >= 0) this.counters.count(counter);
		const subject = destination === broadcastAddress ? -1 : destination;
		this.#options.diagnostics.fault(queueFull, subject);
		return -1;
	}
}
