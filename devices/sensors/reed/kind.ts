import type { Device, DeviceContext, DeviceKind, DeviceOptions } from "../../kind";
import { flagOption, numberOption } from "../../options";
import { refreshPeriodMs, type Sampled, SamplingSchedule, sampleDone } from "../../sampling";
import { Reed } from "./reed";
import { reedResources } from "./resources";

/** A door or window by a reed contact on a digital pin: reported at each change and every `refreshPeriodMs`. */
export const reedKind: DeviceKind = {
	name: "reed",
	resources: () => reedResources,
	open: (options, context) => new ReedDevice(options, context),
};

class ReedDevice implements Device, Sampled {
	readonly #context: DeviceContext;
	readonly #sensor: Reed;
	readonly #schedule: SamplingSchedule;

	constructor(options: DeviceOptions, context: DeviceContext) {
		this.#context = context;
		this.#sensor = new Reed({
			sensor: { io: context.io.Digital, pin: numberOption(options, "pin") },
			invert: flagOption(options, "invert"),
			scheduler: context.scheduler,
			onAlert: () => this.#report(),
		});
		this.#schedule = new SamplingSchedule(context, refreshPeriodMs, this);
	}

	step(): number {
		// A contact that bounces just now is reported when it rests.
		if (!this.#sensor.isSettling) this.#report();
		return sampleDone;
	}

	/** A contact keeps no state. */
	restart(): void {}

	write(): never {
		throw new TypeError("a door contact cannot be set");
	}

	close(): void {
		this.#schedule.close();
		this.#sensor.close();
	}

	#report(): void {
		this.#context.report(0, this.#sensor.sample());
	}
}
