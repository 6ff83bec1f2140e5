/**
 * Times of Bluetooth Low Energy on the LE 1M PHY, in microseconds (Bluetooth Core Specification 5.4, volume 6, part B):
 * 8 µs a byte; preamble 1, access address 4, header 2, CRC 3 bytes around each payload.
 */

const microsecondsPerByte = 8;
const packetOverheadBytes = 10;

/** Interframe space between two packets of one exchange (4.1.1). */
export const interFrameSpaceUs = 150;
/** AdvA before the advertising data (2.3.1). */
const advertiserAddressBytes = 6;
/** From the end of an advertising packet on one channel to the begin of that on the next: listening, and retuning. Chosen; at most 10 ms are allowed (4.4.2.2). */
export const advertisingGapUs = 300;
/** The random part of every advertising interval is 0 to this (4.4.2.2.1). */
export const advertisingDelayLimitUs = 10_000;
/** CONNECT_IND (2.3.3.1): 34 bytes of payload. */
export const connectRequestUs = packetUs(34);
/** From a connection request to its first event at the earliest (4.5.3). */
export const transmitWindowDelayUs = 1250;

export const advertisingChannels = [37, 38, 39] as const;

/** Microseconds on the air of a packet with so many bytes of payload. */
export function packetUs(payloadBytes: number): number {
	return microsecondsPerByte * (packetOverheadBytes + payloadBytes);
}

/** Of an advertising packet with so many bytes of advertising data: 128 + 8 N. */
export function advertisingPacketUs(dataBytes: number): number {
	return packetUs(advertiserAddressBytes + dataBytes);
}

/** Bits of a packet that must all arrive, the preamble apart. */
export function packetBits(payloadBytes: number): number {
	return microsecondsPerByte * (packetOverheadBytes - 1 + payloadBytes);
}

/** Limits of what a station may ask for (volume 4, part E, 7.8; legacy advertising). */
export const limits = {
	/** Bytes of advertising data, flags and lengths included. */
	advertisingData: 31,
	/** ms */
	advertisingInterval: { least: 20, most: 10_240 },
	/** ms, both interval and window; the window is at most the interval. */
	scan: { least: 2.5, most: 10_240 },
	/** ms */
	connectionInterval: { least: 7.5, most: 4000 },
	/** Connections of one station: more would not fit beside Wi-Fi in an ESP32-C3's memory. */
	connections: 3,
	/** Chunks that wait in one direction of a connection. */
	chunkQueue: 4,
	/** Default and largest ATT_MTU (volume 3, part F, 3.2.8 and 3.2.9: an attribute value has at most 512 bytes). */
	mtu: { least: 23, most: 517 },
} as const;

/** Bytes of ATT_MTU that a write without response or a notification needs itself: opcode and handle. */
export const attOverheadBytes = 3;
/** Before every ATT packet. */
export const l2capHeaderBytes = 4;
/** Payload of one link-layer data packet, without and with data length extension. */
export const linkPayloadBytes = { basic: 27, extended: 251 } as const;
