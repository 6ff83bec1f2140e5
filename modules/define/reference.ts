import type { ResourceDescription } from "kith/model/quantity";
import type { Board } from "./board";
import type { DeviceSpec } from "./device";
import type { LinkSpec } from "./links";

/** One declared node, as the compiler sees it. */
export interface NodeSpec {
	readonly name: string;
	readonly board: Board;
	/** In the order in which they were written, which is the order of the slots. */
	readonly devices: ReadonlyMap<string, DeviceSpec>;
	/** Names of the devices that anybody may read. */
	readonly public: ReadonlySet<string>;
	/** The best one first. */
	readonly links: readonly LinkSpec[];
	/** Names of the actuators that believe only what was asked for under a key of two. */
	readonly critical: ReadonlySet<string>;
	/** TCP port, where it serves HTTP as a gateway. */
	readonly http?: number;
	/** IPv4 address, where it asks for the time as a gateway. */
	readonly timeServer?: string;
}

/** Which property of which device of which node. */
export interface PropertyReference {
	readonly node: NodeSpec;
	readonly device: string;
	/** Of the resource, among those of its device. */
	readonly index: number;
	readonly resource: ResourceDescription;
}

/** Permanent name of a property within its node, "climate/temperature": the key of its short id. */
export function resourcePath(reference: PropertyReference): string {
	return `${reference.device}/${reference.resource.name}`;
}

/** As people know it: "kitchen.climate.temperature", or "kitchen.motion" where a device is its only property. */
export function describeReference(reference: PropertyReference): string {
	const { node, device, resource } = reference;
	const single = node.devices.get(device)?.resources.length === 1;
	return single ? `${node.name}.${device}` : `${node.name}.${device}.${resource.name}`;
}

/** A property with its path and the device it belongs to. */
export interface NodeResource {
	readonly reference: PropertyReference;
	readonly path: string;
	readonly device: DeviceSpec;
}

/** All properties of a node in the order of their slots. */
export function resourcesOf(node: NodeSpec): NodeResource[] {
	return [...node.devices].flatMap(([name, device]) =>
		device.resources.map((resource, index) => {
			const reference = { node, device: name, index, resource };
			return { reference, path: resourcePath(reference), device };
		}),
	);
}
