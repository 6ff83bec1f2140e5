import { durationLimitMs } from "kith/definition/definition";
import { DefinitionError } from "./definition-error";

declare const durationBrand: unique symbol;

/** A length of time in whole milliseconds, 1 ms … about 12 days. A bare number is none: write `seconds(30)`. */
export type Duration = number & { readonly [durationBrand]: "milliseconds" };

/** @throws DefinitionError unless `count` is a whole number of milliseconds from 1 to 2^30 - 1. */
export function milliseconds(count: number): Duration {
	return duration(count, 1, "milliseconds");
}

/** Fractions down to one millisecond are fine: `seconds(2.5)`. @throws DefinitionError when out of range */
export function seconds(count: number): Duration {
	return duration(count, 1000, "seconds");
}

/** @throws DefinitionError when out of range (about 12 days) */
export function minutes(count: number): Duration {
	return duration(count, 60_000, "minutes");
}

/** @throws DefinitionError when out of range (about 12 days) */
export function hours(count: number): Duration {
	return duration(count, 3_600_000, "hours");
}

/** For people: "30 s", "10 min", "1.5 h". */
export function describeDuration(ms: number): string {
	if (ms >= 3_600_000 && ms % 360_000 === 0) return `${ms / 3_600_000} h`;
	if (ms >= 60_000 && ms % 6_000 === 0) return `${ms / 60_000} min`;
	if (ms >= 1000 && ms % 100 === 0) return `${ms / 1000} s`;
	return `${ms} ms`;
}

function duration(count: number, unitMs: number, unit: string): Duration {
	// 2.3 s is 2299.9999999999995 ms in floating point: round, but only away from that kind of error.
	const ms = Math.round(count * unitMs);
	if (!Number.isFinite(count) || Math.abs(ms - count * unitMs) > 1e-6 || ms < 1 || ms > durationLimitMs) {
		throw new DefinitionError(
			`${unit}(${count}) is no usable duration: it must be a whole number of milliseconds, more than 0 and at most 12 days`,
		);
	}
	return ms as Duration;
}
