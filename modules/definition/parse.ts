import { cborFaults } from "kith/cbor/cbor-format";
import { decode } from "kith/cbor/decode";
import { type InputDefinition, type NodeDefinition, nodeLimits, type PeerDefinition } from "./definition";
import { definitionVersion } from "./encode";
import { Fields, Malformed } from "./fields";
import {
	addressLimit,
	heartbeatMaximumMs,
	heartbeatMinimumMs,
	nameLengthLimit,
	networkTagLimit,
	pathLengthLimit,
	resourceIdLimit,
} from "./limits";
import { parseDevice } from "./parse-device";
import { parseRule } from "./parse-rule";

/** Why a definition cannot be used: a sentence for people. */
export interface DefinitionFault {
	readonly fault: string;
}

/**
 * Reads what `encodeDefinition` wrote. Any other bytes, of whatever length, give a fault and never an exception: a
 * definition lies in flash, where bits rot and other versions' data may be found.
 */
export function parseDefinition(bytes: Uint8Array): NodeDefinition | DefinitionFault {
	if (bytes.length > nodeLimits.definitionBytes) {
		return { fault: `definition: ${bytes.length} bytes, more than ${nodeLimits.definitionBytes}` };
	}
	try {
		const decoded = decode(bytes);
		if (decoded.fault !== cborFaults.none) return { fault: `definition: damaged near byte ${decoded.offset}` };
		return readDefinition(decoded.value);
	} catch (error) {
		if (error instanceof Malformed) return { fault: error.message };
		throw error;
	}
}

function readDefinition(value: unknown): NodeDefinition {
	const fields = new Fields(value, "definition");
	const version = fields.int("version");
	if (version !== definitionVersion) fields.fail(`version ${version}, and this firmware reads ${definitionVersion}`);
	const head = {
		installation: fields.text("installation", nameLengthLimit),
		node: fields.text("node", nameLengthLimit),
		address: fields.int("address", 1, addressLimit),
		networkTag: fields.int("network tag", 0, networkTagLimit),
		channel: fields.int("channel", 1, 13),
		gateway: fields.boolean("gateway"),
		heartbeatMs: fields.int("heartbeat", heartbeatMinimumMs, heartbeatMaximumMs),
	};
	const devices = fields.list("device", nodeLimits.devices, parseDevice);
	const own = devices.reduce((sum, device) => sum + device.resourceIds.length, 0);
	if (own > nodeLimits.resources) fields.fail(`${own} resources, more than ${nodeLimits.resources}`);
	const inputs = fields.list("input", nodeLimits.inputs, parseInput);
	const slots = { own, all: own + inputs.length };
	const rules = fields.list("rule", nodeLimits.rules, (item, where) => parseRule(item, where, slots));
	const peers = fields.list("peer", nodeLimits.peers, parsePeer);
	fields.end();
	return { ...head, devices, inputs, rules, peers };
}

function parseInput(value: unknown, where: string): InputDefinition {
	const fields = new Fields(value, where);
	const input = {
		address: fields.int("address", 1, addressLimit),
		resourceId: fields.int("resource id", 0, resourceIdLimit),
		scale: fields.int("scale", 0, 3),
		boolean: fields.boolean("boolean"),
	};
	fields.end();
	return input;
}

function parsePeer(value: unknown, where: string): PeerDefinition {
	const fields = new Fields(value, where);
	const address = fields.int("address", 1, addressLimit);
	const name = fields.text("name", nameLengthLimit);
	const resources = fields.list("resource", nodeLimits.resources, (item, at) => {
		const inner = new Fields(item, at);
		const resource = {
			resourceId: inner.int("resource id", 0, resourceIdLimit),
			path: inner.text("path", pathLengthLimit),
			quantity: inner.text("quantity", nameLengthLimit),
			writable: inner.boolean("writable"),
			minimum: inner.int("minimum"),
			maximum: inner.int("maximum"),
		};
		inner.end();
		return resource;
	});
	fields.end();
	return { address, name, resources };
}
