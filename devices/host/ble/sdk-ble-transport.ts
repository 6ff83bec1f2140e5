import { type BleTransport, type BleTransportListener, beaconLimit, firstAttPayload } from "kith/link/ble-transport";
import type { Timers } from "../time/timers";
import { bleAddressOf, nodeOf, publicAddress } from "./ble-address";
import { type Connection, Connections } from "./connections";
import { EngagedPeers } from "./engaged-peers";
import { NumberedPackets, packetHeader } from "./numbered-packets";
import { Central, type CentralEvents } from "./sdk-central";
import type { SdkBluetooth } from "./sdk-classes";
import { Peripheral, type PeripheralEvents } from "./sdk-peripheral";

/**
 * Chunks fit the ATT_MTU that every connection begins with, 23: the SDK's modules hand over only the first piece of a
 * packet that the controller cut in two.
 */
export const sdkChunkLimit = firstAttPayload - packetHeader;
/** A peer that acknowledges nothing for so long has lost a packet, or is gone. */
export const acknowledgementLimitMs = 4_000;

export interface SdkBleOptions {
	readonly bluetooth: SdkBluetooth;
	readonly timers: Timers;
	readonly networkTag: number;
	readonly address: number;
}

export interface SdkBleCounters {
	/** Connections ended because a packet was missing, or none was acknowledged. */
	broken: number;
	/** Packets for no connection, or too long for one. */
	stray: number;
}

/** The BleTransport port over the SDK's bleclient and bleserver, both in one firmware. One per board. */
export class SdkBleTransport implements BleTransport, CentralEvents, PeripheralEvents {
	listener: BleTransportListener | undefined;
	readonly counters: SdkBleCounters = { broken: 0, stray: 0 };
	readonly #options: SdkBleOptions;
	readonly #connections = new Connections();
	readonly #central: Central;
	readonly #engaged = new EngagedPeers();
	readonly #chunk = new Uint8Array(firstAttPayload);
	#peripheral: Peripheral | undefined;
	#beacon: Uint8Array | undefined;
	#intervalMs = 0;

	constructor(options: SdkBleOptions) {
		this.#options = options;
		options.bluetooth.identify(options.networkTag, options.address);
		this.#central = new Central(options.bluetooth, options.timers, this);
	}

	advertise(beacon: Uint8Array, length: number, intervalMs: number): void {
		if (length > beaconLimit) throw new RangeError(`beacon of ${length} bytes`);
		this.#beacon = beacon.slice(0, length);
		this.#intervalMs = intervalMs;
		this.#sign();
	}

	scan(intervalMs: number, windowMs: number): void {
		this.#central.scan(intervalMs, windowMs);
	}

	connect(peer: number, timeoutMs: number): boolean {
		const { networkTag } = this.#options;
		// A server of the SDK has one connection: whoever's is taken cannot be reached, whatever its beacon says.
		if (this.#engaged.has(peer)) return false;
		const free = this.#connections.find(0) !== undefined && this.#connections.find(peer) === undefined;
		return free && this.#central.connect(bleAddressOf(networkTag, peer), publicAddress, peer, timeoutMs);
	}

	disconnect(connection: number): void {
		const opened = this.#connections.at(connection);
		if (opened !== undefined && opened.peer !== 0) opened.end();
	}

	send(connection: number, chunk: Uint8Array, length: number): boolean {
		const opened = this.#connections.at(connection);
		if (opened?.transmit === undefined || opened.packets.full || length > sdkChunkLimit) return false;
		opened.transmit(opened.packets.pack(chunk, length));
		if (opened.watch === undefined) this.#watch(opened);
		return true;
	}

	centralReady(): void {
		// Only now: each of the SDK's classes overwrites what the other waits for.
		this.#peripheral = new Peripheral(this.#options.bluetooth, this);
	}

	peripheralReady(): void {
		this.#sign();
	}

	found(address: ArrayBuffer, rssi: number, connectable: boolean, beacon: Uint8Array): void {
		const peer = nodeOf(this.#options.networkTag, address);
		if (peer === 0 || beacon.length > beaconLimit) return;
		this.#engaged.note(peer, !connectable);
		this.listener?.onBeacon(peer, rssi, beacon, beacon.length);
	}

	connectFailed(peer: number): void {
		this.listener?.onConnectFailed(peer);
	}

	/** As central or as peripheral; a stranger, and one too many, is sent away. */
	connected(address: ArrayBuffer, handle: number, end: () => void): boolean {
		const peer = nodeOf(this.#options.networkTag, address);
		const connection = this.#connections.find(0);
		if (peer === 0 || connection === undefined || this.#connections.find(peer) !== undefined) {
			end();
			return false;
		}
		connection.open(peer, handle, end);
		this.#sign();
		return true;
	}

	opened(handle: number, transmit: (packet: ArrayBuffer) => void): void {
		const connection = this.#connections.withHandle(handle);
		if (connection === undefined || connection.transmit !== undefined) return;
		connection.transmit = transmit;
		this.listener?.onConnected(connection.number, connection.peer, sdkChunkLimit);
	}

	disconnected(handle: number): void {
		const connection = this.#connections.withHandle(handle);
		if (connection === undefined) return;
		const wasOpen = connection.transmit !== undefined;
		connection.close();
		this.#sign();
		if (wasOpen) this.listener?.onDisconnected(connection.number);
	}

	received(handle: number, bytes: ArrayBuffer): void {
		const connection = this.#connections.withHandle(handle);
		const packet = new Uint8Array(bytes);
		if (connection?.transmit === undefined || packet.length < packetHeader || packet.length > firstAttPayload)
			this.counters.stray++;
		else if (NumberedPackets.isAcknowledgement(packet)) this.#acknowledged(connection, packet);
		else this.#chunkArrived(connection, packet);
	}

	#acknowledged(connection: Connection, packet: Uint8Array): void {
		const count = connection.packets.acknowledged(packet);
		if (count < 0) {
			this.#break(connection);
			return;
		}
		if (count > 0) this.#watch(connection);
		for (let index = 0; index < count; index++) this.listener?.onSent(connection.number);
	}

	#chunkArrived(connection: Connection, packet: Uint8Array): void {
		if (!connection.packets.accepts(packet)) {
			this.#break(connection);
			return;
		}
		connection.transmit?.(connection.packets.acknowledgement());
		const length = packet.length - packetHeader;
		for (let index = 0; index < length; index++) this.#chunk[index] = packet[packetHeader + index] as number;
		this.listener?.onChunk(connection.number, this.#chunk, length);
	}

	/** From now on an acknowledgement is awaited, or none. */
	#watch(connection: Connection): void {
		connection.watch?.cancel();
		connection.watch = undefined;
		if (connection.packets.waiting)
			connection.watch = this.#options.timers.after(acknowledgementLimitMs, () => this.#break(connection));
	}

	#break(connection: Connection): void {
		this.counters.broken++;
		connection.end();
	}

	/** Advertises what the link said last, connectably while a connection as peripheral is free. */
	#sign(): void {
		if (this.#beacon === undefined) return;
		const room = this.#connections.find(0) !== undefined;
		this.#peripheral?.advertise(this.#beacon, this.#intervalMs, room);
	}
}
