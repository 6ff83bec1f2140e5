import type { Appointment, Microseconds } from "../kernel/agenda";
import type { Connection, Side } from "./connection";
import type { ScanSchedule } from "./scanning";
import type { BleStation } from "./station";

export interface Advertising {
	data: Uint8Array;
	/** µs */
	interval: number;
	connectable: boolean;
	event: Appointment | undefined;
}

/** A station that looks for one advertiser to connect to: it listens without a pause. */
export interface Initiating {
	readonly peer: number;
	readonly scan: ScanSchedule;
	readonly timeout: Appointment;
}

/** One side's view of a connection. */
export interface Attachment {
	readonly number: number;
	readonly side: Side;
	readonly bond: Bond;
}

/** A connection and who holds its ends. */
export interface Bond {
	readonly connection: Connection;
	readonly ends: readonly [BleMember, BleMember];
	readonly anchor: Microseconds;
	event: Appointment | undefined;
	closed: boolean;
	/** Events so far: the MTU is agreed in the first ones. */
	events: number;
}

/** A joined station and what it is busy with. */
export interface BleMember {
	readonly station: BleStation;
	readonly index: number;
	gone: boolean;
	advertising: Advertising | undefined;
	scan: ScanSchedule | undefined;
	initiating: Initiating | undefined;
	/** By this station's own numbers, 0-2; holes are free. */
	readonly attachments: (Attachment | undefined)[];
	/** µs its antenna was used for sending or for connection events. */
	airtime: number;
}
