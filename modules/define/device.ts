import type { OptionValue } from "kith/definition/definition";
import type { ResourceDescription } from "kith/model/quantity";
import type { PinUse } from "./board";
import type { Duration } from "./duration";
import { type OptionSchema, readOptions } from "./options";

export type Resources = readonly ResourceDescription[];

/** One device of a node as declared by its kind's function, for example `relay({ pin: 5 })`. */
export interface DeviceSpec<Offered extends Resources = Resources> {
	/** Name of its kind, e.g. "relay". */
	readonly kind: string;
	readonly resources: Offered;
	/** All options, the initial ones filled in. Durations in ms. */
	readonly options: ReadonlyMap<string, OptionValue>;
	readonly pins: readonly PinDemand[];
	/** 7-bit address, where it is a chip on the board's I2C bus. */
	readonly i2cAddress: number | undefined;
	/** It reports at least this often, in ms. */
	readonly periodMs: number;
	/** What is wrong with the options, as the end of a sentence that begins with the device. */
	readonly problem: string | undefined;
}

export interface PinDemand {
	readonly gpio: number;
	readonly use: PinUse;
}

/** What a device kind tells about itself to declare devices of it. */
export interface KindDescription<Options extends object, Offered extends Resources> {
	readonly kind: string;
	readonly resources: Offered;
	readonly schema: OptionSchema<Options>;
	/** What its option `pin` is used for, where it has one. */
	readonly pin?: PinUse;
	/** Its fixed I2C address, or "address" where an option says it. */
	readonly i2c?: number | "address";
	/** It reports at least this often; "every": as its option says. */
	readonly reports: Duration | "every";
}

/** Checks the options of one device. What is wrong is said later, by `node`, which knows the device's name. */
export function declareDevice<Options extends object, const Offered extends Resources>(
	description: KindDescription<Options, Offered>,
	given: Options,
): DeviceSpec<Offered> {
	const { kind, resources, schema, pin, i2c, reports } = description;
	const read = readOptions(schema, given);
	const problem = typeof read === "string" ? read : undefined;
	const options = typeof read === "string" ? new Map<string, OptionValue>() : read;
	const gpio = options.get("pin");
	return {
		kind,
		resources,
		options,
		pins: pin !== undefined && typeof gpio === "number" ? [{ gpio, use: pin }] : [],
		i2cAddress: i2c === "address" ? numberOption(options, "address") : i2c,
		periodMs: reports === "every" ? (numberOption(options, "every") ?? 0) : reports,
		problem,
	};
}

function numberOption(options: ReadonlyMap<string, OptionValue>, name: string): number | undefined {
	const value = options.get(name);
	return typeof value === "number" ? value : undefined;
}
