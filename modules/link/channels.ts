/**
 * Port: the Wi-Fi channel of a radio that has one and can change it (ESP-NOW).
 *
 * For node code: after `tune` the radio is deaf and mute for some milliseconds; frames handed over meanwhile wait. A
 * station that is connected to an access point stays on that one's channel (`tied`): `tune` then does nothing. `onChange`
 * tells of every channel that the node did not ask for, for instance when the access point moved, and that `tied` changed.
 *
 * For platform authors: call `onChange` from the event loop only, never from inside `tune`. `channel` is what was asked
 * last, or told last by `onChange`. `tied` is true only where the access point has proven that it is the right one.
 */
export interface Channels {
	/** 1-13 */
	readonly channel: number;
	/** Whether an access point decides the channel. */
	readonly tied: boolean;
	/** Set once by the node. */
	onChange: ((channel: number) => void) | undefined;
	/** @param channel 1-13; others are ignored */
	tune(channel: number): void;
	/**
	 * Broadcasts the first `length` bytes of `frame` once on another channel, and comes back at once; so may a tied station. The
	 * link has the frame in flight meanwhile, and its `onSent` tells the end.
	 * @returns false where the link is busy, or the platform cannot
	 */
	sendElsewhere(channel: number, frame: Uint8Array, length: number): boolean;
}

export const firstChannel = 1;
export const lastChannel = 13;
