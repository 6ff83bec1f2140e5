import type { DeviceSpec } from "kith/define/device";
import { minutes } from "kith/define/duration";
import type { NumberQuantity } from "kith/define/property";
import { scaleNumber } from "kith/define/scale";
import type { OptionValue } from "kith/definition/definition";
import { quantities, type ResourceDescription } from "kith/model/quantity";
import { settingResources } from "./resources";

export interface SettingOptions<Q extends NumberQuantity> {
	readonly quantity: Q;
	/** Its value until somebody sets it; from then on the last one set, also after a power loss. */
	readonly initial: number;
	/** Inclusive range in the quantity's unit, `minimum` below `maximum`. */
	readonly minimum: number;
	readonly maximum: number;
}

/** What a setting of the quantity `Q` offers. */
export type SettingResources<Q extends NumberQuantity> = readonly [
	ResourceDescription & { readonly name: Q; readonly quantity: Q; readonly writable: true },
];

/** A number that rules, peers and people can read and set; no hardware. */
export function setting<const Q extends NumberQuantity>(options: SettingOptions<Q>): DeviceSpec<SettingResources<Q>> {
	const checked = check(options);
	const problem = typeof checked === "string" ? checked : undefined;
	const values = typeof checked === "string" ? new Map<string, OptionValue>() : checked;
	return {
		kind: "setting",
		// The one resource is named after the quantity, which the compiler cannot see through the option map.
		resources: (problem === undefined ? settingResources(values) : []) as unknown as SettingResources<Q>,
		options: values,
		pins: [],
		i2cAddress: undefined,
		periodMs: minutes(1),
		problem,
	};
}

function check<Q extends NumberQuantity>(options: SettingOptions<Q>): Map<string, OptionValue> | string {
	const known = new Map(Object.entries(quantities));
	const quantity = known.get(options.quantity);
	if (quantity === undefined || quantity.boolean) {
		const numbers = [...known.values()].filter((one) => !one.boolean).map((one) => one.name);
		return `cannot hold a quantity "${options.quantity}": it must be ${numbers.join(" or ")}`;
	}
	const values = new Map<string, OptionValue>([["quantity", quantity.name]]);
	for (const name of ["initial", "minimum", "maximum"] as const) {
		const scaled = scaleNumber(options[name], quantity.scale);
		if (scaled === undefined) {
			return `cannot use ${options[name]} as "${name}": it must be a number with at most ${quantity.scale} decimals`;
		}
		values.set(name, scaled);
	}
	const { initial, minimum, maximum } = options;
	if (minimum >= maximum) return `needs a minimum below its maximum, not ${minimum} and ${maximum}`;
	if (initial < minimum || initial > maximum)
		return `cannot start at ${initial}: its range is ${minimum} to ${maximum}`;
	return values;
}
