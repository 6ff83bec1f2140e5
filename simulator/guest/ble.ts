import {
	type BleTransport,
	type BleTransportListener,
	bleConnectionLimit,
	firstAttPayload,
} from "kith/link/ble-transport";
import { bleCalls, bleEvents, chunkWindow, postKinds } from "./protocol";
import type { Wire } from "./wire";

/** The virtual Bluetooth radio. */
export class SimulatedBle implements BleTransport {
	listener: BleTransportListener | undefined;
	readonly #wire: Wire;
	/** By connection: chunks under way, and 255 where there is no connection. */
	readonly #window = new Uint8Array(bleConnectionLimit).fill(255);
	#connecting = false;

	constructor(wire: Wire) {
		this.#wire = wire;
	}

	advertise(beacon: Uint8Array, length: number, intervalMs: number): void {
		this.#begin(bleCalls.advertise).uint16(intervalMs).copy(beacon, length).post(postKinds.ble);
	}

	scan(intervalMs: number, windowMs: number): void {
		this.#begin(bleCalls.scan).uint16(intervalMs).uint16(windowMs).post(postKinds.ble);
	}

	connect(peer: number, timeoutMs: number): boolean {
		if (this.#connecting || this.#window.indexOf(255) < 0) return false;
		this.#connecting = true;
		this.#begin(bleCalls.connect).uint16(peer).uint16(timeoutMs).post(postKinds.ble);
		return true;
	}

	disconnect(connection: number): void {
		this.#begin(bleCalls.disconnect).uint8(connection).post(postKinds.ble);
	}

	send(connection: number, chunk: Uint8Array, length: number): boolean {
		const waiting = this.#window[connection] as number;
		if (waiting >= chunkWindow) return false;
		this.#window[connection] = waiting + 1;
		this.#begin(bleCalls.send).uint8(connection).copy(chunk, length).post(postKinds.ble);
		return true;
	}

	/** From the session: what belongs to the listener, then the event's fields, then its kind. */
	deliver(event: Uint8Array, length: number): void {
		const end = length - 1;
		const listener = this.listener;
		const first = event[0] as number;
		switch (event[end]) {
			case bleEvents.beacon:
				listener?.onBeacon(uint16(event, end - 3), ((event[end - 1] as number) << 24) >> 24, event, end - 3);
				break;
			case bleEvents.connected:
				if ((event[3] as number) === 1) this.#connecting = false;
				this.#window[first] = 0;
				listener?.onConnected(first, uint16(event, 1), firstAttPayload);
				break;
			case bleEvents.failed:
				this.#connecting = false;
				listener?.onConnectFailed(uint16(event, 0));
				break;
			case bleEvents.limit:
				listener?.onLimit(first, uint16(event, 1));
				break;
			case bleEvents.chunk:
				listener?.onChunk(event[end - 1] as number, event, end - 1);
				break;
			case bleEvents.sent: {
				const waiting = this.#window[first] as number;
				if (waiting > 0 && waiting < 255) this.#window[first] = waiting - 1;
				listener?.onSent(first);
				break;
			}
			case bleEvents.disconnected:
				this.#window[first] = 255;
				listener?.onDisconnected(first);
				break;
		}
	}

	#begin(call: number): Wire {
		return this.#wire.begin().uint8(call);
	}
}

function uint16(bytes: Uint8Array, offset: number): number {
	return (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8);
}
