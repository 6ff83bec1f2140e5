import { encode } from "kith/cbor/encode";
import { type QuantityName, quantityNames } from "kith/model/quantity";
import type { PeerDefinition, PeerResourceDefinition } from "./definition";
import { PeerCatalogue } from "./peer-catalogue";

/**
 * A peer as CBOR: address, name, resources, each of them an array of id, path, number of its quantity and, where it can
 * be set, its range; last, of one that may set something here, true. Throws RangeError for a quantity that is none.
 */
export function encodePeer({ address, name, resources, acts }: PeerDefinition): Uint8Array {
	const fields = [address, name, resources.map(resourceFields)];
	return encode(acts ? [...fields, true] : fields);
}

/** A catalogue made of objects: a node's own resources, described as its peers know them. */
export function catalogueOf(peers: readonly PeerDefinition[]): PeerCatalogue {
	const entries = peers.map((peer) => encode(encodePeer(peer)));
	const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + entry.length, 0));
	let offset = 0;
	for (const entry of entries) {
		bytes.set(entry, offset);
		offset += entry.length;
	}
	return new PeerCatalogue(bytes, peers.length);
}

function resourceFields({ resourceId, path, quantity, writable, minimum, maximum }: PeerResourceDefinition) {
	const number = quantityNames.indexOf(quantity as QuantityName);
	if (number < 0) throw new RangeError(`${path}: there is no quantity ${quantity}`);
	return writable ? [resourceId, path, number, minimum, maximum] : [resourceId, path, number];
}
