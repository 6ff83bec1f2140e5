import type { SeededRandom } from "../kernel/seeded-random";
import type { AnalogSource, ChipFaults } from "./chip";
import { noise, ownError } from "./noise";
import type { Surroundings } from "./surroundings";

export interface NtcDividerOptions {
	/** K */
	readonly beta: number;
	/** At 25 °C. */
	readonly nominalOhm: number;
	/** From the supply to the pin; the thermistor from the pin to ground. */
	readonly seriesOhm: number;
	/** How the converter bends. Default "ideal". */
	readonly adc?: AdcCurve;
}

/**
 * "ideal": linear over the whole supply. "esp32": the original ESP32 at 11 dB: nothing below 0.14 V, nothing more above
 * 3.1 V, and up to 60 mV low in between above 2.45 V (ESP32 datasheet, ADC characteristics).
 */
export type AdcCurve = "ideal" | "esp32";

const supplyVolt = 3.3;
const fullScale = 4095;
/** One deviation, in steps of the converter. */
const stepNoise = 0.5;
/** Of the thermistor's resistance: the usual "1 %" parts keep well inside it. */
const ownResistanceError = 0.005;

const esp32FloorVolt = 0.142;
const esp32BendVolt = 2.45;
const esp32CeilingVolt = 3.1;
const esp32BendLossVolt = 0.06;

/** An NTC thermistor in a voltage divider on a 12-bit ADC. Absent means a broken wire: the pin sees the supply. */
export class NtcDivider implements AnalogSource {
	readonly #options: NtcDividerOptions;
	readonly #surroundings: Surroundings;
	readonly #random: SeededRandom;
	readonly #faults: ChipFaults;
	readonly #tolerance: number;
	#last: number | undefined;

	constructor(options: NtcDividerOptions, surroundings: Surroundings, random: SeededRandom, faults: ChipFaults) {
		this.#options = options;
		this.#surroundings = surroundings;
		this.#random = random;
		this.#faults = faults;
		this.#tolerance = 1 + ownError(random, ownResistanceError);
	}

	read(): number {
		if (this.#faults.absent) return fullScale;
		if (this.#faults.stuck && this.#last !== undefined) return this.#last;
		const { beta, nominalOhm, seriesOhm, adc } = this.#options;
		const kelvin = this.#surroundings.temperature() + this.#faults.offset + 273.15;
		const ohm = nominalOhm * this.#tolerance * Math.exp(beta * (1 / Math.max(1, kelvin) - 1 / 298.15));
		// Beyond the largest number there is no current: the ratio is 1.
		const ratio = Number.isFinite(ohm) ? ohm / (ohm + seriesOhm) : 1;
		const volt = adc === "esp32" ? bent(ratio * supplyVolt) : ratio * supplyVolt;
		const steps = Math.round((volt / supplyVolt) * fullScale + noise(this.#random, stepNoise));
		this.#last = Math.max(0, Math.min(fullScale, steps));
		return this.#last;
	}
}

function bent(volt: number): number {
	if (volt <= esp32FloorVolt) return 0;
	if (volt >= esp32CeilingVolt) return supplyVolt;
	if (volt <= esp32BendVolt) return volt;
	return volt - (esp32BendLossVolt * (volt - esp32BendVolt)) / (esp32CeilingVolt - esp32BendVolt);
}
