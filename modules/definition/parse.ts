import { cborFaults, majorTypes } from "kith/cbor/cbor-format";
import { decode } from "kith/cbor/decode";
import { linkBits, linkMask, nodeLimits } from "./definition";
import { definitionVersion } from "./encode";
import { Malformed } from "./fields";
import { ipv4LengthLimit, isIpv4 } from "./ipv4";
import {
	addressLimit,
	heartbeatMaximumMs,
	heartbeatMinimumMs,
	nameLengthLimit,
	networkTagLimit,
	portLimit,
	wholeNetwork,
	zoneLimit,
} from "./limits";
import type { LoadedDefinition } from "./loaded-definition";
import { booleanFormat, criticalFormat, inputLength, PackedInputs, publicFormat, scaleLimit } from "./packed-inputs";
import { unpackNumbers } from "./packed-numbers";
import { parseDevice } from "./parse-device";
import { parsePeers } from "./parse-peers";
import { parseRule } from "./parse-rule";
import { PulledFields } from "./pulled-fields";

/** Why a definition cannot be used: a sentence for people. */
export interface DefinitionFault {
	readonly fault: string;
}

/**
 * Reads what `encodeDefinition` wrote. Any other bytes, of whatever length, give a fault and never an exception: a
 * definition lies in flash, where bits rot and other versions' data may be found.
 */
export function parseDefinition(bytes: Uint8Array): LoadedDefinition | DefinitionFault {
	if (bytes.length > nodeLimits.definitionBytes) {
		return { fault: `definition: ${bytes.length} bytes, more than ${nodeLimits.definitionBytes}` };
	}
	try {
		return readDefinition(new PulledFields(bytes));
	} catch (error) {
		if (error instanceof Malformed) return { fault: error.message };
		throw error;
	}
}

const fieldCount = 15;

/** Reads field after field, so that a board never holds more of it than it needs, and never the bytes as a tree. */
function readDefinition(fields: PulledFields): LoadedDefinition {
	const count = fields.fields();
	const version = fields.int("version");
	if (version !== definitionVersion) fields.fail(`version ${version}, and this firmware reads ${definitionVersion}`);
	if (count !== fieldCount) fields.fail(`has ${count} fields instead of ${fieldCount}`);
	const head = {
		installation: fields.text("installation", nameLengthLimit),
		node: fields.text("node", nameLengthLimit),
		address: fields.int("address", 1, addressLimit),
		networkTag: fields.int("network tag", 0, networkTagLimit),
		...channelAndLinks(fields),
		...gatewayFields(fields),
		heartbeatMs: fields.int("heartbeat", heartbeatMinimumMs, heartbeatMaximumMs),
	};
	const devices = list(fields, "device", nodeLimits.devices, parseDevice);
	const own = devices.reduce((sum, device) => sum + device.resourceIds.length, 0);
	if (own > nodeLimits.resources) fields.fail(`${own} resources, more than ${nodeLimits.resources}`);
	const inputs = readInputs(fields);
	const slots = { own, all: own + inputs.count };
	const rules = list(fields, "rule", nodeLimits.rules, (item, where) => parseRule(item, where, slots));
	const peers = parsePeers(fields);
	const members = numbers(fields, "member", nodeLimits.peers, addressLimit);
	if (peers.count + members.length > nodeLimits.peers)
		fields.fail(`${peers.count} peers and ${members.length} members, more than ${nodeLimits.peers}`);
	const zones = numbers(fields, "zone", nodeLimits.zones, zoneLimit);
	const groupZone = fields.int("own zone", 0, wholeNetwork);
	for (const address of peers.addresses())
		if (members.includes(address)) fields.fail(`member ${address} is a peer already`);
	fields.end();
	return { ...head, devices, inputs, rules, peers, members, zones, groupZone };
}

/** The channel in the low four bits, the links above them; 0: ESP-NOW alone. */
function channelAndLinks(fields: PulledFields): Pick<LoadedDefinition, "channel" | "links"> {
	const both = fields.int("channel and links", 1, 13 | (linkMask << 4));
	const channel = both & 15;
	const links = both >> 4;
	if (channel < 1 || channel > 13) fields.fail("channel is not a whole number from 1 to 13");
	if (links === linkBits.espNow) fields.fail("links 1 are written as none");
	return links === 0 ? { channel } : { channel, links };
}

type GatewayFields = Pick<LoadedDefinition, "gateway" | "http" | "timeServer">;

/** False, true, or of a gateway that serves HTTP its port; of one that asks for the time a pair of that and the server. */
function gatewayFields(fields: PulledFields): GatewayFields {
	const major = fields.reader.peek();
	if (major === majorTypes.array) return gatewayWithTime(fields);
	if (major !== majorTypes.unsigned) return { gateway: fields.boolean("gateway") };
	return { gateway: true, http: fields.int("HTTP port", 1, portLimit) };
}

function gatewayWithTime(fields: PulledFields): GatewayFields {
	const count = fields.array("gateway", 2);
	if (count !== 2) fields.fail(`gateway has ${count} fields instead of 2`);
	const http = fields.int("HTTP port", 0, portLimit);
	const timeServer = fields.text("time server", ipv4LengthLimit);
	if (!isIpv4(timeServer)) fields.fail("time server is no IPv4 address");
	return http === 0 ? { gateway: true, timeServer } : { gateway: true, http, timeServer };
}

/** Items that are few: each is decoded to plain values, of which `read` makes its own. */
function list<Item>(
	fields: PulledFields,
	name: string,
	limit: number,
	read: (item: unknown, where: string) => Item,
): readonly Item[] {
	const count = fields.array(name, limit);
	const items: Item[] = [];
	for (let index = 0; index < count; index++) {
		const where = `definition, ${name} ${index}`;
		const decoded = decode(fields.item());
		if (decoded.fault !== cborFaults.none) throw new Malformed(`${where}: damaged near byte ${decoded.offset} of it`);
		items.push(read(decoded.value, where));
	}
	return items;
}

/** Addresses or zones. */
function numbers(fields: PulledFields, name: string, limit: number, highest: number): Uint16Array {
	const bytes = fields.bytes(name, 2 * limit);
	if (bytes.length % 2 !== 0) fields.fail(`${name} numbers of ${bytes.length} bytes`);
	const found = unpackNumbers(bytes);
	for (let index = 0; index < found.length; index++) {
		const number = found[index] as number;
		if (number === 0 || number > highest) fields.fail(`${name} ${index}: not from 1 to ${highest}`);
		if (found.indexOf(number) < index) fields.fail(`${name} ${index}: named twice`);
	}
	return found;
}

function readInputs(fields: PulledFields): PackedInputs {
	const bytes = fields.bytes("input", nodeLimits.inputs * inputLength);
	if (bytes.length % inputLength !== 0)
		fields.fail(`inputs of ${bytes.length} bytes are not records of ${inputLength}`);
	const inputs = new PackedInputs(bytes);
	for (let index = 0; index < inputs.count; index++) {
		const record = inputs.record(index);
		const address = record >>> 16;
		if (address === 0 || address > addressLimit)
			fields.fail(`input ${index}: address is not from 1 to ${addressLimit}`);
		if ((record & 0xff & ~(booleanFormat | publicFormat | criticalFormat)) > scaleLimit)
			fields.fail(`input ${index}: unknown format ${record & 0xff}`);
	}
	return inputs;
}
