import type { Clock } from "kith/core/clock";
import { Scheduler } from "kith/core/scheduler";
import { broadcastAddress, type Link, type LinkFault, type LinkListener } from "kith/link/link";
import { MeshNetwork } from "kith/mesh/mesh-network";
import { PeerPlaces } from "kith/network/peer-places";
import type { MessageIdentity, Protection } from "kith/security/protection";
import { Agenda, type Appointment, agendaClasses } from "kith/simulator/kernel/agenda";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { type AirReport, type Position, Radio, type Station } from "kith/simulator/radio/index";
import { FixedRandom } from "./fixed-random";
import { RecordingDiagnostics } from "./recording-diagnostics";

export interface MeshStandOptions {
	readonly seed: number;
	readonly positions: readonly Position[];
	/** Of each transmission, data and acknowledgement apart. Default 0.1. */
	readonly loss?: number;
	/** By node, of 0 … ; default: one zone for all. */
	readonly zones?: (node: number) => { readonly heard: readonly number[]; readonly own: number };
	/** Peers of a node; default: all others, as far as they fit. */
	readonly peers?: (node: number) => readonly number[];
	/** Frames carry no proof here: what they cost is a figure of elsewhere. A test of damage or of forgery wants another. */
	readonly protection?: () => { readonly group: Protection; readonly hop: Protection };
}

export const meshTag = 0xcafe;

/** Room for a tag, without looking at it. */
export class BlindProtection implements Protection {
	readonly overhead: number;
	constructor(overhead: number) {
		this.overhead = overhead;
	}
	protect(frame: Uint8Array, messageOffset: number, messageLength: number): number {
		frame.fill(0x5a, messageOffset + messageLength, messageOffset + messageLength + this.overhead);
		return messageLength + this.overhead;
	}
	unprotect(_frame: Uint8Array, _bodyOffset: number, bodyLength: number): number {
		return bodyLength - this.overhead;
	}
}

/** A tag that who does not know the key cannot make: a toy, but it looks at every byte. */
export class KeyedProtection implements Protection {
	readonly overhead = 4;
	readonly #key: number;
	constructor(key: number) {
		this.#key = key;
	}
	protect(frame: Uint8Array, messageOffset: number, messageLength: number, identity: MessageIdentity): number {
		this.#tag(frame, messageOffset + messageLength, identity, (at, byte) => {
			frame[at] = byte;
		});
		return messageLength + this.overhead;
	}
	unprotect(frame: Uint8Array, bodyOffset: number, bodyLength: number, identity: MessageIdentity): number {
		if (bodyLength < this.overhead) return -1;
		let same = true;
		this.#tag(frame, bodyOffset + bodyLength - this.overhead, identity, (at, byte) => {
			same &&= frame[at] === byte;
		});
		return same ? bodyLength - this.overhead : -2;
	}
	#tag(
		frame: Uint8Array,
		end: number,
		{ origin, boot, sequence }: MessageIdentity,
		each: (at: number, byte: number) => void,
	): void {
		let hash = this.#key ^ (origin << 16) ^ (boot << 8) ^ sequence;
		// The hop limit changes on the way.
		for (let at = 0; at < end; at++) if (at !== 3) hash = Math.imul(hash ^ (frame[at] as number), 0x01000193);
		for (let index = 0; index < 4; index++) each(end + index, (hash >>> (8 * index)) & 0xff);
	}
}

export interface Stranger {
	/** Link address that it pretends to have; it acknowledges nothing under that one. */
	as: number;
	hear(frame: Uint8Array, from: number): void;
	/** @param as link address it pretends to have */
	send(frame: Uint8Array, as: number, to?: number): void;
}

/** What arrived where. */
export interface Arrival {
	/** Index of the node. */
	readonly at: number;
	/** Address. */
	readonly origin: number;
	readonly group: boolean;
	readonly sequence: number;
	readonly message: Uint8Array;
	readonly timeMs: number;
}

/**
 * Many real network layers on the simulator's radio, without engines or sessions: hundreds of nodes, a seed, and no
 * waiting. The node with index i has address i + 1.
 */
export class MeshStand {
	readonly agenda = new Agenda();
	readonly radio: Radio;
	readonly nodes: MeshStandNode[] = [];
	readonly strangers: Stranger[] = [];
	onArrival: (arrival: Arrival) => void = () => {};
	onAir: (report: AirReport) => void = () => {};
	readonly options: MeshStandOptions;

	constructor(options: MeshStandOptions) {
		this.options = options;
		this.radio = new Radio({
			agenda: this.agenda,
			random: new SeededRandom(options.seed, "mesh"),
			loss: options.loss ?? 0.1,
			shadowing: 0,
			onDeliver: (frame, receivers, { index, address }) => {
				const from = this.strangers[index - 1000]?.as ?? address;
				for (const { station, rssi } of receivers) {
					this.strangers[station.index - 1000]?.hear(frame, from);
					this.nodes[station.index]?.link.hear(frame, Math.max(-127, rssi), from);
				}
			},
			onAir: (report) => this.onAir(report),
		});
		options.positions.forEach((_, index) => {
			this.nodes.push(new MeshStandNode(this, index));
		});
	}

	get nowMs(): number {
		return this.agenda.now / 1000;
	}

	/** Switches a node on, or all. */
	start(index?: number): void {
		for (const node of this.nodes) if (index === undefined || node.index === index) node.start();
	}

	/** Lets `ms` pass. */
	run(ms: number): void {
		const until = this.agenda.now + ms * 1000;
		while (this.agenda.step(until)) {}
		this.agenda.idle(until);
	}

