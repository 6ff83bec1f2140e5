import { attOverheadBytes, type BleRadio, type BleStation, type DisconnectReason } from "../ble/index";
import { bleCalls, bleEvents, eventKinds } from "../guest/protocol";
import type { Position } from "../radio/station";
import type { TraceBody } from "./records";

export interface BoardBleOptions {
	readonly radio: BleRadio;
	readonly index: number;
	readonly address: number;
	readonly position: Position;
	/** Lets the board handle an event. */
	readonly deliver: (kind: number, bytes: Uint8Array) => void;
	readonly record: (body: TraceBody) => void;
	readonly nameOf: (address: number) => string;
}

/** One board's Bluetooth: what its program asks goes to the air, what the air says goes to its program and the trace. */
export class BoardBle implements BleStation {
	readonly index: number;
	readonly address: number;
	readonly position: Position;
	/** One long link-layer packet holds a whole chunk. */
	readonly mtu = 247;
	readonly longPackets = true;
	readonly #options: BoardBleOptions;
	readonly #peers: string[] = [];

	constructor(options: BoardBleOptions) {
		this.#options = options;
		this.index = options.index;
		this.address = options.address;
		this.position = options.position;
	}

	join(): void {
		this.#options.radio.join(this);
	}

	leave(): void {
		this.#options.radio.leave(this.index);
	}

	/** A post of the board. @throws RangeError on one that is none */
	post(bytes: Uint8Array): void {
		const { radio } = this.#options;
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		switch (bytes[0]) {
			case bleCalls.advertise:
				radio.advertise(this.index, bytes.subarray(3), view.getUint16(1, true), true);
				return;
			case bleCalls.scan:
				radio.scan(this.index, view.getUint16(1, true), view.getUint16(3, true));
				return;
			case bleCalls.connect: {
				const peer = view.getUint16(1, true);
				if (!radio.connect(this.index, peer, view.getUint16(3, true))) this.#later(() => this.onConnectFailed(peer));
				return;
			}
			case bleCalls.disconnect:
				radio.disconnect(this.index, bytes[1] as number);
				return;
			case bleCalls.send:
				radio.send(this.index, bytes[1] as number, bytes.subarray(2));
				return;
		}
		throw new RangeError(`a board asked its Bluetooth for the unknown ${bytes[0]}`);
	}

	onAdvertisement(from: number, rssi: number, data: Uint8Array): void {
		const strength = Math.max(-127, Math.min(0, rssi));
		this.#tell(bleEvents.beacon, ...data, from & 255, from >> 8, strength & 255);
	}

	onConnected(connection: number, peer: number, central: boolean): void {
		const name = this.#options.nameOf(peer);
		this.#peers[connection] = name;
		this.#options.record({ kind: "bluetooth", event: "connected", peer: name });
		this.#tell(bleEvents.connected, connection, peer & 255, peer >> 8, central ? 1 : 0);
	}

	onConnectFailed(peer: number): void {
		this.#tell(bleEvents.failed, peer & 255, peer >> 8);
	}

	onMtu(connection: number, mtu: number): void {
		const limit = mtu - attOverheadBytes;
		this.#tell(bleEvents.limit, connection, limit & 255, limit >> 8);
	}

	onChunk(connection: number, bytes: Uint8Array): void {
		const peer = this.#peers[connection] ?? "";
		this.#options.record({ kind: "chunk", peer, bytes: Buffer.from(bytes).toString("hex") });
		this.#tell(bleEvents.chunk, ...bytes, connection);
	}

	onSent(connection: number): void {
		this.#tell(bleEvents.sent, connection);
	}

	onDisconnected(connection: number, _reason: DisconnectReason): void {
		this.#options.record({ kind: "bluetooth", event: "disconnected", peer: this.#peers[connection] ?? "" });
		this.#tell(bleEvents.disconnected, connection);
	}

	/** Never within the program's own run. */
	#later(happen: () => void): void {
		this.#options.radio.soon(happen);
	}

	#tell(event: number, ...bytes: readonly number[]): void {
		this.#options.deliver(eventKinds.ble, Uint8Array.of(...bytes, event));
	}
}
