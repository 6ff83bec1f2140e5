/**
 * The divider: a series resistor from the supply to the pin, the thermistor from the pin to ground. The ADC compares
 * the pin with the same supply, so its voltage cancels out.
 */
export interface NtcDivider {
	/** The thermistor's Beta in K, e.g. 3950. */
	readonly beta: number;
	/** The thermistor's resistance at 25 °C. */
	readonly nominalOhm: number;
	readonly seriesOhm: number;
}

/** The range of a cheap epoxy bead, 0.01 °C. */
export const ntcColdest = -4000;
export const ntcHottest = 12500;
/** So fine that straight lines between the entries stay within 0.04 °C of the curve, and below -10 °C within 0.08 °C. */
const stepCentidegrees = 250;
const entries = (ntcHottest - ntcColdest) / stepCentidegrees + 1;

const kelvinAtZero = 273.15;
const nominalKelvin = 298.15;

/**
 * Temperatures of a divider as a table, so that no logarithm is needed per sample: entry i is what the ADC reads at
 * -40 °C + i * 2.5 °C, falling. The Beta equation: R = R25 * e^(Beta * (1/T - 1/298.15 K)).
 */
export class NtcTable {
	readonly #readings = new Int32Array(entries);

	/** @param fullScale what the ADC reads at its reference, e.g. 4095. Throws RangeError unless all are positive. */
	constructor(divider: NtcDivider, fullScale: number) {
		const { beta, nominalOhm, seriesOhm } = divider;
		if (!(beta > 0 && nominalOhm > 0 && seriesOhm > 0 && fullScale > 0))
			throw new RangeError("an NTC divider needs positive beta, nominalOhm and seriesOhm");
		for (let index = 0; index < entries; index++) {
			const kelvin = kelvinAtZero + (ntcColdest + index * stepCentidegrees) / 100;
			const ohm = nominalOhm * Math.exp(beta * (1 / kelvin - 1 / nominalKelvin));
			this.#readings[index] = Math.round((fullScale * ohm) / (ohm + seriesOhm));
		}
	}

	/** 0.01 °C, or undefined for a reading beyond both ends: a broken wire, a short circuit. */
	temperature(reading: number): number | undefined {
		const readings = this.#readings;
		let below = 0;
		let above = entries - 1;
		if (reading > (readings[below] as number) || reading < (readings[above] as number)) return undefined;
		while (above - below > 1) {
			const middle = (below + above) >> 1;
			if ((readings[middle] as number) > reading) below = middle;
			else above = middle;
		}
		const high = readings[below] as number;
		const width = high - (readings[above] as number);
		// Where the divider hardly moves two entries are equal: the reading is then both.
		const part = width === 0 ? 0 : ((stepCentidegrees * (high - reading) + (width >> 1)) / width) | 0;
		return ntcColdest + below * stepCentidegrees + part;
	}
}
