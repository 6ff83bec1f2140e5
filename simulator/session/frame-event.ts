import { receptionTrailerBytes } from "../guest/protocol";

/** The event by which a board hears a frame. @param from address of the neighbour whose radio sent it */
export function frameEvent(frame: Uint8Array, rssi: number, from: number): Uint8Array {
	const bytes = new Uint8Array(frame.length + receptionTrailerBytes);
	bytes.set(frame);
	bytes[frame.length] = Math.max(-127, Math.min(0, rssi)) & 0xff;
	bytes[frame.length + 1] = from;
	bytes[frame.length + 2] = from >> 8;
	return bytes;
}
