import type { Microseconds } from "../kernel/agenda";

/** A chip on an I2C bus, modelled at the level of its registers, commands, timing and checksums. */
export interface I2cChip {
	/** 7-bit address. */
	readonly address: number;
	/** One write transaction. False: not acknowledged (busy, absent, or the command is unknown). */
	write(bytes: Uint8Array, now: Microseconds): boolean;
	/** One read transaction of `count` bytes, or undefined: not acknowledged. */
	read(count: number, now: Microseconds): Uint8Array | undefined;
}

/**
 * What is wired to an input pin. The session looks whenever the world changed, and also at the time that `nextChange`
 * names, and so finds the edges: a PIR module drops out, and a contact bounces, while nothing in the world moves.
 */
export interface DigitalSource {
	/** 0 or 1. @param now not before the `now` of an earlier call */
	level(now: Microseconds): number;
	/** When to look next though the world stands still; undefined: no need to. Ask after `level`. */
	nextChange(now: Microseconds): Microseconds | undefined;
}

export interface AnalogSource {
	/** 12-bit ADC reading, 0-4095. */
	read(): number;
}

/** Faults that a test or scenario injects into a chip; changed at any time. */
export interface ChipFaults {
	/** The chip does not acknowledge at all. */
	absent: boolean;
	/** Every checksum is sent wrong. */
	checksumWrong: boolean;
	/** The last measured value is repeated for ever. */
	stuck: boolean;
	/** °C, lx, ppm… added to what is sensed: absurd values. */
	offset: number;
}

export function noFaults(): ChipFaults {
	return { absent: false, checksumWrong: false, stuck: false, offset: 0 };
}
