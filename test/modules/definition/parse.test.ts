import assert from "node:assert/strict";
import { test } from "node:test";
import type { CborValue } from "kith/cbor/cbor-value";
import { decode } from "kith/cbor/decode";
import { encode } from "kith/cbor/encode";
import { nodeLimits } from "kith/definition/definition";
import { encodeDefinition } from "kith/definition/encode";
import { parseDefinition } from "kith/definition/parse";
import { sample } from "./sample";

/** Positions in the encoded arrays. */
const at = {
	version: 0,
	name: 2,
	address: 3,
	tag: 4,
	channel: 5,
	gateway: 6,
	heartbeat: 7,
	devices: 8,
	inputs: 9,
	rules: 10,
	members: 12,
	zones: 13,
	groupZone: 14,
	peers: 11,
};

/** The sample with the item at `path` replaced by `value`; what is said about it. */
function fault(path: readonly number[], value: CborValue): string {
	const decoded = decode(encodeDefinition(sample));
	if (!("value" in decoded)) throw new Error("the sample does not decode");
	return said(encode(replaced(decoded.value, path, value)));
}

function replaced(whole: CborValue, path: readonly number[], value: CborValue): CborValue {
	const [index, ...rest] = path;
	if (index === undefined) return value;
	if (!Array.isArray(whole)) throw new Error("no array here");
	return whole.map((item: CborValue, other) => (other === index ? replaced(item, rest, value) : item));
}

function said(bytes: Uint8Array): string {
	const parsed = parseDefinition(bytes);
	return "fault" in parsed ? parsed.fault : "nothing was refused";
}

test("bytes that are no definition are refused", () => {
	assert.match(said(new Uint8Array(0)), /^definition: damaged near byte 0$/);
	assert.equal(said(new Uint8Array([0xff, 1, 2])), "definition: not an array");
	assert.match(said(new Uint8Array([0x8f, 4, 0x7f])), /^definition: damaged/);
	assert.equal(said(encode("hello")), "definition: not an array");
	assert.equal(said(encode(["x"])), "definition: version is not a whole number from -2147483648 to 2147483647");
	assert.equal(said(encode([4, "house"])), "definition: has 2 fields instead of 15");
	assert.equal(fault([at.version], 1), "definition: version 1, and this firmware reads 4");
	assert.match(said(new Uint8Array(nodeLimits.definitionBytes + 1)), /8193 bytes, more than 8192/);
});

test("a definition cut anywhere is refused", () => {
	const bytes = encodeDefinition(sample);
	for (let length = 0; length < bytes.length; length++) {
		assert.match(said(bytes.subarray(0, length)), /^definition(, peer 0)?: damaged near byte \d+$/);
	}
});

test("trailing bytes and fields are refused", () => {
	const bytes = encodeDefinition(sample);
	const longer = new Uint8Array(bytes.length + 1);
	longer.set(bytes);
	assert.match(said(longer), /^definition: damaged/);
	assert.match(
		fault([at.devices, 1], ["cooler", "relay", new Map(), [7], 0]),
		/^definition, device 1: public is not true or false/,
	);
	assert.match(
		fault([at.devices, 1], ["cooler", "relay", new Map(), [7], true, 0]),
		/^definition, device 1: has 6 fields instead/,
	);
});

test("what the node is told about itself must be in range", () => {
	assert.match(fault([at.name], ""), /^definition: node is not a text of 1 to 24 characters$/);
	assert.match(fault([at.name], "x".repeat(25)), /node is not a text/);
	assert.match(fault([at.address], 0), /address is not a whole number from 1 to 65519/);
	assert.match(fault([at.address], 0xfff0), /address is not/);
	assert.match(fault([at.tag], -1), /network tag is not/);
	assert.match(fault([at.channel], 14), /channel is not a whole number from 1 to 13/);
	assert.match(fault([at.gateway], -1), /gateway is not true or false/);
	assert.match(fault([at.gateway], 0), /HTTP port is not a whole number from 1 to 65535/);
	assert.match(fault([at.gateway], 0x10000), /HTTP port is not/);
	assert.match(fault([at.heartbeat], 0), /heartbeat is not/);
	assert.match(fault([at.heartbeat], 1.5), /heartbeat is not/);
});

