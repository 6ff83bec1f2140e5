/** A device: "kitchen/cooler", or its property in the installation (`kitchen.cooler`). */
export type DeviceReference =
	| string
	| { readonly reference: { readonly node: { readonly name: string }; readonly device: string } };

/** What a device does to a room while it runs. All figures are those of full level; they scale with it. */
export interface Effect {
	/** "kitchen/cooler" */
	readonly device: string;
	/** Default: where the device's node hangs. */
	readonly room?: string;
	/** W added to the room; negative: taken out of it. */
	readonly watts: number;
	/** lx added on the room's sensors. */
	readonly lux: number;
	/** Volumes of outdoor air per hour, in addition. */
	readonly airChanges: number;
}

interface Where {
	/** Default: the room in which the device's node hangs. */
	readonly room?: string;
}

/** Takes heat out of the room. */
export function cools(device: DeviceReference, options: Where & { readonly watts: number }): Effect {
	return effect(device, options, { watts: -options.watts });
}

/** Gives heat to the room. */
export function heats(device: DeviceReference, options: Where & { readonly watts: number }): Effect {
	return effect(device, options, { watts: options.watts });
}

/** Lights the room, and warms it by `watts` (default 0). */
export function lights(
	device: DeviceReference,
	options: Where & { readonly lux: number; readonly watts?: number },
): Effect {
	return effect(device, options, { lux: options.lux, watts: options.watts ?? 0 });
}

/** Exchanges the room's air with that of outdoors. */
export function ventilates(device: DeviceReference, options: Where & { readonly airChanges: number }): Effect {
	return effect(device, options, { airChanges: options.airChanges });
}

/** "kitchen/cooler" */
export function deviceKey(device: DeviceReference): string {
	return typeof device === "string" ? device : `${device.reference.node.name}/${device.reference.device}`;
}

function effect(device: DeviceReference, where: Where, parts: Partial<Effect>): Effect {
	const room = where.room === undefined ? {} : { room: where.room };
	return { device: deviceKey(device), ...room, watts: 0, lux: 0, airChanges: 0, ...parts };
}
