import type { HostTimer, Timers } from "../time/timers";
import type { SdkBluetooth, SdkCharacteristic, SdkClient, SdkFound, SdkPeripheral, SdkService } from "./sdk-classes";
import { discoverable, manufacturer } from "./sdk-peripheral";

/** Name of the characteristic in `bleservices`. */
const pipeName = "pipe";

export interface CentralEvents {
	centralReady(): void;
	/** @param connectable whether it takes a connection now */
	found(address: ArrayBuffer, rssi: number, connectable: boolean, beacon: Uint8Array): void;
	connected(address: ArrayBuffer, handle: number, end: () => void): boolean;
	connectFailed(peer: number): void;
	opened(handle: number, transmit: (packet: ArrayBuffer) => void): void;
	received(handle: number, packet: ArrayBuffer): void;
	disconnected(handle: number): void;
}

interface Attempt {
	readonly peer: number;
	readonly timer: HostTimer;
	peripheral: SdkPeripheral | undefined;
}

/** The role that scans and connects, to one peer at a time; scanning rests meanwhile. */
export class Central {
	readonly #bluetooth: SdkBluetooth;
	readonly #timers: Timers;
	readonly #events: CentralEvents;
	readonly #client: SdkClient;
	#ready = false;
	#scanning = false;
	/** In 0.625 ms; 0: the link has not asked yet. */
	#interval = 0;
	#window = 0;
	#attempt: Attempt | undefined;

	constructor(bluetooth: SdkBluetooth, timers: Timers, events: CentralEvents) {
		this.#bluetooth = bluetooth;
		this.#timers = timers;
		this.#events = events;
		this.#client = this.#open();
	}

	scan(intervalMs: number, windowMs: number): void {
		this.#interval = ((intervalMs * 8) / 5) | 0;
		this.#window = ((windowMs * 8) / 5) | 0;
		this.#rest();
		this.#listen();
	}

	connect(address: ArrayBuffer, addressType: number, peer: number, timeoutMs: number): boolean {
		if (!this.#ready || this.#attempt !== undefined) return false;
		this.#rest();
		const timer = this.#timers.after(timeoutMs, () => this.#giveUp());
		this.#attempt = { peer, timer, peripheral: undefined };
		this.#client.connect({ address, addressType });
		return true;
	}

	#open(): SdkClient {
		const central = this;
		const events = this.#events;
		const { BLEClient } = this.#bluetooth;
		// The SDK calls methods of the instance; those of its own class are in ROM and cannot be replaced.
		class Client extends BLEClient {
			override onReady(): void {
				central.#becomeReady();
			}
			override onDiscovered({ address, rssi, scanResponse }: SdkFound): void {
				const said = scanResponse.manufacturerSpecific;
				if (said?.identifier !== manufacturer) return;
				events.found(address, rssi, ((scanResponse.flags ?? 0) & discoverable) !== 0, said.data);
			}
			override onConnected(peripheral: SdkPeripheral): void {
				central.#connected(peripheral);
			}
			override onDisconnected({ connection }: { readonly connection: number }): void {
				central.#disconnected(connection);
			}
			override onServices(services: readonly SdkService[]): void {
				const [service] = services;
				if (central.#attempt?.peripheral === undefined) return;
				if (service === undefined) central.#giveUp();
				else service.discoverAllCharacteristics();
			}
			override onCharacteristics(characteristics: readonly SdkCharacteristic[]): void {
				central.#discovered(characteristics);
			}
			override onCharacteristicNotificationEnabled(characteristic: SdkCharacteristic): void {
				central.#subscribed(characteristic);
			}
			override onCharacteristicNotification(characteristic: SdkCharacteristic, value: ArrayBuffer): void {
				events.received(characteristic.connection, value);
			}
		}
		return new Client();
	}

	#becomeReady(): void {
		if (this.#ready) return;
		this.#ready = true;
		this.#events.centralReady();
		this.#listen();
	}

	#connected(peripheral: SdkPeripheral): void {
		const attempt = this.#attempt;
		if (attempt === undefined || attempt.peripheral !== undefined) {
			peripheral.close();
			return;
		}
		const end = (): void => peripheral.close();
		if (!this.#events.connected(peripheral.address, peripheral.connection, end)) return;
		attempt.peripheral = peripheral;
		peripheral.discoverPrimaryService(this.#bluetooth.serviceUuid);
	}

	#discovered(characteristics: readonly SdkCharacteristic[]): void {
		if (this.#attempt?.peripheral === undefined) return;
		for (const characteristic of characteristics)
			if (characteristic.name === pipeName) {
				characteristic.enableNotifications();
				return;
			}
		this.#giveUp();
	}

	#subscribed(characteristic: SdkCharacteristic): void {
		const attempt = this.#attempt;
		if (attempt?.peripheral?.connection !== characteristic.connection) return;
		this.#end(attempt);
		this.#events.opened(characteristic.connection, (packet) => characteristic.writeWithoutResponse(packet));
	}

	#disconnected(handle: number): void {
		this.#events.disconnected(handle);
		const attempt = this.#attempt;
		if (attempt?.peripheral?.connection !== handle) return;
		this.#end(attempt);
		this.#events.connectFailed(attempt.peer);
	}

	/** Too late, or it is no board of ours. What is connected by now ends when the SDK says so. */
	#giveUp(): void {
		const attempt = this.#attempt;
		if (attempt === undefined) return;
		if (attempt.peripheral !== undefined) {
			attempt.peripheral.close();
			return;
		}
		this.#bluetooth.cancelConnect();
		this.#end(attempt);
		this.#events.connectFailed(attempt.peer);
	}

	#end(attempt: Attempt): void {
		attempt.timer.cancel();
		this.#attempt = undefined;
		this.#listen();
	}

	#listen(): void {
		if (!this.#ready || this.#scanning || this.#interval === 0 || this.#attempt !== undefined) return;
		this.#scanning = true;
		// Passive: a beacon says all; each is news, as only its sender's address tells them apart.
		this.#client.startScanning({ active: false, duplicates: true, interval: this.#interval, window: this.#window });
	}

	#rest(): void {
		if (!this.#scanning) return;
		this.#scanning = false;
		this.#client.stopScanning();
	}
}
