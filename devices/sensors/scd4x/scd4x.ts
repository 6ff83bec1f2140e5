import { checksumWrong, doesNotAnswer, outOfRange } from "../../fault";
import type { I2c } from "../../io/io";
import type { DeviceFault } from "../../kind";
import { type I2cSensorOptions, openI2c, readFrom, writeTo } from "../i2c";
import { checkedWord, fromTicks, wrongWord } from "../sensirion";

/** The chip's only address (datasheet 1.4, table 8). */
export const scd4xAddress = 0x62;

/** Commands and their execution times in ms (datasheet 1.4, table 9). */
const startPeriodicMeasurement = 0x21b1;
const stopPeriodicMeasurement = 0x3f86;
const stopMs = 500;
const getDataReadyStatus = 0xe4b8;
const readMeasurement = 0xec05;
const readMs = 1;

/** The chip measures this often by itself (section 3.5.1). */
export const scd4xIntervalMs = 5000;
/** From power-up to the first command (section 3.1; 30 ms in later revisions of the chip). */
export const scd4xPowerUpMs = 1000;

/** Output ranges (section 1): 0…40,000 ppm; -10…60 °C in 0.01 °C. */
const mostCarbonDioxide = 40_000;
const coldest = -1000;
const hottest = 6000;

export interface Scd4xSample {
	/** ppm */
	carbonDioxide: number;
	/** 0.01 °C */
	temperature: number;
	/** 0.01 %RH, 0…10000 */
	humidity: number;
}

/**
 * Sensirion SCD4x carbon dioxide, temperature and humidity sensor in periodic mode: an ECMA-419 sensor class that never
 * blocks. Each question is asked by one call and answered by the next, when the ms that the first named have passed.
 */
export class Scd4x {
	readonly #bus: I2c;
	readonly #command = new Uint8Array(2);
	readonly #status = new Uint8Array(3);
	readonly #answer = new Uint8Array(9);
	readonly #sample: Scd4xSample = { carbonDioxide: 0, temperature: 0, humidity: 0 };
	#closed = false;

	constructor(options: I2cSensorOptions) {
		this.#bus = openI2c(options);
	}

	/** Ends the periodic mode, in which a rebooted board finds the chip. Answers how many ms that takes. */
	stop(): number | DeviceFault {
		return this.#send(stopPeriodicMeasurement, stopMs);
	}

	/** Begins the periodic mode. Answers how many ms the first measurement takes. */
	start(): number | DeviceFault {
		return this.#send(startPeriodicMeasurement, scd4xIntervalMs);
	}

	/** Asks whether a measurement is waiting. Answers how many ms until `isReady` may be called. */
	askReady(): number | DeviceFault {
		return this.#send(getDataReadyStatus, readMs);
	}

	isReady(): boolean | DeviceFault {
		if (!readFrom(this.#bus, this.#status)) return doesNotAnswer;
		const status = checkedWord(this.#status, 0);
		if (status === wrongWord) return checksumWrong;
		// Ready unless the eleven low bits are all zero (section 3.8.2).
		return (status & 0x7ff) !== 0;
	}

	/** Asks for the waiting measurement, which empties the chip's buffer. Answers how many ms until `sample`. */
	askSample(): number | DeviceFault {
		return this.#send(readMeasurement, readMs);
	}

	/** The measurement: one object, filled anew by each call. */
	sample(): Scd4xSample | DeviceFault {
		if (!readFrom(this.#bus, this.#answer)) return doesNotAnswer;
		const carbonDioxide = checkedWord(this.#answer, 0);
		const temperatureTicks = checkedWord(this.#answer, 3);
		const humidityTicks = checkedWord(this.#answer, 6);
		if (carbonDioxide === wrongWord || temperatureTicks === wrongWord || humidityTicks === wrongWord)
			return checksumWrong;
		const temperature = fromTicks(temperatureTicks, 17500, -4500);
		if (carbonDioxide > mostCarbonDioxide || temperature < coldest || temperature > hottest) return outOfRange;
		this.#sample.carbonDioxide = carbonDioxide;
		this.#sample.temperature = temperature;
		this.#sample.humidity = fromTicks(humidityTicks, 10000, 0);
		return this.#sample;
	}

	/** Stops the measurements, which take 15 mA, as far as the chip hears it. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#send(stopPeriodicMeasurement, stopMs);
		this.#bus.close();
	}

	#send(command: number, durationMs: number): number | DeviceFault {
		this.#command[0] = command >> 8;
		this.#command[1] = command & 0xff;
		return writeTo(this.#bus, this.#command) ? durationMs : doesNotAnswer;
	}
}
