import type { Microseconds } from "../kernel/agenda";

/** Where something stands, in metres: x and y on the floor plan, z above ground. */
export interface Position {
	readonly x: number;
	readonly y: number;
	readonly z: number;
}

/** Destination of a frame meant for everybody. */
export const broadcastAddress = 0xffff;

/** One radio, as the air knows it. The session keeps the object for all boots of a board and joins it again after each. */
export interface Station {
	/** The board's number in the session, from 0: the order in which a frame's receivers are listed. */
	readonly index: number;
	/** Link address of its frames, unique in the session. */
	readonly address: number;
	/** Where it joins; `Radio.move` carries it elsewhere. */
	readonly position: Position;
	/** Wi-Fi channel on which it joins, 1-13; `Radio.setChannel` changes it. Other channels are not heard. */
	readonly channel: number;
	/**
	 * The send callback: called once for every frame handed to `Radio.transmit`, in order, at the virtual time when the
	 * radio was done with it. Broadcast: true once it was on the air. Unicast: whether a MAC acknowledgement came.
	 */
	sent(delivered: boolean): void;
}

/** One station that got a frame, and how strongly, in whole dBm. */
export interface Reception {
	readonly station: Station;
	readonly rssi: number;
}

/** One data frame that was on the air (every attempt of a unicast is one): what a trace shows. */
export interface AirReport {
	/** When its first bit was sent. It is reported when its last bit was. */
	readonly at: Microseconds;
	readonly from: Station;
	readonly channel: number;
	readonly destination: number;
	readonly frame: Uint8Array;
	/** µs */
	readonly airtime: number;
	/** 1 for the first transmission of this frame, 2 for its first retry… */
	readonly attempt: number;
	/** In the order of their indices. */
	readonly received: readonly Reception[];
	/** Those for whom it was meant and who are within reach, but did not receive it. */
	readonly lost: readonly Station[];
	/** Whether another transmission overlapped with it somewhere within earshot of a receiver. */
	readonly collided: boolean;
}

/** Totals since the session began. */
export interface RadioCounters {
	/** Data frames on the air, retries included. */
	transmissions: number;
	/** Retries among them. */
	retries: number;
	/** Receptions, one per frame and receiver; a repeated unicast that its receiver already had is not counted again. */
	received: number;
	/** Receivers within reach that missed a frame. */
	lost: number;
	/** Data frames that overlapped with another. */
	collisions: number;
	/** Unicasts given up after the last retry. */
	unacknowledged: number;
	/** Frames refused because a station's queue was full. */
	refused: number;
	/** Receptions that were told twice, or late, by fault. */
	duplicated: number;
	delayed: number;
	/** Microseconds of data frames and acknowledgements on the air, summed. */
	airtime: number;
}
