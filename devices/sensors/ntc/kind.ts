import { isFault } from "../../fault";
import type { Device, DeviceContext, DeviceFault, DeviceKind, DeviceOptions } from "../../kind";
import { numberOption } from "../../options";
import { type Sampled, SamplingSchedule, sampleDone } from "../../sampling";
import { Ntc } from "./ntc";
import { ntcResources } from "./resources";

/** Temperature by an NTC thermistor on an analog pin. */
export const ntcKind: DeviceKind = {
	name: "ntc",
	resources: () => ntcResources,
	open: (options, context) => new NtcDevice(options, context),
};

class NtcDevice implements Device, Sampled {
	readonly #context: DeviceContext;
	readonly #sensor: Ntc;
	readonly #schedule: SamplingSchedule;

	constructor(options: DeviceOptions, context: DeviceContext) {
		this.#context = context;
		this.#sensor = new Ntc({
			sensor: { io: context.io.Analog, pin: numberOption(options, "pin") },
			divider: {
				beta: numberOption(options, "beta"),
				nominalOhm: numberOption(options, "nominalOhm"),
				seriesOhm: numberOption(options, "seriesOhm"),
			},
		});
		this.#schedule = new SamplingSchedule(context, numberOption(options, "every"), this);
	}

	step(): number | DeviceFault {
		const sample = this.#sensor.sample();
		if (isFault(sample)) return sample;
		this.#context.report(0, sample.temperature);
		return sampleDone;
	}

	/** A resistor keeps no state. */
	restart(): void {}

	write(): never {
		throw new TypeError("a thermistor cannot be set");
	}

	close(): void {
		this.#schedule.close();
		this.#sensor.close();
	}
}
