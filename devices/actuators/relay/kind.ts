import type { Device, DeviceContext, DeviceKind, DeviceOptions } from "../../kind";
import { flagOption, numberOption } from "../../options";
import { refreshPeriodMs, type Sampled, SamplingSchedule, sampleDone } from "../../sampling";
import { Relay } from "./relay";
import { relayResources } from "./resources";

/** A relay, or any load switched by one digital pin. */
export const relayKind: DeviceKind = {
	name: "relay",
	resources: () => relayResources,
	open: (options, context) => new RelayDevice(options, context),
};

class RelayDevice implements Device, Sampled {
	readonly #context: DeviceContext;
	readonly #relay: Relay;
	readonly #schedule: SamplingSchedule;
	#on = 0;

	constructor(options: DeviceOptions, context: DeviceContext) {
		this.#context = context;
		this.#relay = new Relay({
			output: { io: context.io.Digital, pin: numberOption(options, "pin") },
			invert: flagOption(options, "invert"),
		});
		this.#schedule = new SamplingSchedule(context, refreshPeriodMs, this);
	}

	write(index: number, value: number): undefined {
		if (index !== 0) throw new TypeError(`a relay has no resource ${index}`);
		this.#on = value === 0 ? 0 : 1;
		this.#relay.set(this.#on === 1);
		this.step();
	}

	step(): number {
		this.#context.report(0, this.#on);
		return sampleDone;
	}

	/** A pin keeps no state of its own. */
	restart(): void {}

	close(): void {
		this.#schedule.close();
		this.#relay.close();
	}
}
