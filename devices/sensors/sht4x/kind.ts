import { isFault } from "../../fault";
import type { Device, DeviceContext, DeviceFault, DeviceKind, DeviceOptions } from "../../kind";
import { numberOption, textOption } from "../../options";
import { type Sampled, SamplingSchedule, sampleDone } from "../../sampling";
import { onDefaultBus } from "../i2c";
import { sht4xResources } from "./resources";
import { Sht4x, type Sht4xPrecision } from "./sht4x";

/** Temperature and humidity by a Sensirion SHT4x on the board's I2C bus. */
export const sht4xKind: DeviceKind = {
	name: "sht4x",
	resources: () => sht4xResources,
	open: (options, context) => new Sht4xDevice(options, context),
};

const steps = { reset: 0, start: 1, sample: 2 } as const;

class Sht4xDevice implements Device, Sampled {
	readonly #context: DeviceContext;
	readonly #sensor: Sht4x;
	readonly #schedule: SamplingSchedule;
	#step: number = steps.reset;

	constructor(options: DeviceOptions, context: DeviceContext) {
		this.#context = context;
		this.#sensor = new Sht4x(onDefaultBus(context, numberOption(options, "address")));
		this.#sensor.configure({ precision: precisionOption(options) });
		this.#schedule = new SamplingSchedule(context, numberOption(options, "every"), this);
	}

	step(): number | DeviceFault {
		switch (this.#step) {
			case steps.reset:
				this.#step = steps.start;
				return this.#sensor.reset();
			case steps.start:
				this.#step = steps.sample;
				return this.#sensor.start();
			default:
				this.#step = steps.start;
				return this.#report();
		}
	}

	restart(): void {
		this.#step = steps.reset;
	}

	write(): never {
		throw new TypeError("an SHT4x cannot be set");
	}

	close(): void {
		this.#schedule.close();
		this.#sensor.close();
	}

	#report(): number | DeviceFault {
		const sample = this.#sensor.sample();
		if (isFault(sample)) return sample;
		this.#context.report(0, sample.temperature);
		this.#context.report(1, sample.humidity);
		return sampleDone;
	}
}

function precisionOption(options: DeviceOptions): Sht4xPrecision {
	const precision = textOption(options, "precision");
	if (precision === "high" || precision === "medium" || precision === "low") return precision;
	throw new TypeError('option "precision" must be "high", "medium" or "low"');
}
