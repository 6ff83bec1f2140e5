import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
	type ActionCase,
	conditionAnd,
	conditionNot,
	conditionOr,
	durationLimitMs,
	type LeafKind,
	leafKinds,
	type NodeDefinition,
} from "kith/definition/definition";
import { encodeDefinition } from "kith/definition/encode";
import { parseDefinition } from "kith/definition/parse";
import { quantityNames } from "kith/model/quantity";
import { sample } from "../modules/definition/sample";
import { expected, unpacked } from "../support/unpacked-definition";

/** Objects as the parser makes them: deepEqual tells them from those without a prototype. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
	return fc.record<T>(model, { noNullPrototype: true });
}

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const name = fc.string({ minLength: 1, maxLength: 24, unit: "grapheme-ascii" });
const address = fc.integer({ min: 1, max: 0xffef });
const id = fc.nat(255);
const time = fc.nat(durationLimitMs);

const devices = fc.array(
	record({
		name,
		kind: name,
		options: fc
			.uniqueArray(fc.tuple(name, fc.oneof(int32, fc.boolean(), name)), { maxLength: 5, selector: ([key]) => key })
			// The encoder puts keys in their own order, which does not matter to a map.
			.map((entries) => new Map(entries)),
		resourceIds: fc.array(id, { maxLength: 4 }),
	}),
	{ minLength: 1, maxLength: 6 },
);
const inputs = fc.array(record({ address, resourceId: id, scale: fc.nat(3), boolean: fc.boolean() }), {
	minLength: 1,
	maxLength: 10,
});
const resource = {
	resourceId: id,
	path: name,
	quantity: fc.constantFrom(...quantityNames),
	writable: fc.boolean(),
	minimum: int32,
	maximum: int32,
};
const peers = fc.array(record({ address, name, resources: fc.array(record(resource), { maxLength: 5 }) }), {
	maxLength: 5,
});

/** A random condition over `leaves` leaves, each used once. */
function condition(leaves: number) {
	return fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: leaves, maxLength: leaves }).map((choices) =>
		choices.flatMap(([negated, or], leaf) => {
			const join = or ? conditionOr : conditionAnd;
			return [leaf, ...(negated ? [conditionNot] : []), ...(leaf > 0 ? [join] : [])];
		}),
	);
}

function rule(own: number, all: number) {
	const leaf = record({
		kind: fc.constantFrom<LeafKind>(...Object.values(leafKinds)),
		slot: fc.nat(all - 1),
		operand: fc.nat(all - 1),
		margin: fc.nat(2 ** 31 - 1),
		maximumAgeMs: time,
	});
	const target = fc.oneof(
		own === 0
			? record({ address, slot: fc.constant(0), resourceId: id })
			: record({ address: fc.constant(0), slot: fc.nat(own - 1), resourceId: id }),
		record({ address, slot: fc.constant(0), resourceId: id }),
	);
	const line = fc.oneof(
		fc.constant({ from: -1, x1: 0, y1: 0, x2: 0, y2: 0 }),
		record({ from: fc.nat(all - 1), x1: int32, y1: int32, x2: int32, y2: int32 }).filter(({ x1, x2 }) => x1 !== x2),
	);
	const action = fc
		.tuple(fc.constantFrom<ActionCase>(0, 1, 2), target, int32, line)
		.map(([when, where, value, points]) => ({ when, ...where, value, ...points }));
	return fc.array(leaf, { minLength: 1, maxLength: 8 }).chain((leaves) =>
		record({
			name,
			priority: int32,
			leaves: fc.constant(leaves),
			condition: condition(leaves.length),
			actions: fc.array(action, { maxLength: 8 }),
			minimumOnMs: time,
			minimumOffMs: time,
		}),
	);
}

/** What only a gateway has. */
const ways = fc.oneof(
	fc.constant({}),
	record({ http: fc.integer({ min: 1, max: 0xffff }) }),
	record({ timeServer: fc.ipV4() }),
	record({ http: fc.integer({ min: 1, max: 0xffff }), timeServer: fc.ipV4() }),
);

const definition: fc.Arbitrary<NodeDefinition> = fc.tuple(devices, inputs).chain(([someDevices, someInputs]) => {
	const own = someDevices.reduce((sum, device) => sum + device.resourceIds.length, 0);
	return record({
		installation: name,
		node: name,
		address,
		networkTag: fc.nat(0xffff),
		channel: fc.integer({ min: 1, max: 13 }),
		gateway: fc.boolean(),
		heartbeatMs: fc.integer({ min: 1000, max: 86_400_000 }),
		devices: fc.constant(someDevices),
		inputs: fc.constant(someInputs),
		rules: fc.array(rule(own, own + someInputs.length), { maxLength: 4 }),
		peers,
		members: fc.uniqueArray(address, { maxLength: 32 }),
		zones: fc.uniqueArray(fc.integer({ min: 1, max: 0xfffe }), { maxLength: 16 }),
		groupZone: fc.integer({ min: 0, max: 0xffff }),
		ways,
	}).map(({ ways: some, ...whole }) => {
		// Whoever is a peer is no mere member.
		const members = whole.members.filter((member) => !whole.peers.some((peer) => peer.address === member));
		return { ...whole, members, ...(whole.gateway ? some : {}) };
	});
});

test("every definition comes back from its bytes as it was", () => {
	fc.assert(
		fc.property(definition, (original) => {
			const parsed = parseDefinition(encodeDefinition(original));
			if ("fault" in parsed) throw new Error(parsed.fault);
			assert.deepEqual(unpacked(parsed), expected(original));
			for (const { resources } of unpacked(parsed).peers) {
				for (const { node, path } of resources) {
					if (node.includes("/")) continue;
					const named = parsed.peers.named(`${node}/${path}`);
					assert.equal(`${named?.node}/${named?.path}`, `${node}/${path}`);
				}
			}
		}),
		{ numRuns: 500 },
	);
});

test("any bytes give a definition or a sentence, never an exception", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
			const parsed = parseDefinition(bytes);
			assert.ok("fault" in parsed ? parsed.fault.startsWith("definition") : parsed.node.length > 0);
		}),
		{ numRuns: 2000 },
	);
});

test("a definition with a few wrong bytes is refused, or is another one that can be used", () => {
	const bytes = encodeDefinition(sample);
	const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
	fc.assert(
		fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
			const damaged = bytes.slice();
			for (const [index, value] of changes) damaged[index] = value;
			const parsed = parseDefinition(damaged);
			if ("fault" in parsed) return;
			// Whatever is accepted is a definition in every respect: it can be looked up, encoded, and comes back.
			const first = unpacked(parsed);
			const peers = first.peers.map(({ address, resources }) => {
				return { address, name: resources[0]?.node ?? "nameless", resources };
			});
			const second = parseDefinition(encodeDefinition({ ...first, peers }));
			if ("fault" in second) throw new Error(second.fault);
			assert.deepEqual(unpacked(second), first);
		}),
		{ numRuns: 5000 },
	);
});
