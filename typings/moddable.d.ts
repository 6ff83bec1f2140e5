/**
 * The modules of the Moddable SDK that devices/host uses, as far as it uses them: written from the SDK 8.2.3 documentation
 * and ECMA-419. The package @moddable/typings 5.6.0 lacks most of them, and those in the SDK leave `close` out. A build with
 * the SDK uses these too (manifest.json).
 */
declare module "timer" {
	export default class Timer {
		private constructor();
		/** Calls once after `interval` ms, then every `repeat` ms; 0: never again, and the timer is used up. */
		static set(callback: () => void, interval?: number, repeat?: number): Timer;
		static repeat(callback: () => void, interval: number): Timer;
		/** Sets a timer that repeats anew. */
		static schedule(timer: Timer, interval: number, repeat: number): void;
		static clear(timer: Timer | undefined): void;
	}
}

declare module "time" {
	export default class Time {
		private constructor();
		/** Milliseconds since the board booted, int32; on Linux of the epoch, as a double. */
		static readonly ticks: number;
	}
}

/** The SDK's "net", under a name that Node does not have (manifest of devices/host/mqtt). */
declare module "moddable/net" {
	export default class Net {
		private constructor();
		/** Answers later; `address` is undefined where the name has none. */
		static resolve(host: string, resolved: (host: string, address: string | undefined) => void): void;
	}
}

declare module "file" {
	export class File {
		constructor(path: string, write?: boolean);
		readonly length: number;
		position: number;
		read(type: typeof ArrayBuffer, count?: number): ArrayBuffer;
		write(...items: (ArrayBuffer | string)[]): void;
		close(): void;
		static delete(path: string): boolean;
		static exists(path: string): boolean;
		static rename(path: string, name: string): void;
	}
	export class Directory {
		private constructor();
		static create(path: string): void;
	}
}

declare module "embedded:io/digital" {
	export default class Digital {
		constructor(options: { pin: number; mode: number; edge?: number; onReadable?: () => void });
		read(): number;
		write(value: number): void;
		close(): void;
	}
}

declare module "embedded:io/analog" {
	export default class Analog {
		constructor(options: { pin: number });
		readonly resolution: number;
		read(): number;
		close(): void;
	}
}

declare module "embedded:io/pwm" {
	export default class PWM {
		constructor(options: { pin: number; hz?: number });
		readonly resolution: number;
		write(value: number): void;
		close(): void;
	}
}

declare module "embedded:io/i2c" {
	export default class I2C {
		constructor(options: { data: number; clock: number; hz: number; address: number });
		read(buffer: Uint8Array, stop?: boolean): void;
		write(buffer: Uint8Array, stop?: boolean): void;
		close(): void;
	}
}

declare module "embedded:io/socket/tcp" {
	export type TcpOptions = TcpCallbacks &
		(
			| { readonly address: string; readonly port: number }
			/** Takes over the connection of another, which is closed by it. */
			| { readonly from: TCP }
		);
	export interface TcpCallbacks {
		readonly onReadable: (count: number) => void;
		readonly onWritable: (count: number) => void;
		readonly onError: () => void;
	}
	export default class TCP {
		constructor(options: TcpOptions);
		/** "number": `read` gives one byte, `write` takes one. */
		format: "buffer" | "number";
		read(countOrBuffer?: number | Uint8Array): ArrayBuffer | number | undefined;
		/** @returns the bytes that may be written now; undefined where the connection broke */
		write(data: Uint8Array | ArrayBuffer | number, options?: object): number | undefined;
		close(): void;
	}
}

declare module "embedded:io/socket/listener" {
	import type TCP from "embedded:io/socket/tcp";
	export default class Listener {
		/** @param options `onReadable` tells how many connections wait */
		constructor(options: { port: number; onReadable: (count: number) => void });
		/** The oldest connection that waits, to be given to a TCP as `from`. */
		read(): TCP | undefined;
		close(): void;
	}
}

declare module "embedded:io/socket/udp" {
	export default class UDP {
		constructor(options: { port?: number; onReadable: (packets: number) => void });
		/** The oldest datagram; undefined where there is none. */
		read(): (ArrayBuffer & { readonly address: string; readonly port: number }) | undefined;
		write(data: Uint8Array, address: string, port: number): void;
		close(): void;
	}
}

declare module "embedded:storage/key-value" {
	export interface Storage {
		read(key: string): ArrayBuffer | undefined;
		write(key: string, value: Uint8Array): void;
		delete(key: string): void;
		close(): void;
	}
	export interface KeyValueStorage {
		open(options: { path: string; mode?: "r" | "r+"; format?: "buffer" }): Storage;
	}
	const storage: KeyValueStorage;
	export default storage;
}

declare module "embedded:storage/flash" {
	export interface Flash {
		/** Fills the whole of `buffer`. */
		read(buffer: Uint8Array, offset: number): number;
		write(buffer: Uint8Array, offset: number): void;
		eraseBlock(first: number, end?: number): void;
		status(): { readonly size: number; readonly blockLength: number; readonly blocks: number };
		close(): void;
	}
	export interface FlashStorage {
		open(options: { path: string; mode?: "r" | "r+" }): Flash;
	}
	const flash: FlashStorage;
	export default flash;
}

