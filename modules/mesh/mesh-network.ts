import type { Diagnostics } from "kith/core/diagnostics";
import { faultKinds } from "kith/core/diagnostics";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import type { Channels } from "kith/link/channels";
import { broadcastAddress, type Link, type LinkListener } from "kith/link/link";
import type { Acquaintance } from "kith/network/acquaintance";
import { Counters } from "kith/network/counters";
import type { PeerPlaces } from "kith/network/peer-places";
import { type Protection, protectionFaults } from "kith/security/protection";
import { AddressWatch } from "./address-watch";
import { AirtimeBudget } from "./airtime-budget";
import { DuplicateWindow, tracks } from "./duplicates";
import { FrameArena, heardOffset, outgoingOffset } from "./frame-arena";
import { frameFates } from "./frame-fates";
import { FrameMaker } from "./frame-maker";
import { frameLengthLimit, frameTypes, headerLength, relayLength, sequenceLimit } from "./header";
import { HelloRelay } from "./hello-relay";
import type { Mesh } from "./mesh";
import { MeshNode } from "./mesh-node";
import { NeighbourTable } from "./neighbour-table";
import { type NetworkCounter, networkCounters } from "./network-counters";
import { ReceivedFrame } from "./received-frame";
import { frameKey, RecentFrames } from "./recent-frames";
import { RouteTable } from "./route-table";
import { TransmitQueue } from "./transmit-queue";
import { priorities } from "./transmit-table";

/** Looked up once: in XS a look-up by a text that is no identifier allocates. */
const queueFull = faultKinds["queue full"];
const frameRefused = faultKinds["frame refused"];
const { group, search } = frameTypes;
const floodTrack = tracks.flood;
const noZones = new Uint16Array(0);

export interface MeshNetworkOptions {
	readonly link: Link;
	readonly scheduler: Scheduler;
	readonly random: Random;
	/** Of floods, and of hellos. */
	readonly group: Protection;
	/** Of what goes from one radio to the next. */
	readonly hop: Protection;
	/** Without one no peer's boot is ever believed but those that `believe` is told of. */
	readonly acquaintance?: Acquaintance;
	/** Own address. */
	readonly address: number;
	readonly networkTag: number;
	/** Counts up at every boot, 16 bits: with the sequence it makes every frame of this node unique. */
	readonly boot: number;
	/** Whom to hear; nobody else is, nor relayed for or through. */
	readonly places: PeerPlaces;
	/** Of how many of the places, from the first on, messages are delivered: the others' are passed on only. Default: all. */
	readonly listened?: number;
	/** Zones whose floods this node hears and relays, beside those for the whole network. */
	readonly zones?: Uint16Array;
	/** Zone that the node's own group messages are for. 0xffff, the whole network, where it is left out. */
	readonly groupZone?: number;
	readonly diagnostics: Diagnostics;
	/** Of the link's radio, where the network decides it. */
	readonly channels?: Channels | undefined;
}

export interface NetworkListener {
	/**
	 * A verified message that was not heard before.
	 * @param buffer reused: its `length` bytes from `offset` are valid during the call only
	 * @param sequence of its frame
	 * @param rssi dBm, of the last hop
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
 * Messages between the nodes of one network, over one link and as many hops as it takes: numbered, protected, each
 * delivered at most once. It makes itself the link's listener.
 */
export class MeshNetwork implements LinkListener {
	/** Set once by the message layer. */
	listener: NetworkListener | undefined;
	readonly counters = new Counters<NetworkCounter>(networkCounters);
	/** Longest message in bytes. */
	readonly messageLimit: number;
	/** Neighbours, ways, floods under way: for whoever watches. */
	readonly mesh: MeshNode;
	readonly #options: MeshNetworkOptions;
	readonly #maker: FrameMaker;
	readonly #counts = this.counters.counts;
	readonly #received: ReceivedFrame;
	readonly #window: DuplicateWindow;
	readonly #places: PeerPlaces;
	readonly #arena = new FrameArena();
	readonly #queue: TransmitQueue;
	readonly #recent: RecentFrames;
	readonly #watch: AddressWatch;
	readonly #hellos: HelloRelay;
	readonly #groupZone: number;
	readonly #listened: number;
	#closed = false;

