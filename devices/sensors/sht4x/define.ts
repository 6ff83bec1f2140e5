import { type DeviceSpec, declareDevice } from "kith/define/device";
import { type Duration, seconds } from "kith/define/duration";
import { busAddress, choice, type OptionSchema, period } from "kith/define/options";
import { sht4xResources } from "./resources";

export interface Sht4xOptions {
	/** Sampling period, 1 s … 1 h. Default 30 s. */
	readonly every?: Duration;
	/** Repeatability of a measurement; the better, the longer and the more current. Default "high". */
	readonly precision?: "high" | "medium" | "low";
	/** I2C address, by the letter after SHT4x: A 0x44 (default), B 0x45, C 0x46. */
	readonly address?: 0x44 | 0x45 | 0x46;
}

const schema: OptionSchema<Sht4xOptions> = {
	every: period(seconds(30)),
	precision: choice(["high", "medium", "low"]),
	address: busAddress([0x44, 0x45, 0x46]),
};

/** A Sensirion SHT40, SHT41 or SHT45 on the board's I2C bus: temperature and humidity. */
export function sht4x(options: Sht4xOptions = {}): DeviceSpec<typeof sht4xResources> {
	return declareDevice({ kind: "sht4x", resources: sht4xResources, schema, i2c: "address", reports: "every" }, options);
}