declare module "embedded:network/interface/wifi" {
	export interface WiFiFound {
		readonly SSID: string;
		readonly channel: number;
		readonly RSSI: number;
	}
	export interface WiFiScan {
		readonly channel?: number;
		readonly onFound: (found: WiFiFound) => void;
		readonly onComplete: () => void;
	}
	export default class WiFi {
		/** Starts the radio in station mode, joins nothing. */
		constructor(options: { onChanged: (property: string) => void });
		scan(options: WiFiScan): void;
		connect(options: { SSID: string; password?: string; channel?: number }): void;
		disconnect(): void;
		/** 200 apart, 300 joining, 400 joined, 500 with an address. */
		readonly connection: number;
		readonly channel: number | undefined;
		close(): void;
	}
}

declare module "embedded:network/mqtt/client" {
	export interface MqttControl {
		readonly operation: number;
		readonly id?: number;
	}
	export interface MqttWrite {
		readonly operation?: number;
		readonly id?: number;
		readonly topic?: string;
		readonly QoS?: number;
		readonly retain?: boolean;
		readonly items?: readonly { readonly topic: string; readonly QoS: number }[];
	}
	export interface MqttOptions {
		readonly host: string;
		readonly port: number;
		readonly id: string;
		readonly user?: string;
		readonly password?: string;
		/** Milliseconds. */
		readonly keepAlive: number;
		readonly will: { readonly topic: string; readonly message: string; readonly QoS: number; readonly retain: boolean };
		readonly dns: object;
		readonly socket: object;
		readonly onControl: (message: MqttControl) => void;
		readonly onReadable: (count: number, options: { readonly topic?: string }) => void;
		readonly onWritable: (count: number) => void;
		readonly onError: () => void;
	}
	export default class MQTTClient {
		constructor(options: MqttOptions);
		/** Throws Error "overflow", with nothing written, where there is no room. @returns the room left */
		write(data: Uint8Array | null, options: MqttWrite): number;
		read(buffer: Uint8Array): number;
		close(): void;
		static readonly CONNACK: number;
		static readonly PUBACK: number;
		static readonly SUBSCRIBE: number;
		static readonly DISCONNECT: number;
	}
}

declare module "bleclient" {
	export default class BLEClient {
		startScanning(options: { active: boolean; duplicates: boolean; interval: number; window: number }): void;
		stopScanning(): void;
		connect(options: { address: ArrayBuffer; addressType: number }): void;
		onReady(): void;
		onDiscovered(found: {
			readonly address: ArrayBuffer;
			readonly addressType: number;
			readonly rssi: number;
			readonly scanResponse: {
				readonly flags?: number;
				readonly manufacturerSpecific?: { readonly identifier: number; readonly data: Uint8Array };
			};
		}): void;
		onConnected(peripheral: BlePeripheral): void;
		onDisconnected(peripheral: { readonly connection: number }): void;
		onServices(services: readonly { discoverAllCharacteristics(): void }[]): void;
		onCharacteristics(characteristics: readonly BleCharacteristic[]): void;
		onCharacteristicNotificationEnabled(characteristic: BleCharacteristic): void;
		onCharacteristicNotification(characteristic: BleCharacteristic, value: ArrayBuffer): void;
	}
	export interface BlePeripheral {
		readonly address: ArrayBuffer;
		readonly connection: number;
		discoverPrimaryService(uuid: ArrayBuffer): void;
		close(): void;
	}
	export interface BleCharacteristic {
		readonly connection: number;
		readonly name?: string;
		enableNotifications(): void;
		writeWithoutResponse(value: ArrayBuffer): void;
	}
}

declare module "bleserver" {
	export default class BLEServer {
		startAdvertising(options: {
			readonly interval: { readonly min: number; readonly max: number };
			readonly advertisingData: {
				readonly flags: number;
				readonly manufacturerSpecific: { readonly identifier: number; readonly data: Uint8Array };
			};
		}): void;
		stopAdvertising(): void;
		notifyValue(characteristic: { readonly handle: number }, value: ArrayBuffer): void;
		disconnect(): void;
		onReady(): void;
		onConnected(central: { readonly address: ArrayBuffer; readonly connection: number }): void;
		onDisconnected(central: { readonly address: ArrayBuffer; readonly connection: number }): void;
		onCharacteristicNotifyEnabled(characteristic: { readonly handle: number }): void;
		onCharacteristicWritten(characteristic: { readonly handle: number }, value: ArrayBuffer): void;
	}
}

declare module "btutils" {
	/** Of hexadecimal digits; `reversed`: the last ones are the first byte, as Bluetooth sends numbers. */
	export class Bytes extends ArrayBuffer {
		constructor(digits: string, reversed?: boolean);
	}
}
