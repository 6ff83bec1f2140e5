import type { Channels } from "kith/link/channels";
import type { Link, LinkFault, LinkListener } from "kith/link/link";

type Open = (
	self: EspNow,
	networkTag: number,
	address: number,
	mtu: number,
	channel: number,
	longRange: number,
	besideBluetooth: number,
	wakeWindowMs: number,
	wakeIntervalMs: number,
	onEvent: () => void,
) => void;
// With the object in front: see docs/native.md, "No garbage per message".
const open = native("xs_kith_espnow_open") as Open;
const send = native("xs_kith_espnow_send") as (
	self: EspNow,
	destination: number,
	frame: Uint8Array,
	length: number,
) => number;
const read = native("xs_kith_espnow_read") as (self: EspNow, buffer: Uint8Array) => number;
const flight = native("xs_kith_espnow_flight") as (self: EspNow) => number;
const count = native("xs_kith_espnow_count") as (self: EspNow, which: number) => number;
const channel = native("xs_kith_espnow_channel") as (self: EspNow) => number;
const tune = native("xs_kith_espnow_tune") as (self: EspNow, channel: number) => void;
const sendElsewhere = native("xs_kith_espnow_send_elsewhere") as (
	self: EspNow,
	channel: number,
	frame: Uint8Array,
	length: number,
) => number;

/** Largest frames of ESP-NOW 1 and 2. A chip with version 1 cuts longer ones off or drops them: ask of all, send to all. */
export const espNowMtu = { v1: 250, v2: 1470 } as const;
export type EspNowMtu = (typeof espNowMtu)[keyof typeof espNowMtu];

export interface EspNowOptions {
	/** 0 … 0xffff, and the node's address, 1 … 0xfffe: what the radio's MAC address is made of. */
	readonly networkTag: number;
	readonly address: number;
	/** 1 … 13. While the board is connected to an access point, that one's counts. */
	readonly channel: number;
	readonly mtu: EspNowMtu;
	/** Espressif's long-range rate (250 kbit/s) instead of 1 Mbit/s; both ends must have it. */
	readonly longRange: boolean;
	/** Bluetooth shares the antenna: Wi-Fi must then sleep in between, and some frames are missed. */
	readonly besideBluetooth: boolean;
	/** Listens only for the first `wakeWindowMs` of each `wakeIntervalMs` (multiples of 100). 0: always. */
	readonly wakeWindowMs: number;
	readonly wakeIntervalMs: number;
}

/** In the order of `kithLinkCounters` in link.h; since boot, int32 that wraps. */
export const espNowCounters = {
	received: 0,
	/** No room in the ring, or a length that no frame has. */
	dropped: 1,
	sent: 2,
	/** Sends for which the radio had no memory. After 16 in a row it is started anew. */
	noMemory: 3,
	refused: 4,
	/** Sends that were never reported. */
	timeouts: 5,
	/** Peers that made room for others: the chip knows 20. */
	evictions: 6,
	restarts: 7,
} as const;
export type EspNowCounter = keyof typeof espNowCounters;

/** Strength (1 byte) and sender (2 bytes) behind each frame's room. */
const infoLength = 3;
const faults: readonly (LinkFault | undefined)[] = [undefined, "busy", "too long", "down"];
/** `kithFlight`: none, under way, delivered, failed. */
const delivered = 2;

/**
 * The Link and Channels ports over ESP-NOW (ESP-IDF 6.0), or on Linux over loopback UDP, where programs of one computer hear each other.
 * Starts Wi-Fi as a station without access point, with the address it needs, if nobody has: open it before the SDK's Wi-Fi
 * class. One per program. A frame that the radio cannot take, or never reports, counts as not delivered.
 */
export class EspNow extends Native("xs_kith_espnow_destructor") implements Link, Channels {
	readonly mtu: EspNowMtu;
	listener: LinkListener | undefined = undefined;
	onChange: ((channel: number) => void) | undefined = undefined;
	#tied = false;
	readonly #received: Uint8Array;
	#channel: number;

	/** Throws where the radio does not start, saying why, and RangeError for options out of range. */
	constructor(options: EspNowOptions) {
		super();
		const { networkTag, address, mtu, longRange, besideBluetooth, wakeWindowMs, wakeIntervalMs } = options;
		this.mtu = mtu;
		this.#channel = options.channel;
		this.#received = new Uint8Array(mtu + infoLength);
		const onEvent = (): void => this.#handOver();
		const [rate, beside] = [longRange ? 1 : 0, besideBluetooth ? 1 : 0];
		open(this, networkTag, address, mtu, options.channel, rate, beside, wakeWindowMs, wakeIntervalMs, onEvent);
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		return faults[send(this, destination, frame, length)];
	}

	/** 1 … 13: as asked last, or told last by `onChange`. */
	get channel(): number {
		return channel(this);
	}

	/** Changes the channel; others than 1 … 13, and all while an access point decides it, are ignored. */
	tune(number: number): void {
		tune(this, number);
		this.#channel = channel(this);
	}

	get tied(): boolean {
		return this.#tied;
	}

	/** From who runs the station, as the radio cannot tell a scan from a connection: an access point decides the channel, or no longer. */
	tie(tied: boolean): void {
		this.#tied = tied;
		this.onChange?.(this.channel);
	}

	sendElsewhere(number: number, frame: Uint8Array, length: number): boolean {
		return sendElsewhere(this, number, frame, length) === 0;
	}

	count(counter: EspNowCounter): number {
		return count(this, espNowCounters[counter]);
	}

	#handOver(): void {
		const buffer = this.#received;
		const end = flight(this);
		if (end !== 0) this.listener?.onSent(end === delivered);
		for (let length = read(this, buffer); length !== 0; length = read(this, buffer)) {
			const rssi = ((buffer[this.mtu] as number) << 24) >> 24;
			const from = ((buffer[this.mtu + 1] as number) << 8) | (buffer[this.mtu + 2] as number);
			this.listener?.onReceive(buffer, length, rssi, from);
		}
		const now = channel(this);
		if (now !== this.#channel) {
			this.#channel = now;
			this.onChange?.(now);
		}
	}
}