	/** Throws RangeError for an address or boot number out of range. */
	constructor(options: MeshNetworkOptions) {
		const { link, scheduler, random, group, hop, address, boot, networkTag, diagnostics, places } = options;
		if (!(address > 0 && address < broadcastAddress)) throw new RangeError(`address ${address}`);
		const overhead = Math.max(group.overhead, hop.overhead);
		this.messageLimit = Math.min(link.mtu, frameLengthLimit) - headerLength - relayLength - overhead;
		this.#options = options;
		this.#groupZone = options.groupZone ?? broadcastAddress;
		this.#listened = options.listened ?? places.length;
		this.#places = places;
		const { counters } = this;
		const arena = this.#arena;
		const window = new DuplicateWindow(places);
		const airtime = new AirtimeBudget(places.length, scheduler.now());
		this.#maker = new FrameMaker({ networkTag, address, boot, group, hop, arena });
		this.#queue = new TransmitQueue({ link, scheduler, random, counters, arena, airtime });
		this.#recent = new RecentFrames(arena);
		this.#recent.user = this.#queue.user;
		this.#watch = new AddressWatch(address, scheduler, diagnostics);
		const zones = options.zones ?? noZones;
		this.#window = window;
		this.#received = new ReceivedFrame({ networkTag, address, window, zones });
		const mesh: Mesh = {
			address,
			scheduler,
			random,
			diagnostics,
			counters,
			places,
			zones,
			window,
			neighbours: new NeighbourTable(places),
			routes: new RouteTable(places.length),
			recent: this.#recent,
			airtime,
			arena,
			maker: this.#maker,
			queue: this.#queue,
			draw: new Uint8Array(4),
		};
		this.mesh = new MeshNode(mesh);
		this.#hellos = new HelloRelay(mesh);
		link.listener = this;
		if (options.channels !== undefined) this.mesh.follow(options.channels, options.acquaintance);
	}

	/** Sequences left under the present boot number. At 0 nothing can be sent until `renew`. */
	get sequencesLeft(): number {
		return sequenceLimit + 1 - this.#maker.next;
	}

	/** Leaves out all numbers before `sequence`, as after a long time. */
	skipTo(sequence: number): void {
		this.#maker.skipTo(sequence);
	}

	/** Sequence of the next frame. */
	get sent(): number {
		return this.#maker.next;
	}

	/** Goes on under a new boot number, which the caller took from its counter and stored, with sequences from 0. */
	renew(boot: number): void {
		this.#maker.renew(boot);
		this.#recent.restarted(0);
	}

	/** A boot of the peer at `place` is fresh: its frames behind `sequence` are heard from now on, and those of no other. */
	believe(place: number, boot: number, sequence: number): void {
		this.mesh.restarted(place);
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
		const flood = this.#window.highest(place, tracks.flood);
		const hop = this.#window.highest(place, tracks.hop);
		return Math.max(flood, hop);
	}

	/** A frame of a believed boot, that the acquaintance verified: marks it as heard. @returns false where it was before */
	take(origin: number, boot: number, sequence: number): boolean {
		const fresh = this.#window.judge(origin, boot, sequence, tracks.flood) === 0;
		if (fresh) this.#window.accept(sequence, tracks.flood);
		return fresh;
	}

