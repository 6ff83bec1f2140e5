import type { Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { ChipFaults, I2cChip } from "./chip";
import { paddedTo } from "./i2c-bus";
import { noise, ownError } from "./noise";
import { sensirionWords, toTicks } from "./sensirion";
import type { Surroundings } from "./surroundings";

/** Longest duration in µs, and repeatability (three deviations) in °C and %RH: datasheet version 6, tables 1, 2 and 5. */
const measurements = new Map([
	[0xfd, { durationUs: 8300, temperature: 0.04, humidity: 0.08 }],
	[0xf6, { durationUs: 4500, temperature: 0.07, humidity: 0.15 }],
	[0xe0, { durationUs: 1600, temperature: 0.1, humidity: 0.25 }],
]);
const readSerialNumber = 0x89;
const softReset = 0x94;
const softResetUs = 1000;

/** Of the typical accuracy of an SHT40, ±0.2 °C and ±1.8 %RH, what noise leaves to the single chip. */
const ownTemperatureError = 0.1;
const ownHumidityError = 1.2;

/** Sensirion SHT4x at command level. It does not acknowledge while it measures, nor a read without a result. */
export class Sht4xChip implements I2cChip {
	readonly address: number;
	readonly serialNumber: number;
	readonly #surroundings: Surroundings;
	readonly #random: SeededRandom;
	readonly #faults: ChipFaults;
	readonly #temperatureError: number;
	readonly #humidityError: number;
	#busyUntil: Microseconds = 0;
	/** What the next read fetches. */
	#words: readonly number[] | undefined;
	#measured: readonly number[] | undefined;

	constructor(address: number, surroundings: Surroundings, random: SeededRandom, faults: ChipFaults) {
		this.address = address;
		this.#surroundings = surroundings;
		this.#random = random;
		this.#faults = faults;
		this.serialNumber = random.uint32();
		this.#temperatureError = ownError(random, ownTemperatureError);
		this.#humidityError = ownError(random, ownHumidityError);
	}

	write(bytes: Uint8Array, now: Microseconds): boolean {
		if (this.#faults.absent || now < this.#busyUntil || bytes.length !== 1) return false;
		const command = bytes[0] as number;
		const measurement = measurements.get(command);
		if (measurement !== undefined) {
			this.#busyUntil = now + measurement.durationUs;
			this.#words = this.#measure(measurement.temperature / 3, measurement.humidity / 3);
			return true;
		}
		switch (command) {
			case readSerialNumber:
				this.#words = [this.serialNumber >>> 16, this.serialNumber & 0xffff];
				return true;
			case softReset:
				this.#busyUntil = now + softResetUs;
				this.#words = undefined;
				return true;
			default:
				return false;
		}
	}

	read(count: number, now: Microseconds): Uint8Array | undefined {
		if (this.#faults.absent || now < this.#busyUntil || this.#words === undefined) return undefined;
		const bytes = sensirionWords(this.#words, this.#faults.checksumWrong);
		this.#words = undefined;
		return bytes.length === count ? bytes : paddedTo(bytes, count);
	}

	#measure(temperatureNoise: number, humidityNoise: number): readonly number[] {
		if (this.#faults.stuck && this.#measured !== undefined) return this.#measured;
		const temperature =
			this.#surroundings.temperature() +
			this.#faults.offset +
			this.#temperatureError +
			noise(this.#random, temperatureNoise);
		const humidity = this.#surroundings.humidity() + this.#humidityError + noise(this.#random, humidityNoise);
		this.#measured = [toTicks(temperature, -45, 130), toTicks(humidity, -6, 119)];
		return this.#measured;
	}
}
