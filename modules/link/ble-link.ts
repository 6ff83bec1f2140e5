import { elapsed } from "kith/core/clock";
import type { Scheduler } from "kith/core/scheduler";
import { type Beacon, readBeacon } from "./ble-beacon";
import { chunkKinds } from "./ble-chunks";
import { BleConnector } from "./ble-connector";
import { HeldBroadcasts } from "./ble-held";
import { type BleLinkCounters, noBleLinkCounters } from "./ble-link-counters";
import { BleNeighbours } from "./ble-neighbours";
import { type BlePipe, helloSent, nothingSent, unicastSent } from "./ble-pipe";
import { BlePipes } from "./ble-pipes";
import { BleSender } from "./ble-sender";
import { BleSign } from "./ble-sign";
import { type BleTransport, type BleTransportListener, bleConnectionLimit, chunkMaximum } from "./ble-transport";
import { broadcastAddress, type Link, type LinkFault, type LinkListener } from "./link";

/** Longest frame, as ESP-NOW's version 1, so that a bridge needs to cut nothing. */
const frameLimit = 250;
/** How long a board listens for beacons, of every interval, ms. */
const scanAlone = { interval: 90, window: 60 } as const;
/** Short and rare: Wi-Fi on the same chip is deaf meanwhile, and a second copy of a frame should find it listening again. */
const scanBesideWifi = { interval: 100, window: 10 } as const;
/** A frame that did not get through within this is given up. */
const transferTimeoutMs = 6000;
const tickMs = 500;

export interface BleLinkOptions {
	readonly transport: BleTransport;
	readonly scheduler: Scheduler;
	readonly address: number;
	readonly networkTag: number;
	/** The chip's antenna is Wi-Fi's as well. Default false. */
	readonly besideWifi?: boolean;
}

/**
 * Frames between boards by Bluetooth Low Energy: neighbours are found by their beacons, frames travel in chunks over at
 * most three connections, two of which a board keeps standing while it hears anybody. A broadcast goes to all connected
 * peers; to others the beacon says that there is something to fetch. It makes itself the transport's listener.
 */
export class BleLink implements Link, BleTransportListener {
	readonly mtu = frameLimit;
	listener: LinkListener | undefined;
	readonly counters: BleLinkCounters = noBleLinkCounters();
	readonly #transport: BleTransport;
	readonly #scheduler: Scheduler;
	readonly #address: number;
	readonly #pipes = new BlePipes(frameLimit);
	readonly #neighbours = new BleNeighbours();
	readonly #held = new HeldBroadcasts(frameLimit);
	readonly #sender: BleSender;
	readonly #sign: BleSign;
	readonly #connector: BleConnector;
	readonly #heard: Beacon = { networkTag: 0, room: false, serial: 0, wanted: 0 };
	readonly #tick: () => void;
	readonly #endQuickly: () => void;
	readonly #work: () => void;
	/** Destination of the frame in flight; 0: none. */
	#destination = 0;
	#begun = 0;
	/** Slot of the broadcast in flight. */
	#slot = 0;
	/** Serials go on after all broadcasts were let go of. */
	#serial = 0;
	#timer = 0;
	/** For a frame that needs no radio. */
	#soon = 0;
	/** For what is done from a short stack: a board's has 512 slots, and senders and receivers are deep in it already. */
	#next = 0;
	#closed = false;