	/**
	 * Queues a message to all peers of the node's zone. Throws RangeError beyond `messageLimit`.
	 * @returns the sequence of its frame, or -1 when it cannot be queued (counted)
	 */
	sendGroup(message: Uint8Array, length: number): number {
		this.check(length);
		const maker = this.#maker;
		const sequence = maker.next;
		if (sequence > sequenceLimit) return this.unsendable(networkCounters.sequenceExhausted, -1);
		const queue = this.#queue;
		const slot = queue.reserveReference(priorities.group);
		if (slot < 0) return this.unsendable(-1, -1);
		const size = maker.flood(frameTypes.group, this.#groupZone, message, length);
		if (size < 0) return this.unsendable(networkCounters.unprotected, -1);
		const now = this.#options.scheduler.now();
		const offset = this.#recent.add(frameKey(0, sequence), outgoingOffset, size, now, 0);
		queue.refer(slot, offset, size, 0);
		queue.queue(slot, broadcastAddress, priorities.group, 0);
		this.mesh.sentFlood();
		return sequence;
	}

	/** Queues a hello: what introduces a boot to the neighbours that do not know it. Otherwise as `sendGroup`. */
	sendHello(message: Uint8Array, length: number): number {
		this.check(length);
		const maker = this.#maker;
		const sequence = maker.next;
		if (sequence > sequenceLimit) return this.unsendable(networkCounters.sequenceExhausted, -1);
		const queue = this.#queue;
		const slot = queue.reserve(priorities.group);
		if (slot < 0) return this.unsendable(-1, -1);
		const size = maker.flood(frameTypes.hello, broadcastAddress, message, length);
		if (size < 0) return this.unsendable(networkCounters.unprotected, -1);
		queue.commit(slot, outgoingOffset, size, broadcastAddress, priorities.group, 0);
		return sequence;
	}

	/** Queues a message to one peer, ahead of all group messages. Otherwise as `sendGroup`. */
	sendUnicast(destination: number, message: Uint8Array, length: number): number {
		this.check(length);
		const sequence = this.#maker.next;
		if (sequence > sequenceLimit) return this.unsendable(networkCounters.sequenceExhausted, destination);
		if (!this.mesh.sendUnicast(destination, message, length)) return this.unsendable(-1, destination);
		return sequence;
	}

	/**
	 * The message layer got no answer from a peer, although each hop's radio may have acknowledged: somebody on the way only
	 * pretends. The next message goes another way, if there is one.
	 */
	unanswered(destination: number): void {
		this.mesh.unanswered(destination);
	}

	/** Sends and hears nothing more. May be called twice. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.mesh.close();
		this.#queue.close();
		if (this.#options.link.listener === this) this.#options.link.listener = undefined;
	}

	onReceive(frame: Uint8Array, length: number, rssi: number, from: number): void {
		const header = this.#received;
		let fate = header.judge(frame, length);
		if (fate === 0) {
			const { type } = header;
			if (type === group || type === search) fate = this.takeFlood(header, frame, length, rssi, from);
			else fate = this.takeOther(header, frame, length, rssi);
		} else if (fate === frameFates.unknownBoot) this.#options.acquaintance?.onDoubt(header.place);
		else if (fate === frameFates.duplicate) this.mesh.repeated(header, from);
		else if (fate === frameFates.ownAddress) this.#watch.heard(header, from, this.#maker.boot);
		const counts = this.#counts;
		counts[fate] = (counts[fate] as number) + 1;
	}

	onSent(delivered: boolean): void {
		this.#queue.onSent(delivered);
	}

	/** Verifies; nothing is learned, kept or relayed but what was verified. @returns a frame fate */
	private takeOther(header: ReceivedFrame, frame: Uint8Array, length: number, rssi: number): number {
		const { acquaintance } = this.#options;
		const arena = this.#arena;
		if (header.type === frameTypes.hello) {
			if (acquaintance === undefined) return frameFates.noListener;
			if (this.#hellos.repeated(header)) return frameFates.duplicate;
			arena.keep(frame, length, heardOffset);
			const fate = acquaintance.onHello(frame, headerLength, length, header);
			if (fate === frameFates.hello) this.#hellos.pass(header, length);
			return fate;
		}
		const { offset } = header;
		// What is passed on is made anew of the message, which is verified where it lies.
		arena.keep(frame, length, heardOffset);
		const messageLength = this.#maker.hop.unprotect(arena.heard, offset, length - offset, header);
		if (messageLength < 0) return this.refuse(messageLength);
		header.accept();
		const fate = this.mesh.hopped(header, messageLength, rssi);
		if (fate !== frameFates.delivered) return fate;
		const author = this.#places.find(header.author);
		if (author === 0 || author > this.#listened) return frameFates.unheeded;
		return this.deliver(header.author, false, arena.heard, messageLength, header.authorSequence, rssi);
	}

	private takeFlood(header: ReceivedFrame, frame: Uint8Array, length: number, rssi: number, from: number): number {
		// It is passed on as it came, and verifying changes a message where it lies.
		this.#arena.keep(frame, length, this.#recent.next);
		const messageLength = this.#maker.group.unprotect(frame, headerLength, length - headerLength, header);
		if (messageLength < 0) return this.refuse(messageLength);
		this.#window.accept(header.sequence, floodTrack);
		this.mesh.flooded(header, from, length, rssi);
		if (header.type === search) {
			this.mesh.searched(header, frame, messageLength);
			return frameFates.control;
		}
		if (header.place > this.#listened) return frameFates.unheeded;
		return this.deliver(header.origin, true, frame, messageLength, header.sequence, rssi);
	}

	private refuse(fault: number): number {
		if (fault === protectionFaults.tooShort) return frameFates.tooShort;
		const { origin, place } = this.#received;
		this.#options.diagnostics.fault(frameRefused, origin);
		this.#options.acquaintance?.onDoubt(place);
		return frameFates.notAuthentic;
	}

	private deliver(
		origin: number,
		group: boolean,
		buffer: Uint8Array,
		length: number,
		sequence: number,
		rssi: number,
	): number {
		const listener = this.listener;
		if (listener === undefined) return frameFates.noListener;
		listener.onMessage(origin, group, buffer, this.#received.offset, length, sequence, rssi);
		return frameFates.delivered;
	}

	private check(length: number): void {
		if (length > this.messageLimit) throw new RangeError(`message of ${length} bytes, at most ${this.messageLimit}`);
	}

	private unsendable(counter: number, subject: number): number {
		if (counter >= 0) this.counters.count(counter);
		this.#options.diagnostics.fault(queueFull, subject);
		return -1;
	}
}
