import type { Radio } from "../radio/radio";
import { broadcastAddress, type Position, type Station } from "../radio/station";

/** Where the gateways' access point is; one for the whole installation. */
export interface AccessPoint {
	/** 1-13; undefined: where each gateway's definition says. */
	channel: number | undefined;
}

export interface BoardRadioOptions {
	readonly radio: Radio;
	readonly index: number;
	readonly address: number;
	readonly position: Position;
	/** On which the board boots. */
	readonly channel: number;
	/** Of a gateway, which is connected to it; undefined on other boards. */
	readonly accessPoint: AccessPoint | undefined;
	readonly onSent: (delivered: boolean) => void;
	/** The radio is on another channel than its program asked for. */
	readonly onChannel: (channel: number) => void;
	/** The station is about to be on this channel. */
	readonly onTuned: (channel: number) => void;
}

/** One board's antenna: its place among the stations, its channel, and what faults do to it. */
export class BoardRadio {
	readonly station: Station;
	readonly #options: BoardRadioOptions;
	/** The channel that the station has, or will have when it is there. */
	#channel: number;
	/** Byte of the next frame to corrupt. */
	#corrupt: number | undefined;
	/** A frame for another channel is under way. */
	#elsewhere = false;

	constructor(options: BoardRadioOptions) {
		const { index, address, position, onSent } = options;
		this.#options = options;
		this.#channel = this.#home;
		const channel = (): number => this.#channel;
		this.station = {
			index,
			address,
			position,
			get channel() {
				return channel();
			},
			sent: (delivered) => {
				this.#comeBack();
				onSent(delivered);
			},
		};
	}

	/** Whether an access point decides the channel. */
	get tied(): boolean {
		return this.#options.accessPoint !== undefined;
	}

	/** 1-13 */
	get channel(): number {
		return this.#channel;
	}

	join(): void {
		this.#channel = this.#home;
		this.#elsewhere = false;
		this.#options.radio.join(this.station);
	}

	leave(): void {
		this.#options.radio.leave(this.station.index);
	}

	send(destination: number, frame: Uint8Array): void {
		const byte = this.#corrupt;
		if (byte !== undefined) {
			this.#corrupt = undefined;
			if (byte < frame.length) frame[byte] = (frame[byte] as number) ^ 1;
		}
		this.#options.radio.transmit(this.station, destination, frame);
	}

	/** Broadcasts a frame on another channel, as the chip does (off-channel transmission), also while it is tied to its own. */
	sendElsewhere(channel: number, frame: Uint8Array): void {
		this.#elsewhere = true;
		this.#options.radio.setChannel(this.station.index, channel);
		this.#options.radio.transmit(this.station, broadcastAddress, frame);
	}

	corruptNextFrame(byte: number): void {
		this.#corrupt = byte;
	}

	/** The program asks for a channel. A gateway stays with its access point, and is told so. */
	tune(channel: number): void {
		if (this.#options.accessPoint === undefined) this.#tune(channel);
		else if (channel !== this.#channel) this.#options.onChannel(this.#channel);
	}

	/** The access point is on another channel: a gateway that is on goes along. */
	follow(): void {
		if (this.#options.accessPoint === undefined || !this.#options.radio.has(this.station.index)) return;
		if (this.#home === this.#channel) return;
		this.#tune(this.#home);
		this.#options.onChannel(this.#channel);
	}

	get #home(): number {
		return this.#options.accessPoint?.channel ?? this.#options.channel;
	}

	#comeBack(): void {
		if (!this.#elsewhere) return;
		this.#elsewhere = false;
		this.#options.radio.setChannel(this.station.index, this.#channel);
	}

	#tune(channel: number): void {
		if (channel === this.#channel) return;
		this.#channel = channel;
		this.#options.radio.setChannel(this.station.index, channel);
		this.#options.onTuned(channel);
	}
}
