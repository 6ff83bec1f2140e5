import { type DeviceSpec, declareDevice } from "kith/define/device";
import { minutes } from "kith/define/duration";
import { type OptionSchema, pinNumber, whole } from "kith/define/options";
import { dimmerResources } from "./resources";

export interface DimmerOptions {
	/** GPIO number of the lamp driver's input. */
	readonly pin: number;
	/** PWM frequency, 100 … 20,000 Hz. Default 1000 Hz: above what the eye or a camera notices in a room lamp. */
	readonly hz?: number;
}

const schema: OptionSchema<DimmerOptions> = {
	pin: pinNumber(),
	hz: whole({ minimum: 100, maximum: 20_000, unit: "Hz", initial: 1000 }),
};

/** A lamp dimmed by pulse width, 0 … 100 % of perceived brightness. Off after a boot. */
export function dimmer(options: DimmerOptions): DeviceSpec<typeof dimmerResources> {
	return declareDevice(
		{ kind: "dimmer", resources: dimmerResources, schema, pin: "pwm", reports: minutes(1) },
		options,
	);
}
