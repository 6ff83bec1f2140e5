import type { Position } from "../radio/station";

/** Why a connection ended. */
export type DisconnectReason = "asked" | "lost";

/** One board's Bluetooth radio, as the air knows it. All calls come from the agenda, never from within a call of it. */
export interface BleStation {
	/** The board's number in the session. */
	readonly index: number;
	/** Node address, from which its random static address is made. */
	readonly address: number;
	readonly position: Position;
	/** The ATT_MTU that it offers, 23-517. */
	readonly mtu: number;
	/** Whether it can send long link-layer packets (data length extension). */
	readonly longPackets: boolean;
	onAdvertisement(from: number, rssi: number, data: Uint8Array, connectable: boolean): void;
	/** A connection stands, at ATT_MTU 23. `connection` is this station's own number for it. */
	onConnected(connection: number, peer: number, central: boolean): void;
	/** `connect` found nobody in time, or nobody who takes connections. */
	onConnectFailed(peer: number): void;
	/** Both sides agreed on an ATT_MTU. */
	onMtu(connection: number, mtu: number): void;
	onChunk(connection: number, bytes: Uint8Array): void;
	/** The other side's radio has the oldest chunk: there is room for one more. */
	onSent(connection: number): void;
	onDisconnected(connection: number, reason: DisconnectReason): void;
}
