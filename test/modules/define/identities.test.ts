import assert from "node:assert/strict";
import { test } from "node:test";
import { extendIdentities, type Identities, parseIdentities } from "kith/define/identities";
import { installation } from "kith/define/installation";
import { node } from "kith/define/node";
import { esp32c3DevKitM, pir, relay, sht4x } from "kith/devices/index";
import { refusal, sampleNodes } from "./sample";

const { kitchen, cellar } = sampleNodes();
const tag = () => 0xabcd;

function extended(nodes: Parameters<typeof installation>[1]["nodes"], known?: Identities): Identities {
	const identities = extendIdentities(installation("house", { nodes }), known, tag);
	if (typeof identities === "string") throw new Error(identities);
	return identities;
}

test("a new installation is numbered from the start", () => {
	const identities = extended([kitchen, cellar]);
	assert.equal(identities.networkTag, 0xabcd);
	assert.equal(identities.nodes.get("kitchen")?.address, 1);
	assert.equal(identities.nodes.get("cellar")?.address, 2);
	assert.deepEqual(
		[...(identities.nodes.get("kitchen")?.resources ?? [])],
		[
			["climate/temperature", 0],
			["climate/humidity", 1],
			["motion/motion", 2],
			["cooler/on", 3],
		],
	);
});

test("what has a number keeps it, whatever happens around it", () => {
	const known = extended([kitchen, cellar]);
	const rebuilt = node("kitchen", {
		board: esp32c3DevKitM,
		devices: { fan: relay({ pin: 0 }), motion: pir({ pin: 4 }), climate: sht4x() },
	});
	const identities = extended([cellar, rebuilt], known);
	assert.equal(identities.nodes.get("kitchen")?.address, 1);
	assert.equal(identities.nodes.get("cellar")?.address, 2);
	const resources = identities.nodes.get("kitchen")?.resources;
	assert.equal(resources?.get("motion/motion"), 2);
	assert.equal(resources?.get("climate/temperature"), 0);
	// The cooler is gone, but its number is not given to the fan.
	assert.equal(resources?.get("cooler/on"), 3);
	assert.equal(resources?.get("fan/on"), 4);
});

test("the network's tag is drawn once", () => {
	const known = extended([kitchen]);
	const house = installation("house", { nodes: [kitchen, cellar] });
	const identities = extendIdentities(house, known, () => refuseToDraw());
	assert.ok(typeof identities !== "string");
	assert.equal(identities.networkTag, 0xabcd);
});

function refuseToDraw(): number {
	throw new Error("a second tag was drawn");
}

test("addresses of retired and of missing nodes are not given again", () => {
	const known: Identities = {
		networkTag: 1,
		nodes: new Map([["attic", { address: 4, resources: new Map() }]]),
		operators: new Map(),
		retired: [7],
	};
	const identities = extended([kitchen], known);
	assert.equal(identities.nodes.get("attic")?.address, 4);
	assert.equal(identities.nodes.get("kitchen")?.address, 8);
	assert.deepEqual(identities.retired, [7]);
});

test("when the numbers are used up, that is said", () => {
	const house = installation("house", { nodes: [kitchen] });
	const full: Identities = { networkTag: 1, nodes: new Map(), operators: new Map(), retired: [0xffef] };
	assert.equal(extendIdentities(house, full, tag), "all 65519 addresses are used up");
	const resources = new Map([["old/on", 255]]);
	const nodes = new Map([["kitchen", { address: 1, resources }]]);
	const crowded: Identities = { networkTag: 1, nodes, operators: new Map(), retired: [] };
	assert.equal(extendIdentities(house, crowded, tag), 'node "kitchen" has used up its 256 resource ids');
});

test("the file is read back as it was meant", () => {
	const json = { networkTag: 7, nodes: { kitchen: { address: 3, resources: { "motion/motion": 9 } } }, retired: [2] };
	const identities = parseIdentities(json);
	assert.ok(typeof identities !== "string");
	assert.equal(identities.networkTag, 7);
	assert.deepEqual(identities.retired, [2]);
	assert.equal(identities.nodes.get("kitchen")?.resources.get("motion/motion"), 9);
});

test("a damaged file is told what is wrong with it", () => {
	const kitchenNode = { address: 1, resources: {} };
	const cases: [unknown, RegExp][] = [
		[[], /must be an object/],
		[{ networkTag: 65_536, nodes: {} }, /networkTag must be a whole number from 0 to 65535/],
		[{ networkTag: 1 }, /nodes must be an object/],
		[{ networkTag: 1, nodes: {}, retired: [0] }, /retired must hold addresses from 1 to 65519/],
		[{ networkTag: 1, nodes: { kitchen: { address: 0xfff0, resources: {} } } }, /node "kitchen" must have an address/],
		[{ networkTag: 1, nodes: { a: kitchenNode, b: kitchenNode } }, /node "b" has address 1, which belongs to node "a"/],
		[{ networkTag: 1, nodes: { a: kitchenNode }, retired: [1] }, /which belongs to a retired node/],
		[{ networkTag: 1, nodes: {}, operators: [] }, /operators must be an object/],
		[{ networkTag: 1, nodes: {}, operators: { bob: 0 } }, /operator "bob" must have an address from 1 to 65519/],
		[
			{ networkTag: 1, nodes: { a: kitchenNode }, operators: { bob: 1 } },
			/operator "bob" has address 1, which belongs to node "a"/,
		],
		[
			{ networkTag: 1, nodes: {}, operators: { bob: 1, eve: 1 } },
			/operator "eve" has address 1, which belongs to operator "bob"/,
		],
		[{ networkTag: 1, nodes: { a: { address: 1 } } }, /node "a" must have an object "resources"/],
		[{ networkTag: 1, nodes: { a: { address: 1, resources: { "x/y": 256 } } } }, /must be an id from 0 to 255/],
		[
			{ networkTag: 1, nodes: { a: { address: 1, resources: { "x/y": 4, "x/z": 4 } } } },
			/"x\/z" and "x\/y" of node "a" have the same id 4/,
		],
	];
	for (const [json, sentence] of cases) assert.match(String(parseIdentities(json)), sentence);
});

test("every installation has an operator with an address of its own, which it keeps", () => {
	const known = extended([kitchen, cellar]);
	assert.deepEqual([...known.operators], [["operator", 3]]);
	const attic = node("attic", { board: esp32c3DevKitM, devices: { fan: relay({ pin: 0 }) } });
	const identities = extended([attic, kitchen], known);
	assert.equal(identities.nodes.get("attic")?.address, 4);
	assert.deepEqual([...identities.operators], [["operator", 3]]);
});

test("no node may be called as an operator is", () => {
	const wrong = node("operator", { board: esp32c3DevKitM, devices: { fan: relay({ pin: 0 }) } });
	const house = installation("house", { nodes: [wrong] });
	assert.equal(extendIdentities(house, undefined, tag), 'node "operator" has the name of an operator: give it another');
});

test("two nodes of one name never come this far", () => {
	assert.match(
		refusal(() => extended([kitchen, sampleNodes().kitchen])),
		/two nodes named "kitchen"/,
	);
});
