import { isFault } from "../../fault";
import type { Device, DeviceContext, DeviceFault, DeviceKind, DeviceOptions } from "../../kind";
import { numberOption } from "../../options";
import { type Sampled, SamplingSchedule, sampleDone } from "../../sampling";
import { onDefaultBus } from "../i2c";
import { Bh1750 } from "./bh1750";
import { bh1750Resources } from "./resources";

/** Illuminance by a ROHM BH1750 on the board's I2C bus. */
export const bh1750Kind: DeviceKind = {
	name: "bh1750",
	resources: () => bh1750Resources,
	open: (options, context) => new Bh1750Device(options, context),
};

class Bh1750Device implements Device, Sampled {
	readonly #context: DeviceContext;
	readonly #sensor: Bh1750;
	readonly #schedule: SamplingSchedule;
	#started = false;

	constructor(options: DeviceOptions, context: DeviceContext) {
		this.#context = context;
		this.#sensor = new Bh1750(onDefaultBus(context, numberOption(options, "address")));
		this.#schedule = new SamplingSchedule(context, numberOption(options, "every"), this);
	}

	step(): number | DeviceFault {
		if (!this.#started) return this.#start();
		this.#started = false;
		const sample = this.#sensor.sample();
		// Overflowed: the driver looks with less sensitivity, which cannot overflow a second time.
		if (sample === undefined) return this.#start();
		if (isFault(sample)) return sample;
		this.#context.report(0, sample.illuminance);
		return sampleDone;
	}

	restart(): void {
		this.#started = false;
		this.#sensor.reset();
	}

	write(): never {
		throw new TypeError("a BH1750 cannot be set");
	}

	close(): void {
		this.#schedule.close();
		this.#sensor.close();
	}

	#start(): number | DeviceFault {
		this.#started = true;
		return this.#sensor.start();
	}
}
