import type { OptionValue } from "kith/definition/definition";
import { type QuantityName, quantities, type ResourceDescription } from "kith/model/quantity";

/**
 * What a setting offers: one writable property named after its quantity. Unlike other kinds it is told by the options
 * which quantity and range that is (`quantity`; `minimum` and `maximum` in 10^-scale units).
 */
export function settingResources(options: ReadonlyMap<string, OptionValue>): readonly [ResourceDescription] {
	const quantity = options.get("quantity");
	const minimum = options.get("minimum");
	const maximum = options.get("maximum");
	if (typeof quantity !== "string" || !isQuantityName(quantity)) throw new TypeError("setting without a quantity");
	if (typeof minimum !== "number" || typeof maximum !== "number") throw new TypeError("setting without a range");
	return [{ name: quantity, quantity, writable: true, minimum, maximum, deadband: 1 }];
}

function isQuantityName(name: string): name is QuantityName {
	return Object.hasOwn(quantities, name);
}
