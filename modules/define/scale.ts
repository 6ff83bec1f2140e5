import { quantities } from "kith/model/quantity";
import { DefinitionError } from "./definition-error";
import { describeReference, type PropertyReference } from "./reference";

/**
 * A number in the property's unit as the integer that nodes work with: 26 °C at two decimals is 2600.
 *
 * @param where begins the sentence: 'kitchen, rule "cool the kitchen"'
 * @throws DefinitionError for more decimals than the quantity has, or a value that the property cannot have
 */
export function toScaled(value: number, property: PropertyReference, where: string): number {
	const scaled = toUnits(value, property, where);
	const { minimum, maximum } = property.resource;
	if (scaled >= minimum && scaled <= maximum) return scaled;
	throw new DefinitionError(
		`${where}: ${value} is out of the range of ${describeReference(property)}, ${show(minimum, property)} to ${show(maximum, property)}`,
	);
}

/** Likewise for a difference, such as a hysteresis: 0 up to the whole range. */
export function toScaledDifference(value: number, property: PropertyReference, where: string): number {
	const scaled = toUnits(value, property, where);
	const { minimum, maximum } = property.resource;
	if (scaled >= 0 && scaled <= maximum - minimum) return scaled;
	throw new DefinitionError(`${where}: a hysteresis of ${value} makes no sense for ${describeReference(property)}`);
}

/** `toScaled` without a range, for those who know another one. */
export function scaleNumber(value: number, scale: number): number | undefined {
	const units = value * 10 ** scale;
	const scaled = Math.round(units);
	// 0.07 * 100 is 7.000000000000001: allow for that much and no more.
	if (!Number.isFinite(value) || Math.abs(units - scaled) > 1e-6 || Math.abs(scaled) > 0x7fffffff) return undefined;
	return scaled + 0;
}

function toUnits(value: number, property: PropertyReference, where: string): number {
	const { name, scale } = quantities[property.resource.quantity];
	const scaled = scaleNumber(value, scale);
	if (scaled !== undefined) return scaled;
	const decimals = scale === 0 ? "whole numbers" : `${scale} decimal${scale === 1 ? "" : "s"}`;
	throw new DefinitionError(
		`${where}: ${value} is no ${name} that ${describeReference(property)} can have: it has ${decimals}`,
	);
}

function show(scaled: number, property: PropertyReference): string {
	const { scale, unit } = quantities[property.resource.quantity];
	return `${scaled / 10 ** scale} ${unit}`.trim();
}
