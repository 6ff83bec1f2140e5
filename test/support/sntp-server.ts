import { fromHex, toHex } from "./hex";

export interface SntpFields {
	readonly head?: string;
	readonly stratum?: string;
	readonly rootDelay?: string;
	readonly rootDispersion?: string;
	/** Or a kiss code. */
	readonly reference?: string;
	/** Seconds and fraction. */
	readonly receive?: string;
	readonly transmit?: string;
}

/** 2026-11-25 12:00:00.5 UTC as NTP's first era counts. */
export const noonHalf = "eeb14c40 80000000";

/** An answer to the request with this nonce, as hexadecimal digits; by default one from a server without fault. */
export function sntpAnswer(nonce: string, fields: SntpFields = {}): string {
	const {
		head = "24",
		stratum = "02",
		rootDelay = "00000000",
		rootDispersion = "00000000",
		reference = "c0a80101",
		receive = noonHalf,
		transmit = noonHalf,
	} = fields;
	const parts = [head, stratum, "06ec", rootDelay, rootDispersion, reference, noonHalf, nonce, receive, transmit];
	return toHex(fromHex(parts.join("")));
}