	/** A radio that is no member, at some place: hears all, and sends what it likes under any address. */
	stranger(position: Position, hear: (frame: Uint8Array, from: number) => void = () => {}): Stranger {
		const station = { index: 1000 + this.strangers.length, address: 0xfff0, position, channel: 6, sent: () => {} };
		const stranger: Stranger = {
			as: 0,
			hear,
			send: (frame, as, to = broadcastAddress) => {
				stranger.as = as;
				this.radio.transmit(station, to, frame);
			},
		};
		this.strangers.push(stranger);
		this.radio.join(station);
		return stranger;
	}

	/** At some time from now. */
	after(ms: number, happen: () => void): void {
		this.agenda.plan(this.agenda.now + ms * 1000, agendaClasses.world, happen);
	}

	/** Everybody who is on believes the node's new boot, and it theirs: what hellos do elsewhere. */
	acquaint(node: MeshStandNode): void {
		for (const other of this.nodes) {
			if (other === node || !other.running) continue;
			believe(other, node);
			believe(node, other);
		}
	}

	node(index: number): MeshStandNode {
		return this.nodes[index] as MeshStandNode;
	}
}

function believe(node: MeshStandNode, other: MeshStandNode): void {
	const place = node.layer.mesh.places.find(other.address);
	if (place !== 0) node.layer.believe(place, other.boot, other.layer.sent - 1);
}

export class MeshStandNode {
	readonly index: number;
	readonly address: number;
	readonly link: StandLink;
	readonly station: Station;
	readonly diagnostics = new RecordingDiagnostics();
	boot = 0;
	network: MeshNetwork | undefined;
	scheduler: Scheduler | undefined;
	readonly #stand: MeshStand;
	#clock: StandClock | undefined;

	constructor(stand: MeshStand, index: number) {
		this.#stand = stand;
		this.index = index;
		this.address = index + 1;
		this.station = {
			index,
			address: index + 1,
			position: stand.options.positions[index] as Position,
			channel: 6,
			sent: (delivered) => this.link.sent(delivered),
		};
		this.link = new StandLink(stand, this.station);
	}

	get running(): boolean {
		return this.network !== undefined;
	}

	/** The network layer of a node that is on. */
	get layer(): MeshNetwork {
		return this.network as MeshNetwork;
	}

	start(): void {
		const { options, agenda, radio } = this.#stand;
		const clock = new StandClock(agenda);
		this.#clock = clock;
		this.boot++;
		radio.join(this.station);
		this.link.reset();
		const scheduler = new Scheduler(clock);
		this.scheduler = scheduler;
		const everybody = options.positions.map((_, other) => other + 1).filter((address) => address !== this.address);
		const peers = options.peers?.(this.index) ?? everybody.slice(0, 64);
		const zones = options.zones?.(this.index);
		const { group, hop } = options.protection?.() ?? { group: new BlindProtection(8), hop: new BlindProtection(4) };
		const network = new MeshNetwork({
			link: this.link,
			scheduler,
			random: new FixedRandom(options.seed * 7919 + this.address * 1000 + this.boot),
			group,
			hop,
			address: this.address,
			networkTag: meshTag,
			boot: this.boot,
			places: new PeerPlaces(Uint16Array.from(peers)),
			zones: Uint16Array.from(zones?.heard ?? []),
			groupZone: zones?.own ?? broadcastAddress,
			diagnostics: this.diagnostics,
		});
		network.listener = {
			onMessage: (origin, group, buffer, offset, length, sequence) => {
				const message = buffer.slice(offset, offset + length);
				this.#stand.onArrival({ at: this.index, origin, group, sequence, message, timeMs: this.#stand.nowMs });
			},
		};
		this.network = network;
		this.#stand.acquaint(this);
	}

	/** Power off, without a word. */
	stop(): void {
		this.network?.close();
		this.network = undefined;
		this.#clock?.stop();
		this.#stand.radio.leave(this.index);
	}
}

class StandClock implements Clock {
	readonly #agenda: Agenda;
	readonly #startUs: number;
	#alarm: Appointment | undefined;

	constructor(agenda: Agenda) {
		this.#agenda = agenda;
		this.#startUs = agenda.now;
	}

	now(): number {
		return Math.floor((this.#agenda.now - this.#startUs) / 1000) | 0;
	}

	wakeAt(deadline: number, wake: () => void): void {
		this.#agenda.cancel(this.#alarm);
		this.#alarm = this.#agenda.plan(this.#startUs + deadline * 1000, agendaClasses.board, wake);
	}

	stop(): void {
		this.#agenda.cancel(this.#alarm);
	}
}

class StandLink implements Link {
	readonly mtu = 250;
	listener: LinkListener | undefined;
	readonly #stand: MeshStand;
	readonly #station: Station;
	readonly #received = new Uint8Array(256);
	#inFlight = false;

	constructor(stand: MeshStand, station: Station) {
		this.#stand = stand;
		this.#station = station;
	}

	reset(): void {
		this.#inFlight = false;
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		if (this.#inFlight) return "busy";
		this.#inFlight = true;
		this.#stand.radio.transmit(this.#station, destination, frame.subarray(0, length));
		return undefined;
	}

	hear(frame: Uint8Array, rssi: number, from: number): void {
		this.#received.set(frame);
		this.listener?.onReceive(this.#received, frame.length, rssi, from);
	}

	sent(delivered: boolean): void {
		this.#inFlight = false;
		this.listener?.onSent(delivered);
	}
}
