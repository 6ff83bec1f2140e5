import { type DeviceDefinition, nodeLimits } from "kith/definition/definition";
import type { DeviceKind } from "kith/devices/kind";
import { quantities } from "kith/model/quantity";

/** Nothing has this resource id. */
export const noSlot = -1;

/** Columns of the table, one row of int32 a slot. One typed array costs 8 XS slots, so there is one for all. */
const columns = {
	device: 0,
	index: 1,
	resourceId: 2,
	scale: 3,
	flags: 4,
	minimum: 5,
	maximum: 6,
	deadband: 7,
} as const;
const rowLength = 8;
const booleanFlag = 1;
const writableFlag = 2;
const publicFlag = 4;

/** The node's own resources, by slot: what the paths that run per message need to know of them. */
export class OwnResources {
	readonly count: number;
	readonly #table: Int32Array;

	/** Throws where the definition does not fit the kinds: it was made for another image. */
	constructor(devices: readonly DeviceDefinition[], kinds: readonly DeviceKind[]) {
		const described = devices.map((device) => kindNamed(kinds, device.kind).resources(device.options));
		const count = described.reduce((sum, resources) => sum + resources.length, 0);
		if (count > nodeLimits.resources) throw new RangeError(`more than ${nodeLimits.resources} resources`);
		this.count = count;
		this.#table = new Int32Array(count * rowLength);
		let row = 0;
		for (const [device, resources] of described.entries()) {
			for (const [index, resource] of resources.entries()) {
				const resourceId = devices[device]?.resourceIds[index];
				if (resourceId === undefined) throw new RangeError(`device ${device} has no id for its resource ${index}`);
				const { scale, boolean } = quantities[resource.quantity];
				const open = devices[device]?.public === true ? publicFlag : 0;
				const flags = (boolean ? booleanFlag : 0) | (resource.writable ? writableFlag : 0) | open;
				const { minimum, maximum, deadband } = resource;
				this.#table.set([device, index, resourceId, scale, flags, minimum, maximum, deadband], row);
				row += rowLength;
			}
		}
	}

	/** Index of the slot's device in the definition. */
	device(slot: number): number {
		return this.#table[slot * rowLength + columns.device] as number;
	}

	/** Index of the resource in its device's kind. */
	index(slot: number): number {
		return this.#table[slot * rowLength + columns.index] as number;
	}

	resourceId(slot: number): number {
		return this.#table[slot * rowLength + columns.resourceId] as number;
	}

	scale(slot: number): number {
		return this.#table[slot * rowLength + columns.scale] as number;
	}

	boolean(slot: number): boolean {
		return ((this.#table[slot * rowLength + columns.flags] as number) & booleanFlag) !== 0;
	}

	writable(slot: number): boolean {
		return ((this.#table[slot * rowLength + columns.flags] as number) & writableFlag) !== 0;
	}

	/** Whether there is anything to switch. */
	get anyWritable(): boolean {
		for (let slot = 0; slot < this.count; slot++) if (this.writable(slot)) return true;
		return false;
	}

	/** Anybody may read it. */
	public(slot: number): boolean {
		return ((this.#table[slot * rowLength + columns.flags] as number) & publicFlag) !== 0;
	}

	deadband(slot: number): number {
		return this.#table[slot * rowLength + columns.deadband] as number;
	}

	/** Whether the value lies in the resource's range. */
	takes(slot: number, value: number): boolean {
		const row = slot * rowLength;
		return (
			value >= (this.#table[row + columns.minimum] as number) && value <= (this.#table[row + columns.maximum] as number)
		);
	}

	/** The slot of a short id, or `noSlot`. */
	slotOf(resourceId: number): number {
		for (let slot = 0; slot < this.count; slot++) if (this.resourceId(slot) === resourceId) return slot;
		return noSlot;
	}
}

export function kindNamed(kinds: readonly DeviceKind[], name: string): DeviceKind {
	const kind = kinds.find((candidate) => candidate.name === name);
	if (kind === undefined) throw new RangeError(`this image has no driver for devices of kind "${name}"`);
	return kind;
}
