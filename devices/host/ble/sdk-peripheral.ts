import type { SdkBluetooth, SdkCentral, SdkServer, SdkSubscription } from "./sdk-classes";

/** For tests and for whoever has no company of his own (Bluetooth SIG, Assigned Numbers, section 7.1). */
export const manufacturer = 0xffff;
/** General discoverable: the SDK then advertises connectably, and not otherwise. */
export const discoverable = 0x02;
const noClassicBluetooth = 0x04;
/** Advertising intervals are in 0.625 ms; those that are not connectable 100 ms at least (Core 5.0 vol. 6 part B 4.4.2.2). */
const shortestClosed = 0xa0;
const shortest = 0x20;
const longest = 0x4000;

export interface PeripheralEvents {
	peripheralReady(): void;
	connected(address: ArrayBuffer, handle: number, end: () => void): boolean;
	opened(handle: number, transmit: (packet: ArrayBuffer) => void): void;
	received(handle: number, packet: ArrayBuffer): void;
	disconnected(handle: number): void;
}

/** The role that others connect to. The SDK's server has one connection. */
export class Peripheral {
	readonly #server: SdkServer;
	readonly #events: PeripheralEvents;
	/** The SDK's number of the connection; -1: none. */
	#handle = -1;
	#ready = false;

	constructor(bluetooth: SdkBluetooth, events: PeripheralEvents) {
		this.#events = events;
		const { BLEServer } = bluetooth;
		const peripheral = this;
		// The SDK calls methods of the instance; those of its own class are in ROM and cannot be replaced.
		class Server extends BLEServer {
			override onReady(): void {
				peripheral.#ready = true;
				peripheral.#events.peripheralReady();
			}
			override onConnected(central: SdkCentral): void {
				peripheral.#connected(central);
			}
			override onDisconnected(): void {
				peripheral.#disconnected();
			}
			override onCharacteristicNotifyEnabled(characteristic: SdkSubscription): void {
				peripheral.#subscribed(characteristic);
			}
			override onCharacteristicWritten(_characteristic: SdkSubscription, value: ArrayBuffer): void {
				if (peripheral.#handle >= 0) peripheral.#events.received(peripheral.#handle, value);
			}
		}
		this.#server = new Server();
	}

	/** In place of what was advertised. @param room whether the board takes a connection at all */
	advertise(beacon: Uint8Array, intervalMs: number, room: boolean): void {
		if (!this.#ready) return;
		const connectable = room && this.#handle < 0;
		const least = connectable ? shortest : shortestClosed;
		const interval = Math.min(Math.max(((intervalMs * 8) / 5) | 0, least), longest);
		this.#server.stopAdvertising();
		this.#server.startAdvertising({
			interval: { min: interval, max: interval },
			advertisingData: {
				flags: connectable ? discoverable | noClassicBluetooth : noClassicBluetooth,
				manufacturerSpecific: { identifier: manufacturer, data: beacon },
			},
		});
	}

	#connected({ address, connection }: SdkCentral): void {
		this.#handle = connection;
		this.#events.connected(address, connection, () => this.#server.disconnect());
	}

	#subscribed(characteristic: SdkSubscription): void {
		const handle = this.#handle;
		if (handle < 0) return;
		this.#events.opened(handle, (packet) => {
			if (this.#handle === handle) this.#server.notifyValue(characteristic, packet);
		});
	}

	#disconnected(): void {
		const handle = this.#handle;
		this.#handle = -1;
		if (handle >= 0) this.#events.disconnected(handle);
		// A connection that did not come about: advertising ended with it all the same.
		else this.#events.peripheralReady();
	}
}