	constructor({ transport, scheduler, address, networkTag, besideWifi = false }: BleLinkOptions) {
		this.#transport = transport;
		this.#scheduler = scheduler;
		this.#address = address;
		this.#sender = new BleSender({
			transport,
			pipes: this.#pipes,
			held: this.#held,
			neighbours: this.#neighbours,
			frameLimit,
		});
		this.#tick = () => this.houseKeep();
		// What arrived is handed on from here, not from deeper.
		this.#work = () => {
			this.#next = 0;
			for (let number = 0; number < bleConnectionLimit; number++) {
				const pipe = this.#pipes.at(number);
				if (!pipe.arrived || !this.isFrame(pipe)) continue;
				this.listener?.onReceive(pipe.reader.frame, pipe.reader.length, this.rssiOf(pipe.peer), pipe.peer);
			}
			this.goOn();
		};
		this.#endQuickly = () => this.end(this.#destination === broadcastAddress);
		transport.listener = this;
		const scan = besideWifi ? scanBesideWifi : scanAlone;
		transport.scan(scan.interval, scan.window);
		this.#sign = new BleSign(transport, networkTag);
		this.#connector = new BleConnector({
			transport,
			scheduler,
			pipes: this.#pipes,
			neighbours: this.#neighbours,
			sign: this.#sign,
			counters: this.counters,
			address,
		});
		this.#timer = scheduler.after(tickMs, this.#tick);
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		if (length > frameLimit) return "too long";
		if (this.#closed) return "down";
		if (this.#destination !== 0) return "busy";
		this.#destination = destination;
		this.#begun = this.#scheduler.now();
		const known =
			destination === broadcastAddress ? this.broadcast(frame, length) : this.hold(destination, frame, length);
		// Not in a method of its own: the stack is short, and who sends is deep in it already.
		if (!known) this.#soon = this.#scheduler.after(1, this.#endQuickly);
		else if (this.#next === 0) this.#next = this.#scheduler.after(0, this.#work);
		return undefined;
	}

	/** Sends and hears nothing more. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#scheduler.cancel(this.#timer);
		this.#scheduler.cancel(this.#soon);
		this.#scheduler.cancel(this.#next);
		for (let number = 0; number < bleConnectionLimit; number++) {
			if (this.#pipes.at(number).peer !== 0) this.#transport.disconnect(number);
			this.#pipes.at(number).close();
		}
		this.#transport.listener = undefined;
	}

	onBeacon(peer: number, rssi: number, beacon: Uint8Array, length: number): void {
		const heard = this.#heard;
		if (peer === 0 || peer === this.#address || !readBeacon(beacon, length, heard)) return;
		if (heard.networkTag !== this.#sign.networkTag) return;
		const place = this.#neighbours.heard(peer, this.#scheduler.now(), rssi, heard.serial, heard.room);
		if (heard.wanted === this.#address && !this.#sign.room && this.#pipes.find(peer) < 0) this.#connector.rotate();
		this.#connector.reach(place);
		this.advance();
	}

	onConnected(connection: number, peer: number, limit: number): void {
		const pipe = this.#pipes.at(connection);
		this.#connector.ended(peer);
		const twice = this.#pipes.find(peer);
		if (peer === 0 || this.#closed) {
			this.counters.strangers++;
			this.#transport.disconnect(connection);
			return;
		}
		pipe.open(peer, Math.min(limit, chunkMaximum), this.#scheduler.now());
		// Both connected at once: the side with the lower address ends the later one.
		if (twice >= 0 && this.#address < peer) this.#transport.disconnect(connection);
		if (peer === this.#destination) pipe.unicastWaits = true;
		if (peer === this.#sign.wanted) this.#sign.want(0);
		this.advertise();
		this.#sender.pump(connection);
	}

	onConnectFailed(peer: number): void {
		this.counters.connectsFailed++;
		this.#connector.ended(peer);
		this.advance();
	}

	onLimit(connection: number, limit: number): void {
		this.#pipes.at(connection).limit = Math.min(limit, chunkMaximum);
	}

	onChunk(connection: number, chunk: Uint8Array, length: number): void {
		const pipe = this.#pipes.at(connection);
		if (pipe.peer === 0) return;
		pipe.usedAt = this.#scheduler.now();
		// The program was busy for long: the frame before must leave the buffer first.
		if (pipe.arrived) this.#work();
		const state = pipe.reader.read(chunk, length);
		if (state < 0) this.counters.brokenChunks++;
		if (state > 0) {
			pipe.arrived = true;
			this.soonWork();
		}
	}

	onSent(connection: number): void {
		const pipe = this.#pipes.at(connection);
		const { writer } = pipe;
		if (writer.unacknowledged > 0) writer.unacknowledged--;
		if (pipe.sending !== nothingSent && !writer.pending && writer.unacknowledged === 0) this.wentOut(pipe);
		this.#sender.pump(connection);
	}

	onDisconnected(connection: number): void {
		const pipe = this.#pipes.at(connection);
		if (pipe.arrived) this.#work();
		pipe.close();
		this.#connector.parted();
		this.advertise();
		this.endIfDone();
		this.advance();
	}

	/** @returns whether anybody is to be told at once */
	private broadcast(frame: Uint8Array, length: number): boolean {
		const slot = this.#held.add(frame, length, this.#begun, this.#serial);
		this.#serial = this.#held.newest;
		this.#slot = slot;
		for (let number = 0; number < bleConnectionLimit; number++) {
			const pipe = this.#pipes.at(number);
			pipe.drop(slot);
			if (pipe.peer !== 0) pipe.waiting |= 1 << slot;
		}
		this.soonWork();
		return this.#pipes.owing(slot) > 0;
	}

	/** @returns whether there is such a neighbour */
	private hold(destination: number, frame: Uint8Array, length: number): boolean {
		this.#sender.hold(frame, length);
		const number = this.#pipes.find(destination);
		if (number >= 0) this.#pipes.at(number).unicastWaits = true;
		return number >= 0 || this.#neighbours.find(destination) >= 0;
	}

	private soonWork(): void {
		if (this.#next === 0) this.#next = this.#scheduler.after(0, this.#work);
	}

	/** Goes on with what is to be sent. */
	private goOn(): void {
		this.advertise();
		this.advance();
		for (let number = 0; number < bleConnectionLimit; number++) this.#sender.pump(number);
	}

	/** The peer's radio has the whole frame. */
	private wentOut(pipe: BlePipe): void {
		const sent = pipe.sending;
		pipe.sending = nothingSent;
		pipe.usedAt = this.#scheduler.now();
		if (sent === helloSent) return;
		this.counters.sent++;
		if (sent === unicastSent && pipe.peer === this.#destination) this.end(true);
		else this.endIfDone();
	}

	/** Takes what arrived off a pipe. @returns whether it is a frame, to be handed on */
	private isFrame(pipe: BlePipe): boolean {
		const { reader } = pipe;
		pipe.arrived = false;
		if (reader.kind === chunkKinds.hello) {
			pipe.greeted = true;
			pipe.waiting |= this.#held.after(reader.argument);
			return false;
		}
		const place = this.#neighbours.find(pipe.peer);
		if (reader.kind === chunkKinds.broadcast && place >= 0) this.#neighbours.setFetched(place, reader.argument);
		this.counters.received++;
		return true;
	}

	private rssiOf(peer: number): number {
		const place = this.#neighbours.find(peer);
		return place < 0 ? unknownRssi : this.#neighbours.rssi(place);
	}

	private endIfDone(): void {
		if (this.#destination === broadcastAddress && this.#pipes.owing(this.#slot) === 0) this.end(true);
	}

	private end(delivered: boolean): void {
		if (this.#destination === 0) return;
		this.#destination = 0;
		this.#scheduler.cancel(this.#soon);
		this.#sign.want(0);
		this.listener?.onSent(delivered);
	}

	/** Goes on with a frame for one peer that is not connected. */
	private advance(): void {
		const destination = this.#destination;
		if (destination === 0 || destination === broadcastAddress || this.#pipes.find(destination) >= 0) return;
		this.#connector.toward(destination);
	}

	private houseKeep(): void {
		const now = this.#scheduler.now();
		this.#timer = this.#scheduler.after(tickMs, this.#tick);
		this.#neighbours.expire(now);
		this.#held.expire(now);
		this.#connector.dismiss(now);
		if (this.#destination !== 0 && elapsed(this.#begun, now) > transferTimeoutMs) {
			this.counters.timeouts++;
			this.giveUp();
			this.end(this.#destination === broadcastAddress);
		}
		this.advertise();
		this.#sign.want(0);
		this.advance();
	}

	/** Takes the frame in flight out of the pipes. */
	private giveUp(): void {
		for (let number = 0; number < bleConnectionLimit; number++) {
			const pipe = this.#pipes.at(number);
			pipe.unicastWaits = false;
			// What is half sent cannot be taken back: the connection is of no use any more.
			if (pipe.sending !== unicastSent) continue;
			this.#transport.disconnect(number);
			pipe.close();
		}
	}

	/** Tells the neighbours when there is room, or news. */
	private advertise(): void {
		this.#sign.update(this.#pipes.find(0) >= 0, this.#held.newest);
	}
}

/** Of a neighbour whose beacons were not heard: weak, but in range. */
const unknownRssi = -100;
