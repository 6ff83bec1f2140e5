import { type DeviceSpec, declareDevice } from "kith/define/device";
import { type Duration, seconds } from "kith/define/duration";
import { type OptionSchema, period, pinNumber, whole } from "kith/define/options";
import { ntcResources } from "./resources";

export interface NtcOptions {
	/** GPIO number of a pin with an analog-to-digital converter; the thermistor lies between it and ground. */
	readonly pin: number;
	/** Sampling period, 1 s … 1 h. Default 30 s. */
	readonly every?: Duration;
	/** The thermistor's B value in kelvin (25/50 or 25/85 °C, from its datasheet), 1000 … 6000. */
	readonly beta: number;
	/** Its resistance at 25 °C in ohm, 100 … 1,000,000. */
	readonly nominalOhm: number;
	/** The resistor from the pin to the supply in ohm, 100 … 1,000,000. */
	readonly seriesOhm: number;
}

const ohm = { minimum: 100, maximum: 1_000_000, unit: "ohm" };

const schema: OptionSchema<NtcOptions> = {
	pin: pinNumber(),
	every: period(seconds(30)),
	beta: whole({ minimum: 1000, maximum: 6000, unit: "kelvin" }),
	nominalOhm: whole(ohm),
	seriesOhm: whole(ohm),
};

/** An NTC thermistor in a voltage divider: temperature. */
export function ntc(options: NtcOptions): DeviceSpec<typeof ntcResources> {
	return declareDevice({ kind: "ntc", resources: ntcResources, schema, pin: "analog", reports: "every" }, options);
}
