import { type DeviceSpec, declareDevice } from "kith/define/device";
import { minutes } from "kith/define/duration";
import { flag, type OptionSchema, pinNumber } from "kith/define/options";
import { relayResources } from "./resources";

export interface RelayOptions {
	/** GPIO number of its input. */
	readonly pin: number;
	/** True for a module that switches on when the pin is low. Default false. */
	readonly invert?: boolean;
}

const schema: OptionSchema<RelayOptions> = { pin: pinNumber(), invert: flag(false) };

/** A relay, or anything else that one pin switches on and off. Off after a boot. */
export function relay(options: RelayOptions): DeviceSpec<typeof relayResources> {
	return declareDevice(
		{ kind: "relay", resources: relayResources, schema, pin: "output", reports: minutes(1) },
		options,
	);
}
