/**
 * Port: the Wi-Fi channel of a radio that has one and can change it (ESP-NOW).
 *
 * For node code: after `tune` the radio is deaf and mute for some milliseconds; frames handed over meanwhile wait. A
 * station that is connected to an access point stays on that one's channel: `tune` then does nothing. `onChange` tells
 * of every channel that the node did not ask for, for instance when the access point moved.
 *
 * For platform authors: call `onChange` from the event loop only, never from inside `tune`. `channel` is what was asked
 * last, or told last by `onChange`.
 */
export interface Channels {
	/** 1-13 */
	readonly channel: number;
	/** Set once by the node. */
	onChange: ((channel: number) => void) | undefined;
	/** @param channel 1-13; others are ignored */
	tune(channel: number): void;
}

export const firstChannel = 1;
export const lastChannel = 13;
