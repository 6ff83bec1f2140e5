import { type DeviceSpec, declareDevice } from "kith/define/device";
import { minutes } from "kith/define/duration";
import { flag, type OptionSchema, pinNumber } from "kith/define/options";
import { pirResources } from "./resources";

export interface PirOptions {
	/** GPIO number of its output. */
	readonly pin: number;
	/** True for a module whose output is low while somebody moves. Default false. */
	readonly invert?: boolean;
}

const schema: OptionSchema<PirOptions> = { pin: pinNumber(), invert: flag(false) };

/** A passive infrared motion sensor on a pin. It tells changes at once, and its state every minute. */
export function pir(options: PirOptions): DeviceSpec<typeof pirResources> {
	return declareDevice({ kind: "pir", resources: pirResources, schema, pin: "input", reports: minutes(1) }, options);
}
