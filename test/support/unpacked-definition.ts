import type { NodeDefinition } from "kith/definition/definition";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import type { PeerResource } from "kith/definition/peer-catalogue";

/** A loaded definition as plain data, its peers as everything that can be found of them. */
export interface Unpacked extends Omit<NodeDefinition, "peers"> {
	readonly peers: readonly { readonly address: number; readonly resources: readonly PeerResource[] }[];
}

/** For tests that compare definitions. */
export function unpacked({ inputs, peers, members, zones, ...rest }: LoadedDefinition): Unpacked {
	const plain = Array.from({ length: inputs.count }, (_, input) => {
		const record = inputs.record(input);
		const [address, resourceId] = [record >>> 16, (record >>> 8) & 0xff];
		const flags = { ...(record & 0x40 ? { public: true } : {}), ...(record & 0x20 ? { critical: true } : {}) };
		return { address, resourceId, scale: record & 3, boolean: (record & 0x80) !== 0, ...flags };
	});
	const known = [...peers.addresses()].map((address) => {
		const resources: PeerResource[] = [];
		for (let id = 0; id < 256; id++) {
			const found = peers.find(address, id);
			if (found !== undefined) resources.push(found);
		}
		return { address, resources };
	});
	return { ...rest, inputs: plain, peers: known, members: [...members], zones: [...zones] };
}

/** What `unpacked` should make of a definition that was encoded and parsed: for each address and id the first counts. */
export function expected({ peers, ...rest }: NodeDefinition): Unpacked {
	const known = peers.map(({ address }) => {
		const resources: PeerResource[] = [];
		for (const peer of peers) {
			if (peer.address !== address) continue;
			for (const resource of peer.resources) {
				if (resources.some(({ resourceId }) => resourceId === resource.resourceId)) continue;
				const { resourceId, path, writable } = resource;
				const quantity = resource.quantity as PeerResource["quantity"];
				const [minimum, maximum] = writable ? [resource.minimum, resource.maximum] : [0, 0];
				resources.push({ address, node: peer.name, resourceId, path, quantity, writable, minimum, maximum });
			}
		}
		return { address, resources: resources.sort((a, b) => a.resourceId - b.resourceId) };
	});
	return { ...rest, peers: known };
}
