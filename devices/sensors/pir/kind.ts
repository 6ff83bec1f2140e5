import type { Device, DeviceContext, DeviceKind, DeviceOptions } from "../../kind";
import { flagOption, numberOption } from "../../options";
import { refreshPeriodMs, type Sampled, SamplingSchedule, sampleDone } from "../../sampling";
import { Pir } from "./pir";
import { pirResources } from "./resources";

/** Motion by a passive infrared module on a digital pin: reported at each edge and every `refreshPeriodMs`. */
export const pirKind: DeviceKind = {
	name: "pir",
	resources: () => pirResources,
	open: (options, context) => new PirDevice(options, context),
};

class PirDevice implements Device, Sampled {
	readonly #context: DeviceContext;
	readonly #sensor: Pir;
	readonly #schedule: SamplingSchedule;

	constructor(options: DeviceOptions, context: DeviceContext) {
		this.#context = context;
		this.#sensor = new Pir({
			sensor: { io: context.io.Digital, pin: numberOption(options, "pin") },
			invert: flagOption(options, "invert"),
			onAlert: () => this.step(),
		});
		this.#schedule = new SamplingSchedule(context, refreshPeriodMs, this);
	}

	step(): number {
		this.#context.report(0, this.#sensor.sample());
		return sampleDone;
	}

	/** A pin keeps no state. */
	restart(): void {}

	write(): never {
		throw new TypeError("a motion sensor cannot be set");
	}

	close(): void {
		this.#schedule.close();
		this.#sensor.close();
	}
}
