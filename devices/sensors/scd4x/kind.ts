import { doesNotAnswer, isFault } from "../../fault";
import type { Device, DeviceContext, DeviceFault, DeviceKind, DeviceOptions } from "../../kind";
import { numberOption } from "../../options";
import { type Sampled, SamplingSchedule, sampleDone } from "../../sampling";
import { onDefaultBus } from "../i2c";
import { scd4xResources } from "./resources";
import { Scd4x, scd4xAddress, scd4xPowerUpMs } from "./scd4x";

/** Carbon dioxide, temperature and humidity by a Sensirion SCD4x on the board's I2C bus. */
export const scd4xKind: DeviceKind = {
	name: "scd4x",
	resources: () => scd4xResources,
	open: (options, context) => new Scd4xDevice(options, context),
};

const steps = { stop: 0, start: 1, askReady: 2, isReady: 3, sample: 4 } as const;

/** A chip that measures every 5 s is asked again after this, and given up after so many questions. */
const pollMs = 1000;
const pollLimit = 7;

class Scd4xDevice implements Device, Sampled {
	readonly #context: DeviceContext;
	readonly #sensor: Scd4x;
	readonly #schedule: SamplingSchedule;
	#step: number = steps.stop;
	#polls = 0;

	constructor(options: DeviceOptions, context: DeviceContext) {
		this.#context = context;
		this.#sensor = new Scd4x(onDefaultBus(context, scd4xAddress));
		const every = numberOption(options, "every");
		this.#schedule = new SamplingSchedule(context, every, this, scd4xPowerUpMs);
	}

	step(): number | DeviceFault {
		switch (this.#step) {
			case steps.stop:
				this.#step = steps.start;
				return this.#sensor.stop();
			case steps.start:
				this.#step = steps.askReady;
				return this.#sensor.start();
			case steps.askReady:
				this.#step = steps.isReady;
				return this.#sensor.askReady();
			case steps.isReady:
				return this.#poll();
			default:
				this.#step = steps.askReady;
				return this.#report();
		}
	}

	restart(): void {
		this.#step = steps.stop;
		this.#polls = 0;
	}

	write(): never {
		throw new TypeError("an SCD4x cannot be set");
	}

	close(): void {
		this.#schedule.close();
		this.#sensor.close();
	}

	#poll(): number | DeviceFault {
		const ready = this.#sensor.isReady();
		if (isFault(ready)) return ready;
		if (ready) {
			this.#polls = 0;
			this.#step = steps.sample;
			return this.#sensor.askSample();
		}
		if (++this.#polls >= pollLimit) return doesNotAnswer;
		this.#step = steps.askReady;
		return pollMs;
	}

	#report(): number | DeviceFault {
		const sample = this.#sensor.sample();
		if (isFault(sample)) return sample;
		this.#context.report(0, sample.carbonDioxide);
		this.#context.report(1, sample.temperature);
		this.#context.report(2, sample.humidity);
		return sampleDone;
	}
}
