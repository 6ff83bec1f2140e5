import { doesNotAnswer } from "../../fault";
import type { I2c } from "../../io/io";
import type { DeviceFault } from "../../kind";
import { type I2cSensorOptions, openI2c, readFrom, writeTo } from "../i2c";

/** Instruction set (datasheet 2011.11 revision D, page 5). The chip takes one operation per transaction. */
const powerOn = 0x01;
const oneTimeHighResolution = 0x20;
const sensitivityHighBits = 0x40;
const sensitivityLowBits = 0x60;

/**
 * Measurement time register: the power-up value, and the least (page 11). The least lets the chip look less long and so
 * see light twice as bright before its count overflows: 54.6 klx, 121 klx.
 */
const usualSensitivity = 69;
const leastSensitivity = 31;
/** H-resolution mode's longest time at the usual sensitivity; it grows with the register (pages 2 and 11). */
const usualDurationMs = 180;

const fullCount = 0xffff;
/** At the least sensitivity a count below this (48 klx) is measured better at the usual one. */
const dimCount = 26_000;

/** The brightest that is reported, 0.1 lx. */
const brightest = 655_350;

export interface Bh1750Sample {
	/** 0.1 lx, 0…655350. What is brighter is reported as 655350: too much light is no fault of the sensor. */
	illuminance: number;
}

/**
 * ROHM BH1750FVI ambient light sensor, in one-time H-resolution mode: an ECMA-419 sensor class whose conversion does not
 * block. Between conversions the chip sleeps.
 */
export class Bh1750 {
	readonly #bus: I2c;
	readonly #command = new Uint8Array(1);
	readonly #answer = new Uint8Array(2);
	readonly #sample: Bh1750Sample = { illuminance: 0 };
	#sensitivity = usualSensitivity;
	/** What the chip's register holds; 0: not known. */
	#setSensitivity = 0;

	constructor(options: I2cSensorOptions) {
		this.#bus = openI2c(options);
	}

	/** Forgets what the chip was told: it may have lost its power. */
	reset(): void {
		this.#setSensitivity = 0;
	}

	/** Begins a conversion. Answers how many ms it takes. */
	start(): number | DeviceFault {
		if (!this.#send(powerOn)) return doesNotAnswer;
		const sensitivity = this.#sensitivity;
		if (this.#setSensitivity !== sensitivity) {
			const isSet =
				this.#send(sensitivityHighBits | (sensitivity >> 5)) && this.#send(sensitivityLowBits | (sensitivity & 31));
			if (!isSet) return doesNotAnswer;
			this.#setSensitivity = sensitivity;
		}
		if (!this.#send(oneTimeHighResolution)) return doesNotAnswer;
		return Math.ceil((usualDurationMs * sensitivity) / usualSensitivity);
	}

	/**
	 * The conversion's result: one object, filled anew by each call. Undefined where the light was too bright for the
	 * present sensitivity: the next `start` looks with less.
	 */
	sample(): Bh1750Sample | DeviceFault | undefined {
		if (!readFrom(this.#bus, this.#answer)) return doesNotAnswer;
		const count = ((this.#answer[0] as number) << 8) | (this.#answer[1] as number);
		const sensitivity = this.#sensitivity;
		if (sensitivity === usualSensitivity && count === fullCount) {
			this.#sensitivity = leastSensitivity;
			return undefined;
		}
		if (sensitivity === leastSensitivity && count < dimCount) this.#sensitivity = usualSensitivity;
		// lx = count / 1.2 * 69 / register (page 11), hence tenths of it = count * 575 / register; half of that added rounds.
		const illuminance = ((count * 575 + (sensitivity >> 1)) / sensitivity) | 0;
		this.#sample.illuminance = Math.min(illuminance, brightest);
		return this.#sample;
	}

	close(): void {
		this.#bus.close();
	}

	#send(command: number): boolean {
		this.#command[0] = command;
		return writeTo(this.#bus, this.#command);
	}
}
