/**
 * What crosses between a simulated board's machine and the session: the kinds of `host.listen` events, `host.post`
 * outputs and `host.call` questions. All numbers little-endian. Shared by the guest (inside XS) and the session (Node).
 */

/** Session → board. A board starts by itself when its entry module is imported; it asks for its definition. */
export const eventKinds = {
	/** The alarm rings. No bytes. */
	wake: 2,
	/** The frame, then int8 rssi and uint16 address of its sender: the frame is where a link hands it on from. */
	frame: 3,
	/** uint8: 1 delivered (MAC acknowledged or broadcast done), 0 not. */
	sent: 4,
	/** uint8 pin, uint8 level: an input pin with an edge listener changed. */
	edge: 5,
	/** uint8 of `brokerEvents`, then its fields. */
	broker: 6,
	/** uint8: the radio is on this channel, though the board did not ask for it. */
	channel: 7,
	/** The datagram, then int32 peer and uint8: 1 it was sent to the group. */
	datagram: 8,
	/** What the event is about (a beacon, a chunk), then the fields of one of `bleEvents`, then uint8 which. */
	ble: 16,
	/** What the event is about (bytes that came, uint8 writes that went), then uint8 stream, then uint8 of `streamEvents`. */
	stream: 17,
} as const;

/** What follows a frame in a `frame` event. */
export const receptionTrailerBytes = 3;
/** What follows a datagram in a `datagram` event. */
export const datagramTrailerBytes = 5;

/** Board → session, in order, without an answer. */
export const postKinds = {
	/** int32 milliseconds since boot: ring the alarm then; replaces the one before. */
	wakeAt: 1,
	/** uint16 destination address (0xffff broadcast), then the frame. Answered by a `sent` event when the air had it. */
	send: 2,
	/** uint8 pin, uint16 value, uint8 `pinWrites`. */
	pin: 3,
	/** uint8 of `diagnosticKinds`, then its fields. */
	diagnostic: 4,
	/** uint8 of `brokerCalls`, then its fields. */
	broker: 5,
	/** uint8: change to this channel, 1-13. */
	tune: 6,
	/** int32 peer, then the datagram. */
	datagram: 7,
	/** uint8 channel, then a frame to broadcast there, as `send`; the radio comes back when it is sent. */
	sendElsewhere: 8,
	/** uint8 of `bleCalls`, then its fields. */
	ble: 16,
	/** uint8 of `streamCalls`, then its fields. */
	stream: 17,
} as const;

/** Board → session, answered at once. */
export const callKinds = {
	/** uint8 address, uint8 stop, bytes. Answer: empty when acknowledged, none (-1) when not. */
	i2cWrite: 1,
	/** uint8 address, uint8 stop, uint16 how many. Answer: the bytes, or none. */
	i2cRead: 2,
	/** uint8 pin. Answer: uint8 level. */
	digitalRead: 3,
	/** uint8 pin. Answer: uint16, 12 bits used. */
	analogRead: 4,
	/** key as ASCII. Answer: the value, or none. */
	storeRead: 5,
	/** uint8 key length, key, value. Answer: empty when stored, none when full or worn out. */
	storeWrite: 6,
	/** key as ASCII. Answer: empty. */
	storeDelete: 7,
	/** uint8 pin, uint8 ECMA-419 mode, uint8 edges: claims the pin. Answer: empty, or none when it is taken. */
	pinOpen: 8,
	/** uint8 pin: gives it back. Answer: empty. */
	pinClose: 9,
	/** uint32 offset. Answer: up to `definitionChunk` bytes of the node's CBOR definition from there; empty at its end. */
	definition: 10,
	/** uint32 offset, uint16 how many. Answer: those bytes of the secrets partition, or none beyond its end. */
	secrets: 11,
	/** Nothing. Answer: uint8 channel of the radio, with `tiedBit` where an access point decides it. */
	channel: 12,
	/** uint16 port, then an IP address as ASCII. Answer: int32 number of that peer. */
	datagramPeer: 13,
	/** uint32 offset, uint16 how many, within a sector. Answer: those bytes of the journal's partition, or none. */
	flashRead: 14,
	/** uint32 offset, bytes, within a sector. Answer: empty, or none where power went. */
	flashWrite: 15,
	/** uint16 sector. Answer: empty, or none where power went. */
	flashErase: 16,
	/** Nothing. Answer: uint8 of `startReasons`. */
	startReason: 17,
} as const;

