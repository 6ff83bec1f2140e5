import { encode } from "kith/cbor/encode";
import type { DeviceDefinition, NodeDefinition, RuleDefinition } from "./definition";
import { encodePeer } from "./encode-peers";
import { packInputs } from "./packed-inputs";
import { packNumbers } from "./packed-numbers";

/** Version of the encoding: the first number in it. A node refuses any other. */
export const definitionVersion = 4;

/** Far more than a node accepts (`nodeLimits.definitionBytes`), so that the compiler can say by how much it is too long. */
const encodedLengthLimit = 1 << 20;

/**
 * The definition as CBOR (RFC 8949): nested arrays without names, in the order of the interfaces' fields, because it
 * lies in flash and is read once per boot by the very firmware that knows the order. Options are a map. What a gateway
 * has hundreds of is packed: the inputs are one byte string, and every peer is one with CBOR of its own.
 */
export function encodeDefinition(definition: NodeDefinition): Uint8Array {
	return encode(
		[
			definitionVersion,
			definition.installation,
			definition.node,
			definition.address,
			definition.networkTag,
			// The links lie above the channel's four bits.
			definition.channel | ((definition.links ?? 0) << 4),
			gatewayField(definition),
			definition.heartbeatMs,
			definition.devices.map(deviceFields),
			packInputs(definition.inputs),
			definition.rules.map(ruleFields),
			definition.peers.map(encodePeer),
			packNumbers(definition.members),
			packNumbers(definition.zones),
			definition.groupZone,
		],
		encodedLengthLimit,
	);
}

/** A gateway with HTTP is its port; one that asks for the time a pair of that (0: no HTTP) and its server. */
function gatewayField({ gateway, http, timeServer }: NodeDefinition) {
	return timeServer === undefined ? (http ?? gateway) : [http ?? 0, timeServer];
}

function deviceFields({ name, kind, options, resourceIds, public: open = false }: DeviceDefinition) {
	return open ? [name, kind, options, resourceIds, true] : [name, kind, options, resourceIds];
}

function ruleFields(rule: RuleDefinition) {
	return [
		rule.name,
		rule.priority,
		rule.leaves.map(({ kind, slot, operand, margin, maximumAgeMs }) => [kind, slot, operand, margin, maximumAgeMs]),
		rule.condition,
		rule.actions.map(({ when, address, slot, resourceId, value, from, x1, y1, x2, y2 }) =>
			// Most actions set a constant: their line is left out.
			from < 0
				? [when, address, slot, resourceId, value]
				: [when, address, slot, resourceId, value, from, x1, y1, x2, y2],
		),
		rule.minimumOnMs,
		rule.minimumOffMs,
	];
}
