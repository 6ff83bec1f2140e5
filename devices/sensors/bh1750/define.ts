import { type DeviceSpec, declareDevice } from "kith/define/device";
import { type Duration, seconds } from "kith/define/duration";
import { busAddress, type OptionSchema, period } from "kith/define/options";
import { bh1750Resources } from "./resources";

export interface Bh1750Options {
	/** Sampling period, 1 s … 1 h. Default 30 s. */
	readonly every?: Duration;
	/** I2C address: 0x23 with the ADDR pin low (default), 0x5c with it high. */
	readonly address?: 0x23 | 0x5c;
}

const schema: OptionSchema<Bh1750Options> = {
	every: period(seconds(30)),
	address: busAddress([0x23, 0x5c]),
};

/** A ROHM BH1750FVI on the board's I2C bus: illuminance. */
export function bh1750(options: Bh1750Options = {}): DeviceSpec<typeof bh1750Resources> {
	return declareDevice(
		{ kind: "bh1750", resources: bh1750Resources, schema, i2c: "address", reports: "every" },
		options,
	);
}
