import type { Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { ChipFaults, I2cChip } from "./chip";
import { paddedTo } from "./i2c-bus";
import { noise, ownError } from "./noise";
import { sensirionWords, toTicks } from "./sensirion";
import type { Surroundings } from "./surroundings";

/** Commands and execution times (datasheet 1.4, table 9). */
const startPeriodicMeasurement = 0x21b1;
const stopPeriodicMeasurement = 0x3f86;
const readMeasurement = 0xec05;
const getDataReadyStatus = 0xe4b8;
const getSerialNumber = 0x3682;
const reinit = 0x3646;
const stopUs = 500_000;
const readUs = 1000;
const reinitUs = 20_000;

const intervalUs = 5_000_000;
/** τ63 of the carbon dioxide sensor (datasheet 1.4, table 1). */
const carbonDioxideLagUs = 60_000_000;

/** Well inside ±(50 ppm + 2.5 %), ±0.8 °C and ±6 %RH of the datasheet's tables 1 to 3; then three deviations of noise. */
const ownCarbonDioxideError = 25;
const ownCarbonDioxideGain = 0.015;
const ownTemperatureError = 0.4;
const ownHumidityError = 3;
const carbonDioxideNoise = 10 / 3;
const temperatureNoise = 0.1 / 3;
const humidityNoise = 0.4 / 3;

interface Measured {
	readonly carbonDioxide: number;
	readonly temperature: number;
	readonly humidity: number;
}

/** Sensirion SCD4x at command level, in its periodic mode with one measurement every 5 s. */
export class Scd4xChip implements I2cChip {
	readonly address = 0x62;
	readonly #surroundings: Surroundings;
	readonly #random: SeededRandom;
	readonly #faults: ChipFaults;
	readonly #gain: number;
	readonly #error: Measured;
	readonly #serialNumber: readonly [number, number, number];
	#busyUntil: Microseconds = 0;
	#words: readonly number[] | undefined;
	/** When the next measurement is ready; undefined while idle. */
	#nextAt: Microseconds | undefined;
	#buffer: readonly number[] | undefined;
	#last: readonly number[] | undefined;
	/** The lagging sensor's view of the air, and since when. */
	#sensed: number | undefined;
	#sensedAt: Microseconds = 0;

	constructor(surroundings: Surroundings, random: SeededRandom, faults: ChipFaults) {
		this.#surroundings = surroundings;
		this.#random = random;
		this.#faults = faults;
		this.#gain = 1 + ownError(random, ownCarbonDioxideGain);
		this.#error = {
			carbonDioxide: ownError(random, ownCarbonDioxideError),
			temperature: ownError(random, ownTemperatureError),
			humidity: ownError(random, ownHumidityError),
		};
		this.#serialNumber = [random.below(0x10000), random.below(0x10000), random.below(0x10000)];
	}

	write(bytes: Uint8Array, now: Microseconds): boolean {
		if (this.#faults.absent || now < this.#busyUntil || bytes.length !== 2) return false;
		this.#measureUntil(now);
		const command = ((bytes[0] as number) << 8) | (bytes[1] as number);
		this.#words = undefined;
		return this.#executeAnyTime(command, now) || (this.#nextAt === undefined && this.#executeIdle(command, now));
	}

	read(count: number, now: Microseconds): Uint8Array | undefined {
		if (this.#faults.absent || now < this.#busyUntil || this.#words === undefined) return undefined;
		const bytes = sensirionWords(this.#words, this.#faults.checksumWrong);
		this.#words = undefined;
		return bytes.length === count ? bytes : paddedTo(bytes, count);
	}

	/** What the chip also does while it measures. */
	#executeAnyTime(command: number, now: Microseconds): boolean {
		switch (command) {
			case getDataReadyStatus:
				this.#answer(now, [this.#buffer === undefined ? 0x8000 : 0x8006]);
				return true;
			case readMeasurement:
				// The command is acknowledged; with an empty buffer the read that follows is not.
				this.#busyUntil = now + readUs;
				this.#words = this.#buffer;
				this.#buffer = undefined;
				return true;
			case stopPeriodicMeasurement:
				this.#busyUntil = now + stopUs;
				this.#nextAt = undefined;
				this.#buffer = undefined;
				return true;
			default:
				return false;
		}
	}

	#executeIdle(command: number, now: Microseconds): boolean {
		switch (command) {
			case startPeriodicMeasurement:
				this.#nextAt = now + intervalUs;
				return true;
			case getSerialNumber:
				this.#answer(now, this.#serialNumber);
				return true;
			case reinit:
				this.#busyUntil = now + reinitUs;
				return true;
			default:
				return false;
		}
	}

	#answer(now: Microseconds, words: readonly number[]): void {
		this.#busyUntil = now + readUs;
		this.#words = words;
	}

	/** Does the measurements that fell due; of several only the last can still be read. */
	#measureUntil(now: Microseconds): void {
		if (this.#nextAt === undefined || now < this.#nextAt) return;
		const missed = Math.floor((now - this.#nextAt) / intervalUs);
		const at = this.#nextAt + missed * intervalUs;
		this.#nextAt = at + intervalUs;
		this.#buffer = this.#measure(at);
	}

	#measure(at: Microseconds): readonly number[] {
		if (this.#faults.stuck && this.#last !== undefined) return this.#last;
		const carbonDioxide =
			this.#sense(at) * this.#gain + this.#error.carbonDioxide + noise(this.#random, carbonDioxideNoise);
		const temperature =
			this.#surroundings.temperature() + this.#error.temperature + noise(this.#random, temperatureNoise);
		const humidity = this.#surroundings.humidity() + this.#error.humidity + noise(this.#random, humidityNoise);
		this.#last = [
			Math.max(0, Math.min(0xffff, Math.round(carbonDioxide + this.#faults.offset))),
			toTicks(temperature, -45, 130),
			toTicks(humidity, 0, 100),
		];
		return this.#last;
	}

	/** First-order lag, exact for air that did not change since it was last looked at. */
	#sense(at: Microseconds): number {
		const air = this.#surroundings.carbonDioxide();
		const before = this.#sensed ?? air;
		const reached = 1 - Math.exp((this.#sensedAt - at) / carbonDioxideLagUs);
		this.#sensed = before + (air - before) * reached;
		this.#sensedAt = at;
		return this.#sensed;
	}
}
