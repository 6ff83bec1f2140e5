import { outOfRange } from "../../fault";
import type { Analog, AnalogOptions, IoProvider } from "../../io/io";
import type { DeviceFault } from "../../kind";
import { type NtcDivider, NtcTable } from "./table";

export interface NtcOptions {
	readonly sensor: AnalogOptions & { readonly io: IoProvider["Analog"] };
	readonly divider: NtcDivider;
}

/** Readings summed up for one sample: their noise shrinks to a quarter, their steps are finer than the ADC's. */
const oversampling = 16;

export interface NtcSample {
	/** 0.01 °C */
	temperature: number;
}

/** NTC thermistor in a divider on an analog pin: an ECMA-419 sensor class. */
export class Ntc {
	readonly #analog: Analog;
	readonly #table: NtcTable;
	readonly #sample: NtcSample = { temperature: 0 };

	constructor(options: NtcOptions) {
		const { io, pin } = options.sensor;
		this.#analog = new io({ pin });
		this.#table = new NtcTable(options.divider, oversampling * (2 ** this.#analog.resolution - 1));
	}

	/** The present temperature: one object, filled anew by each call. */
	sample(): NtcSample | DeviceFault {
		let sum = 0;
		for (let count = 0; count < oversampling; count++) sum += this.#analog.read();
		const temperature = this.#table.temperature(sum);
		if (temperature === undefined) return outOfRange;
		this.#sample.temperature = temperature;
		return this.#sample;
	}

	close(): void {
		this.#analog.close();
	}
}
