import {
	type BleTransport,
	type BleTransportListener,
	bleConnectionLimit,
	firstAttPayload,
} from "kith/link/ble-transport";
import { FakeClock } from "./fake-clock";

/** Chunks that wait in one direction of a connection. */
const chunkQueue = 2;
/** Milliseconds from one connection event to the next: each side gets one chunk across. */
const eventMs = 10;

interface Pipe {
	readonly peer: FakeBleTransport;
	readonly peerNumber: number;
	readonly queue: Uint8Array[];
}

/**
 * Bluetooth without radio: everybody hears everybody's beacons, connections stand after 20 ms, chunks cross one a
 * connection event. Everybody has its own clock; `run` lets time pass for all. Portable: used on Node and inside XS.
 */
export class FakeBle {
	/** Longest chunk after the ATT_MTU was agreed. */
	limit = 244;
	/** Whether two of them hear each other. */
	hears: (a: number, b: number) => boolean = () => true;
	/** Chunks that crossed. */
	chunks = 0;
	readonly #transports: FakeBleTransport[] = [];
	readonly #due: { at: number; run: () => void }[] = [];
	#at = 0;

	transport(address: number, clock = new FakeClock()): FakeBleTransport {
		const transport = new FakeBleTransport(this, address, clock);
		this.#transports.push(transport);
		return transport;
	}

	find(address: number): FakeBleTransport | undefined {
		return this.#transports.find((transport) => transport.address === address);
	}

	later(ms: number, run: () => void): void {
		this.#due.push({ at: this.#at + ms, run });
	}

	/** The board is gone without a word; its peers notice. */
	remove(transport: FakeBleTransport): void {
		this.#transports.splice(this.#transports.indexOf(transport), 1);
		for (let number = 0; number < bleConnectionLimit; number++) this.cut(transport, number);
		transport.listener = undefined;
	}

	/** A connection is lost; both sides are told. */
	cut(transport: FakeBleTransport, number: number): void {
		const pipe = transport.pipes[number];
		if (pipe === undefined) return;
		const { peer, peerNumber } = pipe;
		transport.pipes[number] = undefined;
		peer.pipes[peerNumber] = undefined;
		this.later(1, () => {
			transport.listener?.onDisconnected(number);
			peer.listener?.onDisconnected(peerNumber);
		});
	}

	/** Connects two of them; false where there is no room. */
	join(central: FakeBleTransport, peripheral: FakeBleTransport): boolean {
		const [a, b] = [central.free(), peripheral.free()];
		if (a < 0 || b < 0) return false;
		central.pipes[a] = { peer: peripheral, peerNumber: b, queue: [] };
		peripheral.pipes[b] = { peer: central, peerNumber: a, queue: [] };
		const [there, back] = [central.pipes[a], peripheral.pipes[b]];
		central.listener?.onConnected(a, peripheral.address, firstAttPayload);
		peripheral.listener?.onConnected(b, central.address, firstAttPayload);
		this.later(2 * eventMs, () => {
			if (central.pipes[a] === there) central.listener?.onLimit(a, this.limit);
			if (peripheral.pipes[b] === back) peripheral.listener?.onLimit(b, this.limit);
		});
		return true;
	}

	/** Lets `ms` pass. */
	run(ms: number): void {
		for (let passed = 0; passed < ms; passed++) {
			this.#at++;
			for (const transport of [...this.#transports]) transport.clock.advance(1);
			for (const entry of this.#due.filter(({ at }) => at <= this.#at)) {
				this.#due.splice(this.#due.indexOf(entry), 1);
				entry.run();
			}
			for (const transport of [...this.#transports]) this.#beacon(transport);
			if (this.#at % eventMs === 0) for (const transport of [...this.#transports]) this.#exchange(transport);
		}
	}

	#beacon(from: FakeBleTransport): void {
		if (from.beacon === undefined || (this.#at + from.address) % from.intervalMs !== 0) return;
		for (const other of [...this.#transports]) {
			if (other === from || !other.scanning || !this.hears(from.address, other.address)) continue;
			other.listener?.onBeacon(from.address, -60, from.beacon, from.beacon.length);
		}
	}

	#exchange(from: FakeBleTransport): void {
		for (let number = 0; number < bleConnectionLimit; number++) {
			const pipe = from.pipes[number];
			const chunk = pipe?.queue.shift();
			if (pipe === undefined || chunk === undefined) continue;
			this.chunks++;
			pipe.peer.listener?.onChunk(pipe.peerNumber, chunk, chunk.length);
			from.listener?.onSent(number);
		}
	}
}

export class FakeBleTransport implements BleTransport {
	listener: BleTransportListener | undefined;
	readonly address: number;
	readonly clock: FakeClock;
	readonly pipes: (Pipe | undefined)[] = [];
	beacon: Uint8Array | undefined;
	intervalMs = 100;
	scanning = false;
	readonly #air: FakeBle;

	constructor(air: FakeBle, address: number, clock: FakeClock) {
		this.#air = air;
		this.address = address;
		this.clock = clock;
		for (let number = 0; number < bleConnectionLimit; number++) this.pipes.push(undefined);
	}

	free(): number {
		return this.pipes.indexOf(undefined);
	}

	get connections(): number {
		return this.pipes.filter((pipe) => pipe !== undefined).length;
	}

	advertise(beacon: Uint8Array, length: number, intervalMs: number): void {
		this.beacon = beacon.slice(0, length);
		this.intervalMs = intervalMs;
	}

	scan(): void {
		this.scanning = true;
	}

	connect(peer: number, timeoutMs: number): boolean {
		if (this.free() < 0) return false;
		this.#air.later(20, () => {
			const other = this.#air.find(peer);
			if (other !== undefined && this.#air.hears(this.address, peer) && this.#air.join(this, other)) return;
			this.#air.later(timeoutMs, () => this.listener?.onConnectFailed(peer));
		});
		return true;
	}

	disconnect(connection: number): void {
		this.#air.cut(this, connection);
	}

	send(connection: number, chunk: Uint8Array, length: number): boolean {
		const queue = this.pipes[connection]?.queue;
		if (queue === undefined || queue.length >= chunkQueue) return false;
		queue.push(chunk.slice(0, length));
		return true;
	}
}
