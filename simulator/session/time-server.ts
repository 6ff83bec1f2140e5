/** UDP port at which a server of the time answers, whatever its address: the session plays all of them. */
export const timePort = 123;

const length = 48;
const clientMode = 3;
/** Leap indicator 0, version 4, mode 4 (server). */
const head = 0x24;
const stratum = 2;
/** log2 of seconds: about a microsecond. */
const precision = -20;
/** To the clock of reference there and back, and its dispersion, in 2^-16 s: 10 ms and 5 ms. */
const rootDelay = 655;
const rootDispersion = 328;
/** Seconds from 1900 to 1970. */
const epoch = 2_208_988_800;
const era = 2 ** 32;

/**
 * What an SNTP server says (RFC 4330, section 6) when it gets `request`.
 *
 * @param seconds since 1970 there and then
 * @returns undefined where the bytes are no request
 */
export function timeAnswer(request: Uint8Array, seconds: number): Uint8Array | undefined {
	if (request.length < length || ((request[0] as number) & 7) !== clientMode) return undefined;
	const answer = new Uint8Array(length);
	const view = new DataView(answer.buffer);
	view.setUint8(0, head);
	view.setUint8(1, stratum);
	view.setUint8(2, request[2] as number);
	view.setInt8(3, precision);
	view.setUint32(4, rootDelay);
	view.setUint32(8, rootDispersion);
	answer.set(request.subarray(40, 48), 24);
	const whole = Math.floor(seconds);
	for (const at of [16, 32, 40]) {
		view.setUint32(at, (whole + epoch) % era);
		view.setUint32(at + 4, Math.floor((seconds - whole) * era));
	}
	return answer;
}
