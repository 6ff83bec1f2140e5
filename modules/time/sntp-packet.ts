/**
 * SNTP messages (RFC 4330, in the form of NTP version 4, RFC 5905 section 7.3): 48 bytes, big-endian.
 *
 * A request says nothing but its version and mode: its transmit timestamp is random, so that only who has seen it can
 * answer, and nobody learns the board's time from it.
 */
export const sntpLength = 48;
export const sntpPort = 123;
/** Bytes of the transmit timestamp, which the answer repeats as its originate timestamp. */
export const nonceLength = 8;

/** Leap indicator 0, version 4, mode 3 (client). */
const requestHead = 0x23;
const serverMode = 4;
const oldestVersion = 3;
const newestVersion = 4;
/** Leap indicator: the server's clock is not set. */
const alarm = 3;
/** Higher ones are not synchronized (RFC 5905, figure 11). */
const stratumLimit = 15;
/** An answer that may be wrong by this much is none (RFC 5905, MAXDISP and MAXDIST are 16 s). */
export const serverErrorLimitMs = 16_000;

const rootDelayAt = 4;
const rootDispersionAt = 8;
const kissCodeAt = 12;
const originateAt = 24;
const receiveAt = 32;
const transmitAt = 40;

/** Seconds from NTP's first era (1900) to 1970, and from 1970 to its second (2036). */
const unixFromFirstEra = 2_208_988_800;
const secondEraFromUnix = 2_085_978_496;

/** "RATE": ask less often. "DENY" and "RSTR": do not ask at all (RFC 5905, section 7.4). */
const rate = 0x52415445;
const deny = 0x44454e59;
const restrict = 0x52535452;

/** What an answer is. */
export const answers = {
	good: 0,
	/** Too short, no server's, of another version. */
	malformed: 1,
	/** To something else than was asked last: late, doubled or forged. */
	strange: 2,
	/** The server does not know the time either, or far too roughly. */
	unset: 3,
	slower: 4,
	stop: 5,
	/** Kisses that ask for nothing known. */
	kiss: 6,
} as const;
export type Answer = (typeof answers)[keyof typeof answers];

/** @param packet of 48 bytes, of which the last 8, `nonce`, are drawn already */
export function writeRequest(packet: Uint8Array): void {
	packet.fill(0, 0, transmitAt);
	packet[0] = requestHead;
}

/** The nonce within a request. */
export function nonceOf(packet: Uint8Array): Uint8Array {
	return packet.subarray(transmitAt, sntpLength);
}

/** @param request as it was sent */
export function checkAnswer(bytes: Uint8Array, length: number, request: Uint8Array): Answer {
	// Extensions and checksums after the 48 bytes are no news.
	if (length < sntpLength) return answers.malformed;
	const head = bytes[0] as number;
	const version = (head >> 3) & 7;
	if ((head & 7) !== serverMode || version < oldestVersion || version > newestVersion) return answers.malformed;
	for (let index = 0; index < nonceLength; index++)
		if (bytes[originateAt + index] !== request[transmitAt + index]) return answers.strange;
	const stratum = bytes[1] as number;
	if (stratum === 0) return kissOf(word(bytes, kissCodeAt));
	if (head >> 6 === alarm || stratum > stratumLimit || serverErrorMs(bytes) >= serverErrorLimitMs) return answers.unset;
	return word(bytes, transmitAt) === 0 && word(bytes, transmitAt + 4) === 0 ? answers.unset : answers.good;
}

function kissOf(code: number): Answer {
	if (code === rate) return answers.slower;
	return code === deny || code === restrict ? answers.stop : answers.kiss;
}

/** Seconds since 1970 when a good answer left: from 1968 to 2104 (RFC 4330, section 3). */
export function answerSeconds(bytes: Uint8Array): number {
	const word32 = word(bytes, transmitAt);
	return word32 < 0 ? (word32 >>> 0) - unixFromFirstEra : word32 + secondEraFromUnix;
}

/** Milliseconds of that second, 0…999. */
export function answerMilliseconds(bytes: Uint8Array): number {
	return milliseconds(bytes, transmitAt);
}

/** Milliseconds that the server had the request, 0…`limit`; 0 where it says something else. */
export function heldMs(bytes: Uint8Array, limit: number): number {
	const seconds = (word(bytes, transmitAt) - word(bytes, receiveAt)) | 0;
	if (seconds < 0 || seconds > limit) return 0;
	const held = seconds * 1000 + milliseconds(bytes, transmitAt) - milliseconds(bytes, receiveAt);
	return held < 0 || held > limit ? 0 : held;
}

/** How wrong the server's own clock may be: half its way to the clock of reference, and its dispersion (RFC 5905, 11.2). */
export function serverErrorMs(bytes: Uint8Array): number {
	return Math.ceil(shortMs(word(bytes, rootDelayAt)) / 2 + shortMs(word(bytes, rootDispersionAt)));
}

/** Seconds in 16.16 bits as ms. */
function shortMs(word32: number): number {
	return ((word32 >>> 0) * 1000) / 65_536;
}

function milliseconds(bytes: Uint8Array, timestamp: number): number {
	// 16 bits of the fraction are 15 µs.
	return ((((bytes[timestamp + 4] as number) << 8) | (bytes[timestamp + 5] as number)) * 1000) >> 16;
}

/** int32. */
function word(bytes: Uint8Array, at: number): number {
	return (
		((bytes[at] as number) << 24) |
		((bytes[at + 1] as number) << 16) |
		((bytes[at + 2] as number) << 8) |
		(bytes[at + 3] as number)
	);
}
