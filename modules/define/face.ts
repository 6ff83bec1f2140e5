import { type QuantityName, quantities, type ResourceDescription } from "kith/model/quantity";
import type { DeviceSpec, Resources } from "./device";
import {
	AdjustableProperty,
	BooleanProperty,
	type BooleanQuantity,
	ContactProperty,
	NumberProperty,
	type NumberQuantity,
	type Property,
	SwitchProperty,
} from "./property";
import type { NodeSpec } from "./reference";

/** The property class that fits a resource. */
export type PropertyOf<R extends ResourceDescription> = R["quantity"] extends BooleanQuantity
	? R["writable"] extends true
		? SwitchProperty<R["quantity"]>
		: R["quantity"] extends "open"
			? ContactProperty
			: BooleanProperty<R["quantity"]>
	: R["quantity"] extends NumberQuantity
		? R["writable"] extends true
			? AdjustableProperty<R["quantity"]>
			: NumberProperty<R["quantity"]>
		: never;

/** What rules see of a device: a device with one property is that property, others have them by name. */
export type Face<Offered extends Resources> = Offered extends readonly [infer Only extends ResourceDescription]
	? PropertyOf<Only>
	: { readonly [R in Offered[number] as R["name"]]: PropertyOf<R> };

/** The face of the device called `name`. */
export function faceOf(node: NodeSpec, name: string, device: DeviceSpec): Property | Record<string, Property> {
	const properties = device.resources.map((resource, index) => property(node, name, index, resource));
	const [only] = properties;
	if (only !== undefined && properties.length === 1) return only;
	return Object.fromEntries(properties.map((one) => [one.reference.resource.name, one]));
}

function property(node: NodeSpec, device: string, index: number, resource: ResourceDescription): Property {
	const reference = { node, device, index, resource };
	const { quantity, writable } = resource;
	if (!isBoolean(quantity)) {
		return writable ? new AdjustableProperty(reference, quantity) : new NumberProperty(reference, quantity);
	}
	if (writable) return new SwitchProperty(reference, quantity);
	return quantity === "open" ? new ContactProperty(reference, quantity) : new BooleanProperty(reference, quantity);
}

function isBoolean(name: QuantityName): name is BooleanQuantity {
	return quantities[name].boolean;
}
