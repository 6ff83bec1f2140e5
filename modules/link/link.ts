/**
 * Port: one radio (or wire) that carries datagrams between boards: ESP-NOW, BLE, UDP.
 *
 * For node code: `send` copies the frame before it returns. One frame is in flight at a time: after a `send` that
 * returned nothing, wait for `onSent` before the next (`send` answers "busy" until then). `onSent(true)` for a unicast
 * frame means that the next radio's MAC acknowledged it; for a broadcast only that it left the antenna. Neither means
 * that a program received it.
 *
 * For platform authors: call the listener from the event loop only, never from inside `send`, never from another task.
 * The frame handed to `onReceive` is a reused buffer, valid until the call returns; its length is given apart. Frames
 * longer than `mtu` must not reach the listener.
 */
export interface Link {
	/** Largest frame in bytes. ESP-NOW v1: 250. */
	readonly mtu: number;
	/** Set once by the node, before the first frame. */
	listener: LinkListener | undefined;
	/** Sends the first `length` bytes of `frame` to a 16-bit node address, or to everybody (`broadcastAddress`). */
	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined;
}

export interface LinkListener {
	/** @param rssi received signal strength in dBm, -127…0 */
	onReceive(frame: Uint8Array, length: number, rssi: number): void;
	onSent(delivered: boolean): void;
}

/** "busy": one frame is in flight already; "too long": more than `mtu`; "down": the radio is not running. */
export type LinkFault = "busy" | "too long" | "down";

/** The address of everybody in reach. Never assigned to a node; nor is 0. */
export const broadcastAddress = 0xffff;
