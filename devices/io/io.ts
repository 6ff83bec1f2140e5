/**
 * The ECMA-419 IO class pattern (ECMA-419 2nd edition, clauses 9 and 10), as far as Kith's drivers use it. A driver
 * *receives* the constructor and its pins in its options; it never imports a bus. On a board these are
 * `embedded:io/digital`, `analog`, `pwm` and `i2c`; in the simulator they reach register-level models of the chips.
 *
 * A constructor gives a working object or throws. `close` may be called twice.
 */
export interface Digital {
	read(): number;
	write(value: number): void;
	close(): void;
}
export interface DigitalOptions {
	readonly pin: number;
	/** "Input", "InputPullUp", "InputPullDown", "Output": the numbers of ECMA-419 table 15. */
	readonly mode: number;
	/** Bit mask of `digitalEdge`; with it `onReadable` is called after each such edge, from the event loop. */
	readonly edge?: number;
	readonly onReadable?: () => void;
}
export const digitalMode = {
	input: 0,
	inputPullUp: 1,
	inputPullDown: 2,
	inputPullUpDown: 3,
	output: 8,
	outputOpenDrain: 9,
} as const;
export const digitalEdge = { rising: 1, falling: 2 } as const;

export interface Analog {
	/** 0 … 2^resolution - 1, linear from 0 V to the reference. */
	read(): number;
	/** Bits. */
	readonly resolution: number;
	close(): void;
}
export interface AnalogOptions {
	readonly pin: number;
}

export interface Pwm {
	/** Duty cycle, 0 … 2^resolution - 1. */
	write(value: number): void;
	/** Bits. */
	readonly resolution: number;
	close(): void;
}
export interface PwmOptions {
	readonly pin: number;
	readonly hz?: number;
}

export interface I2c {
	/** Reads into all of `buffer`; throws where no chip acknowledges. */
	read(buffer: Uint8Array, stop?: boolean): void;
	/** Writes all of `buffer`; throws where no chip acknowledges. */
	write(buffer: Uint8Array, stop?: boolean): void;
	close(): void;
}
export interface I2cOptions {
	readonly data: number;
	readonly clock: number;
	readonly hz: number;
	/** 7-bit address. */
	readonly address: number;
}

/** The board's IO, handed in at the composition root (the `io` of ECMA-419's `device` global). */
export interface IoProvider {
	readonly Digital: new (options: DigitalOptions) => Digital;
	readonly Analog: new (options: AnalogOptions) => Analog;
	readonly PWM: new (options: PwmOptions) => Pwm;
	readonly I2C: new (options: I2cOptions) => I2c;
	/** The board's default I2C bus: GPIO numbers. */
	readonly i2cPins: { readonly data: number; readonly clock: number };
}
