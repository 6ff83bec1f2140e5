import { checksumWrong, doesNotAnswer, outOfRange } from "../../fault";
import type { I2c } from "../../io/io";
import type { DeviceFault } from "../../kind";
import { type I2cSensorOptions, openI2c, readFrom, writeTo } from "../i2c";
import { checkedWord, fromTicks, wrongWord } from "../sensirion";

/** How long the chip looks: the longer, the less noise (datasheet version 6, tables 1 and 2). */
export type Sht4xPrecision = "high" | "medium" | "low";

/** Command and longest duration in ms, rounded up from 8.3, 4.5 and 1.6 (datasheet version 6, tables 5 and 8). */
const measurements = {
	high: { command: 0xfd, durationMs: 9 },
	medium: { command: 0xf6, durationMs: 5 },
	low: { command: 0xe0, durationMs: 2 },
} as const satisfies Record<Sht4xPrecision, { command: number; durationMs: number }>;

const softReset = 0x94;
const softResetMs = 1;

/** Operating range, 0.01 °C (datasheet version 6, section 2.2); the code itself reaches from -45 to 130 °C. */
const coldest = -4000;
const hottest = 12500;

export interface Sht4xSample {
	/** 0.01 °C */
	temperature: number;
	/** 0.01 %RH, 0…10000 */
	humidity: number;
}

/**
 * Sensirion SHT4x humidity and temperature sensor: an ECMA-419 sensor class whose conversion does not block. `start`
 * begins one, `sample` fetches it when the time that `start` named has passed.
 */
export class Sht4x {
	readonly #bus: I2c;
	readonly #command = new Uint8Array(1);
	readonly #answer = new Uint8Array(6);
	readonly #sample: Sht4xSample = { temperature: 0, humidity: 0 };
	#measurement: (typeof measurements)[Sht4xPrecision] = measurements.high;

	constructor(options: I2cSensorOptions) {
		this.#bus = openI2c(options);
	}

	/** @param options.precision default "high" */
	configure(options: { readonly precision?: Sht4xPrecision }): void {
		if (options.precision !== undefined) this.#measurement = measurements[options.precision];
	}

	/** Puts the chip into its power-up state. Answers how many ms that takes. */
	reset(): number | DeviceFault {
		this.#command[0] = softReset;
		return writeTo(this.#bus, this.#command) ? softResetMs : doesNotAnswer;
	}

	/** Begins a conversion. Answers how many ms it takes. */
	start(): number | DeviceFault {
		this.#command[0] = this.#measurement.command;
		return writeTo(this.#bus, this.#command) ? this.#measurement.durationMs : doesNotAnswer;
	}

	/** The conversion's result: one object, filled anew by each call. */
	sample(): Sht4xSample | DeviceFault {
		if (!readFrom(this.#bus, this.#answer)) return doesNotAnswer;
		const temperatureTicks = checkedWord(this.#answer, 0);
		const humidityTicks = checkedWord(this.#answer, 3);
		if (temperatureTicks === wrongWord || humidityTicks === wrongWord) return checksumWrong;
		const temperature = fromTicks(temperatureTicks, 17500, -4500);
		if (temperature < coldest || temperature > hottest) return outOfRange;
		// Near both ends the line leaves 0…100 %RH by design; the datasheet asks to crop it (section 4.6).
		const humidity = fromTicks(humidityTicks, 12500, -600);
		this.#sample.temperature = temperature;
		this.#sample.humidity = Math.max(0, Math.min(humidity, 10000));
		return this.#sample;
	}

	close(): void {
		this.#bus.close();
	}
}
