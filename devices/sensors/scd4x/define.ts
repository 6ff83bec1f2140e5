import { type DeviceSpec, declareDevice } from "kith/define/device";
import { type Duration, seconds } from "kith/define/duration";
import { type OptionSchema, period } from "kith/define/options";
import { scd4xResources } from "./resources";

export interface Scd4xOptions {
	/** How often it reports, 1 s … 1 h; the chip itself measures every 5 s. Default 30 s. */
	readonly every?: Duration;
}

/** The only address it has (datasheet version 1.4, section 3.4). */
const address = 0x62;

const schema: OptionSchema<Scd4xOptions> = { every: period(seconds(30)) };

/** A Sensirion SCD40 or SCD41 on the board's I2C bus: carbon dioxide, temperature and humidity. */
export function scd4x(options: Scd4xOptions = {}): DeviceSpec<typeof scd4xResources> {
	return declareDevice({ kind: "scd4x", resources: scd4xResources, schema, i2c: address, reports: "every" }, options);
}
