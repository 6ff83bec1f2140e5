import { type DeviceSpec, declareDevice } from "kith/define/device";
import { minutes } from "kith/define/duration";
import { flag, type OptionSchema, pinNumber } from "kith/define/options";
import { reedResources } from "./resources";

export interface ReedOptions {
	/** GPIO number; the contact connects it to ground. */
	readonly pin: number;
	/** True for a contact that closes when the door opens. Default false: closed contact, closed door. */
	readonly invert?: boolean;
}

const schema: OptionSchema<ReedOptions> = { pin: pinNumber(), invert: flag(false) };

/** A reed contact at a door or window. It tells changes at once, and its state every minute. */
export function reed(options: ReedOptions): DeviceSpec<typeof reedResources> {
	return declareDevice({ kind: "reed", resources: reedResources, schema, pin: "input", reports: minutes(1) }, options);
}
