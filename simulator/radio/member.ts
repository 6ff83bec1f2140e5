import type { Microseconds } from "../kernel/agenda";
import { type AwaySchedule, isAway } from "./away";
import { Backoff } from "./contention";
import type { Station } from "./station";

export interface Outgoing {
	readonly destination: number;
	readonly frame: Uint8Array;
	/** Transmissions so far. */
	attempts: number;
	/** The receiver of a unicast has it: repetitions are only acknowledged. */
	delivered: boolean;
}

/**
 * "preparing": in the driver. "waiting": for its turn. "away": Bluetooth has the antenna. "sending": on the air or
 * awaiting an acknowledgement. "tuning": between two channels.
 */
export type MemberState = "idle" | "preparing" | "waiting" | "away" | "sending" | "tuning";

/** Of a station between two channels. */
export const noChannel = 0;

/** A joined station and what it is busy with. */
export class Member {
	readonly station: Station;
	readonly index: number;
	readonly queue: Outgoing[] = [];
	readonly backoff = new Backoff();
	state: MemberState = "idle";
	gone = false;
	channel: number;
	/** The channel that it was told last. */
	wantedChannel: number;
	/** A frame that began before this is missed: the station was not there, or on another channel. */
	listeningSince: Microseconds;
	schedules: readonly AwaySchedule[] = [];

	constructor(station: Station, now: Microseconds) {
		this.station = station;
		this.index = station.index;
		this.channel = station.channel;
		this.wantedChannel = station.channel;
		this.listeningSince = now;
	}

	/** Whether its antenna was on this channel, and Wi-Fi's, from `start` to `end`. */
	listened(start: Microseconds, end: Microseconds): boolean {
		if (this.listeningSince > start) return false;
		return this.schedules.length === 0 || !isAway(this.schedules, start, end);
	}
}

/** By index; holes where nobody is. */
export type Members = (Member | undefined)[];
