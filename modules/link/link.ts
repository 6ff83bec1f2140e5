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
 * longer than `mtu` must not reach the listener. Link addresses are made from node addresses, so that a receiver can name
 * the neighbour a frame came through: ESP-NOW's MAC address is 02:6b, the network tag, the node address; a BLE random
 * static address likewise. A frame from an address of another form is given `from` 0.
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
	/**
	 * @param rssi received signal strength in dBm, -127…0
	 * @param from node address of the radio that sent it, as the link's own addresses say: a claim, not a proof
	 */
	onReceive(frame: Uint8Array, length: number, rssi: number, from: number): void;
	onSent(delivered: boolean): void;
}

/** "busy": one frame is in flight already; "too long": more than `mtu`; "down": the radio is not running. */
export type LinkFault = "busy" | "too long" | "down";

/** The address of everybody in reach. Never assigned to a node; nor is 0. */
export const broadcastAddress = 0xffff;
