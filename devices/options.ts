import type { DeviceOptions } from "./kind";

/*
 * A definition carries all options of a device, the ones left out by its author filled in. These read them again with
 * the types that a driver wants; a missing or wrong one means that the definition was made for another image, and throws
 * TypeError.
 */

export function numberOption(options: DeviceOptions, name: string): number {
	const value = options.get(name);
	if (typeof value !== "number") throw new TypeError(`option "${name}" must be a number`);
	return value;
}

export function textOption(options: DeviceOptions, name: string): string {
	const value = options.get(name);
	if (typeof value !== "string") throw new TypeError(`option "${name}" must be a text`);
	return value;
}

export function flagOption(options: DeviceOptions, name: string): boolean {
	const value = options.get(name);
	if (typeof value !== "boolean") throw new TypeError(`option "${name}" must be true or false`);
	return value;
}
