import type { Device, DeviceContext, DeviceKind, DeviceOptions } from "../../kind";
import { numberOption } from "../../options";
import { refreshPeriodMs, type Sampled, SamplingSchedule, sampleDone } from "../../sampling";
import { Dimmer } from "./dimmer";
import { dimmerResources } from "./resources";

/** A lamp dimmed by PWM. */
export const dimmerKind: DeviceKind = {
	name: "dimmer",
	resources: () => dimmerResources,
	open: (options, context) => new DimmerDevice(options, context),
};

class DimmerDevice implements Device, Sampled {
	readonly #context: DeviceContext;
	readonly #dimmer: Dimmer;
	readonly #schedule: SamplingSchedule;
	#level = 0;

	constructor(options: DeviceOptions, context: DeviceContext) {
		this.#context = context;
		this.#dimmer = new Dimmer({
			output: {
				io: context.io.PWM,
				pin: numberOption(options, "pin"),
				hz: numberOption(options, "hz"),
			},
		});
		this.#schedule = new SamplingSchedule(context, refreshPeriodMs, this);
	}

	write(index: number, value: number): undefined {
		if (index !== 0) throw new TypeError(`a dimmer has no resource ${index}`);
		this.#dimmer.set(value);
		this.#level = value;
		this.step();
	}

	step(): number {
		this.#context.report(0, this.#level);
		return sampleDone;
	}

	/** A pin keeps no state of its own. */
	restart(): void {}

	close(): void {
		this.#schedule.close();
		this.#dimmer.close();
	}
}
