import type { PeerDefinition, PeerResourceDefinition } from "kith/definition/definition";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import type { DeviceKind } from "kith/devices/kind";
import { kindNamed } from "./own-resources";

/** The node as its peers know it: the same names, from its own devices. */
export function describeSelf(definition: LoadedDefinition, kinds: readonly DeviceKind[]): PeerDefinition {
	const resources: PeerResourceDefinition[] = [];
	for (const device of definition.devices) {
		for (const [index, resource] of kindNamed(kinds, device.kind).resources(device.options).entries()) {
			resources.push({
				resourceId: device.resourceIds[index] as number,
				path: `${device.name}/${resource.name}`,
				quantity: resource.quantity,
				writable: resource.writable,
				minimum: resource.minimum,
				maximum: resource.maximum,
			});
		}
	}
	return { address: definition.address, name: definition.node, resources };
}
