/**
 * Port: the Bluetooth Low Energy of one board, as far as a link needs it: beacons in legacy advertising, and a pipe for
 * chunks of bytes through GATT connections (writes without response from the central, notifications from the peripheral).
 *
 * For node code: peers are named by node address, which is in their device address, random static or public as the platform
 * can (see `Link`); a peer with an address of another form is 0. Connections have numbers from 0 to `bleConnectionLimit` - 1. `send` copies. Chunks
 * arrive whole and in order, or the connection ends.
 *
 * For platform authors: call the listener from the event loop only, never from inside a call to the transport. A beacon
 * or chunk handed over is a reused buffer, valid until the call returns. Advertise connectably while a connection is
 * free. A scan that takes all the time starves Wi-Fi on the same chip. Beacons are manufacturer data: with flags and
 * headers 24 of the 31 bytes are left.
 */
export interface BleTransport {
	/** Set once by the link. */
	listener: BleTransportListener | undefined;
	/** Advertises the first `length` bytes (at most `beaconLimit`) every `intervalMs` (20-10,240), in place of what was. */
	advertise(beacon: Uint8Array, length: number, intervalMs: number): void;
	/** Listens `windowMs` of every `intervalMs` (2.5-10,240) from now on. */
	scan(intervalMs: number, windowMs: number): void;
	/** Looks for this peer and connects to it. False: it cannot now; true: `onConnected` or `onConnectFailed` follows. */
	connect(peer: number, timeoutMs: number): boolean;
	/** Ends a connection; `onDisconnected` follows. */
	disconnect(connection: number): void;
	/** Queues a chunk of at most the connection's limit. False: no room, wait for `onSent`. */
	send(connection: number, chunk: Uint8Array, length: number): boolean;
}

export interface BleTransportListener {
	/** @param rssi dBm, -127…0 */
	onBeacon(peer: number, rssi: number, beacon: Uint8Array, length: number): void;
	/** @param limit longest chunk in bytes, at least `chunkMinimum`; short until a larger ATT_MTU is agreed */
	onConnected(connection: number, peer: number, limit: number): void;
	onConnectFailed(peer: number): void;
	/** Longer chunks are possible. */
	onLimit(connection: number, limit: number): void;
	onChunk(connection: number, chunk: Uint8Array, length: number): void;
	/** The peer's radio has one chunk more. */
	onSent(connection: number): void;
	onDisconnected(connection: number): void;
}

/** Longest beacon in bytes. */
export const beaconLimit = 24;
/** Connections of one board: what an ESP32-C3 has memory for beside its node. */
export const bleConnectionLimit = 3;
/** Bytes of a packet in the ATT_MTU that every connection begins with, 23 (Core 5.4, 3.F.3.2.8). */
export const firstAttPayload = 20;
/** Shortest limit of a chunk: a platform may take a byte of each packet to number it. */
export const chunkMinimum = 19;
/** Longest chunk that a link makes use of: ATT_MTU 247, one long link-layer packet. */
export const chunkMaximum = 244;