/** The journal's partition, as in devices/boards/partitions.csv, and its sectors. */
export const journalPartition = { length: 0x4_0000, sectorLength: 0x1000 } as const;

/** In the answer to `channel`. */
export const tiedBit = 0x80;

export const pinWrites = { digital: 0, pwm: 1 } as const;

export const diagnosticKinds = {
	/** uint8 slot, int32 value */
	reading: 1,
	/** uint8 slot, int32 value, uint32 sequence */
	sent: 2,
	/** uint8 slot, int32 value, uint16 origin, uint32 sequence */
	received: 3,
	/** uint8 slot, int32 value, uint8 cause, int8 rule, uint16 requester, uint8 overruled, uint8 inputs, then per input uint8 slot, int32 value, int32 age */
	actuation: 4,
	/** uint8 fault kind, int32 subject */
	fault: 5,
	/** uint16 address, uint8 resource id, int32 value, uint8 rule */
	asked: 6,
	/** uint16 address, uint8 presence */
	presence: 7,
} as const;

export const brokerCalls = {
	/** uint16 keep-alive seconds, then client id, will topic, will payload, each uint16 length and UTF-8 */
	connect: 1,
	/** uint16 id, uint8 retain, uint16 topic length, topic, payload */
	publish: 2,
	/** filter */
	subscribe: 3,
	close: 4,
} as const;

export const brokerEvents = {
	connected: 1,
	/** reason as UTF-8 */
	closed: 2,
	/** uint8 retained, uint16 topic length, topic, payload */
	message: 3,
	/** uint16 id */
	published: 4,
	drained: 5,
} as const;

export const bleCalls = {
	/** uint16 interval in ms, then the beacon */
	advertise: 1,
	/** uint16 interval, uint16 window, ms */
	scan: 2,
	/** uint16 peer, uint16 timeout in ms */
	connect: 3,
	/** uint8 connection */
	disconnect: 4,
	/** uint8 connection, then the chunk */
	send: 5,
} as const;

export const bleEvents = {
	/** The beacon, uint16 peer, int8 rssi */
	beacon: 1,
	/** uint8 connection, uint16 peer, uint8 whether the board asked for it */
	connected: 2,
	/** uint16 peer */
	failed: 3,
	/** uint8 connection, uint16 longest chunk */
	limit: 4,
	/** The chunk, uint8 connection */
	chunk: 5,
	/** uint8 connection */
	sent: 6,
	/** uint8 connection */
	disconnected: 7,
} as const;

export const streamCalls = {
	listen: 1,
	/** uint8 stream, then the bytes */
	write: 2,
	/** uint8 stream */
	close: 3,
} as const;

export const streamEvents = { opened: 1, data: 2, taken: 3, closed: 4 } as const;

/** Writes of a TCP stream under way. */
export const streamWindow = 4;

/** Chunks under way in one direction of a Bluetooth connection. */
export const chunkWindow = 4;

/** The board's buffer for events, calls and posts: a broker message of 128 bytes topic and 256 of payload, or a 250-byte frame. */
export const eventBytesLimit = 512;
/** Bytes of the longest datagram that crosses. */
export const datagramLimit = eventBytesLimit - datagramTrailerBytes;
/** Bytes of the definition per `definition` call. */
export const definitionChunk = 512;
/** Publications in flight between board and broker; a further one is answered "full". */
export const brokerWindow = 8;

/**
 * Board → session, answered at once, beside `callKinds`: P-256, which is rare and long. All else of the cryptography that
 * a board has in hardware is the engine's (`host.crypto`); it also asks these questions, so that no secret lies in the
 * board's heap. An answer's first byte is 0 and its result follows, or it is the negated fault of `cryptoFaults`.
 */
export const cryptoCalls = {
	/** private key (32 bytes), public key. Answer: the secret, 32 bytes. */
	agreeP256: 40,
	/** private key (32 bytes). Answer: the public key, 65 bytes. */
	publicP256: 41,
} as const;