test("a wrong device is told by its number", () => {
	const device = [at.devices, 1];
	assert.match(fault(device, "relay"), /^definition, device 1: not an array$/);
	assert.match(fault([...device, 1], 5), /^definition, device 1: kind is not a text/);
	assert.match(fault([...device, 2], []), /options is not a map/);
	assert.match(fault([...device, 2], new Map([["pin", null]])), /option pin is no number, short text or boolean/);
	assert.match(fault([...device, 2], new Map([["pin", 2 ** 31]])), /option pin is no number/);
	assert.match(fault([...device, 2], new Map([[1, 1]])), /an option's name is no short text/);
	const many = new Map(Array.from({ length: 17 }, (_, index) => [`o${index}`, index]));
	assert.match(fault([...device, 2], many), /has 17 options, more than 16/);
	assert.match(
		fault([...device, 3], [256]),
		/^definition, device 1, resource 0: id is not a whole number from 0 to 255$/,
	);
});

test("a wrong input is told by its number", () => {
	assert.match(fault([at.inputs], Uint8Array.of(0, 9, 2, 1, 0, 9, 3, 4)), /^definition: input 1: unknown format 4$/);
	assert.match(fault([at.inputs], Uint8Array.of(0, 0, 2, 1)), /^definition: input 0: address is not from 1 to 65519$/);
	assert.match(fault([at.inputs], Uint8Array.of(0xff, 0xf0, 2, 1)), /input 0: address is not/);
	assert.match(fault([at.inputs], Uint8Array.of(0, 9, 2)), /^definition: inputs of 3 bytes are not records of 4$/);
	assert.match(fault([at.inputs], [9]), /^definition: input is not a byte string$/);
});

test("a wrong peer is told by its number, and its resource", () => {
	const peer = (...resource: CborValue[]) => [encode([9, "a", [[0, "x/y", 1], resource]])];
	assert.match(fault([at.peers], [9]), /^definition, peer 0: not a byte string$/);
	assert.match(fault([at.peers], [encode([9, 4, []])]), /^definition, peer 0: name is not a text/);
	assert.match(fault([at.peers], [encode([9, "ä", []])]), /^definition, peer 0: name has other characters/);
	assert.match(fault([at.peers], [encode([0, "a", []])]), /^definition, peer 0: address is not/);
	assert.match(fault([at.peers], [encode([9, "a"])]), /^definition, peer 0: has 2 fields instead of 3 or 4$/);
	assert.match(
		fault([at.peers], peer(0, "", 1)),
		/^definition, peer 0, resource 1: path is not a text of 1 to 49 char/,
	);
	assert.match(fault([at.peers], peer(256, "x/y", 1)), /resource 1: resource id is not/);
	assert.match(fault([at.peers], peer(0, "x/y", 8)), /resource 1: quantity is not a whole number from 0 to 7/);
	assert.match(fault([at.peers], peer(0, "x/y", 1, 5)), /resource 1: has 4 fields instead of 3 or 5/);
	assert.match(fault([at.peers], peer(0, "x/y", 1, 0, 2 ** 31)), /resource 1: maximum is not/);
});

test("the bytes of a peer end with it", () => {
	const good = encode([9, "a", []]);
	const longer = new Uint8Array(good.length + 1);
	longer.set(good);
	assert.match(fault([at.peers], [good, longer]), /^definition, peer 1: damaged near byte \d+$/);
	for (let length = 0; length < good.length; length++) {
		// What is missing must not be taken from the peer that follows.
		assert.match(fault([at.peers], [good.slice(0, length), good]), /^definition, peer 0: damaged near byte \d+$/);
	}
});

test("rules look only at slots that there are", () => {
	// Three own slots and one input.
	const leaf = [at.rules, 0, 2, 0];
	assert.match(fault([...leaf, 1], 4), /^definition, rule 0, leaf 0: slot is not a whole number from 0 to 3$/);
	assert.match(fault([...leaf, 1], -1), /slot is not/);
	assert.match(fault([...leaf, 0], 8), /unknown kind 8/);
	assert.match(fault([...leaf, 3], -1), /margin is not/);
	assert.match(fault([at.rules, 0, 2, 1, 2], 4), /leaf 1: operand is not a whole number from 0 to 3/);
	assert.match(fault([at.rules, 0, 2, 2, 4], 5), /leaf 2: maximum age is not a whole number from 0 to 0/);
});

test("rules set only own slots, and follow what there is", () => {
	const [constant, line] = [
		[at.rules, 0, 4, 0],
		[at.rules, 0, 4, 1],
	];
	assert.match(fault([...constant, 2], 3), /^definition, rule 0, action 0: slot is not a whole number from 0 to 2$/);
	assert.match(fault([...constant, 0], 3), /unknown case 3/);
	assert.match(fault([...line, 5], 4), /action 1: from is not a whole number from 0 to 3/);
	assert.match(fault([...line, 8], -100), /a line through one x/);
	assert.match(fault(line, [0, 9, 0, 4, 0, 3]), /x1 is not/);
});

test("a condition comes out at exactly one value", () => {
	const condition = [at.rules, 0, 3];
	for (const wrong of [[], [0, 1], [-1], [0, -1], [-3], [0, 1, -1, -1]]) {
		assert.match(fault(condition, wrong), /^definition, rule 0: the condition does not come out at one value$/);
	}
	assert.match(fault(condition, [3]), /condition 0: step is not a whole number from -3 to 2/);
	assert.match(fault(condition, [-4]), /step is not/);
	assert.equal(fault(condition, [0, -3, -3]), "nothing was refused");
});

test("every list has its limit", () => {
	const many = (count: number, item: CborValue) => Array.from({ length: count }, () => item);
	const device = ["d", "relay", new Map(), []];
	assert.match(fault([at.devices], many(17, device)), /device has 17 items, more than 16/);
	assert.match(fault([at.devices], many(2, ["d", "k", new Map(), many(17, 0)])), /34 resources, more than 32/);
	assert.match(fault([at.inputs], new Uint8Array(4 * 193).fill(1)), /input has 772 bytes, more than 768/);
	assert.match(fault([at.peers], many(65, encode([9, "a", []]))), /peer has 65 items, more than 64/);
	assert.match(
		fault([at.peers], [encode([9, "a", many(33, [0, "x/y", 1])])]),
		/peer 0: resource has 33 items, more than 32/,
	);
	assert.match(fault([at.rules], many(33, [])), /rule has 33 items, more than 32/);
	assert.match(fault([at.rules, 0, 2], many(9, [])), /leaf has 9 items, more than 8/);
	assert.match(fault([at.rules, 0, 4], many(9, [])), /action has 9 items, more than 8/);
	assert.match(fault([at.rules, 0, 3], many(33, 0)), /condition has 33 items, more than 32/);
	assert.match(fault([at.rules, 0, 0], "x".repeat(49)), /name is not a text of 1 to 48 characters/);
	assert.match(fault([at.rules, 0, 5], 2 ** 30), /minimum on time is not/);
});

test("members and zones are numbers of two bytes each, none of them twice", () => {
	assert.match(fault([at.members], Uint8Array.of(1)), /^definition: member numbers of 1 bytes$/);
	assert.match(fault([at.members], Uint8Array.of(0, 0)), /^definition: member 0: not from 1 to 65519$/);
	assert.match(fault([at.members], Uint8Array.of(0, 4, 0, 4)), /^definition: member 1: named twice$/);
	const many = Uint8Array.from({ length: 128 }, (_, index) => (index % 2 === 0 ? 1 : index));
	assert.match(fault([at.members], many), /^definition: 1 peers and 64 members, more than 64$/);
	assert.match(fault([at.zones], Uint8Array.of(0xff, 0xff)), /^definition: zone 0: not from 1 to 65534$/);
	assert.match(fault([at.zones], new Uint8Array(34)), /^definition: zone has 34 bytes, more than 32$/);
	assert.match(fault([at.groupZone], 0x10000), /^definition: own zone is not a whole number from 0 to 65535$/);
});
