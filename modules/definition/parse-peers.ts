import { quantityNames } from "kith/model/quantity";
import { nodeLimits } from "./definition";
import { addressLimit, nameLengthLimit, pathLengthLimit, resourceIdLimit } from "./limits";
import { actingPeerFields, PeerCatalogue, peerFields, readOnlyFields, writableFields } from "./peer-catalogue";
import type { PulledFields } from "./pulled-fields";

/** Checks all peers, without making anything of them but a copy of their bytes. */
export function parsePeers(fields: PulledFields): PeerCatalogue {
	const count = fields.array("peer", nodeLimits.peers);
	const { reader } = fields;
	const start = reader.offset;
	fields.list = "peer";
	for (fields.index = 0; fields.index < count; fields.index++) checkPeer(fields);
	fields.list = "";
	return new PeerCatalogue(reader.buffer.slice(start, reader.offset), count);
}

function checkPeer(fields: PulledFields): void {
	fields.enter();
	const count = fields.fields();
	if (count !== peerFields && count !== actingPeerFields)
		fields.fail(`has ${count} fields instead of ${peerFields} or ${actingPeerFields}`);
	fields.int("address", 1, addressLimit);
	fields.ascii("name", nameLengthLimit);
	const resources = fields.array("resource", nodeLimits.resources);
	for (fields.resource = 0; fields.resource < resources; fields.resource++) checkResource(fields);
	fields.resource = -1;
	if (count === actingPeerFields && !fields.boolean("acts")) fields.fail("says in vain that it does not act");
	fields.leave();
}

function checkResource(fields: PulledFields): void {
	const count = fields.fields();
	if (count !== readOnlyFields && count !== writableFields)
		fields.fail(`has ${count} fields instead of ${readOnlyFields} or ${writableFields}`);
	fields.int("resource id", 0, resourceIdLimit);
	fields.ascii("path", pathLengthLimit);
	fields.int("quantity", 0, quantityNames.length - 1);
	if (count === readOnlyFields) return;
	fields.int("minimum");
	fields.int("maximum");
}
