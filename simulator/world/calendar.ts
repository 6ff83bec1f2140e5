import type { Microseconds } from "../kernel/agenda";
import { WorldError } from "./world-error";

const secondsPerDay = 86_400;
const civilPattern = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?$/;
const clockPattern = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * Seconds since 1970 of a civil time "2026-06-21T06:00:00" (a space for the T is fine, and no seconds), read without
 * time zone: the world has its own wall clock, with no summer time.
 */
export function civilSeconds(text: string): number | undefined {
	const match = civilPattern.exec(text);
	if (match === null) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1).map((digits) => Number(digits ?? 0)) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
	// The 30th of February would silently become a day in March.
	return formatCivil(seconds).startsWith(text.slice(0, 10)) && hour < 24 ? seconds : undefined;
}

/** "2026-06-21 06:00:00" */
export function formatCivil(seconds: number): string {
	return new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** Seconds since midnight of "06:40". @throws WorldError */
export function clockSeconds(text: string): number {
	const match = clockPattern.exec(text);
	if (match === null) throw new WorldError(`"${text}" is no time of day like "06:40"`);
	return Number(match[1]) * 3600 + Number(match[2]) * 60;
}

/** Turns virtual time into the world's wall clock and back. Days are counted from 1970-01-01. */
export class Calendar {
	readonly #start: number;

	/** @throws WorldError when `startsAt` is no civil time */
	constructor(startsAt: string) {
		const start = civilSeconds(startsAt);
		if (start === undefined)
			throw new WorldError(`startsAt is "${startsAt}", but must look like "2026-06-21T06:00:00"`);
		this.#start = start;
	}

	/** Civil seconds since 1970 at a virtual time. */
	seconds(at: Microseconds): number {
		return this.#start + at / 1_000_000;
	}

	day(at: Microseconds): number {
		return Math.floor(this.seconds(at) / secondsPerDay);
	}

	/** Hours since midnight, 0 ≤ h < 24. */
	hour(at: Microseconds): number {
		return (this.seconds(at) - this.day(at) * secondsPerDay) / 3600;
	}

	/** Virtual time of `second` after the midnight that begins `day`; negative when before the session. */
	at(day: number, second: number): Microseconds {
		return (day * secondsPerDay + second - this.#start) * 1_000_000;
	}

	/** "2026-06-21 06:00:00" */
	text(at: Microseconds): string {
		return formatCivil(Math.floor(this.seconds(at)));
	}
}

/** Saturday or Sunday. 1970-01-01 was a Thursday. */
export function isWeekend(day: number): boolean {
	return (day + 3) % 7 >= 5;
}

/** 0 for the first of January. */
export function dayOfYear(day: number): number {
	const year = new Date(day * 86_400_000).getUTCFullYear();
	return day - Date.UTC(year, 0, 1) / 86_400_000;
}
