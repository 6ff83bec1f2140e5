import assert from "node:assert/strict";
import { test } from "node:test";
import { type CompiledNode, compile } from "kith/define/compile";
import { always } from "kith/define/condition";
import { MissingIdentityError } from "kith/define/definition-error";
import { minutes, seconds } from "kith/define/duration";
import { installation } from "kith/define/installation";
import { type AnyNode, node } from "kith/define/node";
import { type Rule, rule } from "kith/define/rule";
import { rules } from "kith/define/rules";
import { actionCases, leafKinds, nodeLimits } from "kith/definition/definition";
import { parseDefinition } from "kith/definition/parse";
import { esp32c3DevKitM, relay, scd4x } from "kith/devices/index";
import { expected, unpacked } from "../../support/unpacked-definition";
import { refusal, sampleIdentities, sampleNodes } from "./sample";

const { kitchen, cellar, gateway } = sampleNodes();

/** The kitchen of a house in which it runs these rules. */
function kitchenWith(...list: Rule[]): CompiledNode["definition"] {
	const house = installation("house", { nodes: [kitchen, cellar], rules: [rules(kitchen, list)] });
	return definitionOf(compile(house, sampleIdentities(house)).nodes, "kitchen");
}

function definitionOf(nodes: ReadonlyMap<string, CompiledNode>, name: string): CompiledNode["definition"] {
	const compiled = nodes.get(name);
	if (compiled === undefined) throw new Error(`no node ${name}`);
	return compiled.definition;
}

test("a node is told who it is and what is connected to it", () => {
	const house = installation("house", { nodes: [cellar, kitchen], channel: 11, heartbeat: minutes(5) });
	const definition = definitionOf(compile(house, sampleIdentities(house)).nodes, "kitchen");
	assert.equal(definition.installation, "house");
	assert.equal(definition.node, "kitchen");
	assert.equal(definition.address, 2);
	assert.equal(definition.networkTag, 0x1234);
	assert.equal(definition.channel, 11);
	assert.equal(definition.heartbeatMs, 300_000);
	assert.equal(definition.gateway, false);
	assert.deepEqual(
		definition.devices.map(({ name, kind, resourceIds }) => [name, kind, resourceIds]),
		[
			["climate", "sht4x", [0, 1]],
			["motion", "pir", [2]],
			["cooler", "relay", [3]],
		],
	);
	assert.deepEqual(
		[...(definition.devices[0]?.options ?? [])],
		[
			["every", 30_000],
			["precision", "high"],
			["address", 0x44],
		],
	);
});

test("own properties have the first slots, those of peers follow as they are needed", () => {
	const {
		inputs,
		rules: compiled,
		peers,
	} = kitchenWith(
		rule("near and far")
			.when(cellar.setPoint.above(4))
			.and(kitchen.motion.isTrue())
			.and(cellar.probe.above(cellar.setPoint))
			.then(kitchen.cooler.on()),
	);
	assert.deepEqual(inputs, [
		{ address: 2, resourceId: 2, scale: 2, boolean: false },
		{ address: 2, resourceId: 0, scale: 2, boolean: false },
	]);
	assert.deepEqual(
		compiled[0]?.leaves.map((leaf) => [leaf.kind, leaf.slot, leaf.operand]),
		[
			[leafKinds.above, 4, 400],
			[leafKinds.isTrue, 2, 0],
			[leafKinds.aboveSlot, 5, 4],
		],
	);
	assert.deepEqual(compiled[0]?.actions[0], {
		when: actionCases.met,
		address: 0,
		slot: 3,
		resourceId: 0,
		value: 1,
		from: -1,
		x1: 0,
		y1: 0,
		x2: 0,
		y2: 0,
	});
	assert.deepEqual(
		peers.map((peer) => [peer.name, peer.resources.map((resource) => resource.path)]),
		[["cellar", ["probe/temperature", "setPoint/temperature"]]],
	);
});

test("a peer's property that is only set is known by name and not listened to", () => {
	const {
		inputs,
		rules: compiled,
		peers,
	} = kitchenWith(rule("ask").when(kitchen.motion.isTrue()).then(cellar.lamp.set(30)));
	assert.deepEqual(inputs, []);
	assert.deepEqual(
		[compiled[0]?.actions[0]?.address, compiled[0]?.actions[0]?.resourceId, compiled[0]?.actions[0]?.value],
		[2, 1, 30],
	);
	assert.deepEqual(peers, [
		{
			address: 2,
			name: "cellar",
			resources: [{ resourceId: 1, path: "lamp/level", quantity: "level", writable: true, minimum: 0, maximum: 100 }],
		},
	]);
});

test("who is asked for something knows who may ask", () => {
	const ask = rules(kitchen, [rule("ask").when(kitchen.motion.isTrue()).then(cellar.lamp.set(30))]);
	const house = installation("house", { nodes: [kitchen, cellar, gateway], rules: [ask], gateways: [gateway] });
	const { nodes } = compile(house, sampleIdentities(house));
	assert.deepEqual(
		definitionOf(nodes, "cellar").peers.map(({ name, resources }) => [name, resources]),
		[
			["kitchen", []],
			["gateway", []],
		],
	);
});

test("values are believed for three periods, or for three heartbeats and periods when they come from a peer", () => {
	const ages = (one: Rule) => kitchenWith(one).rules[0]?.leaves.map((leaf) => leaf.maximumAgeMs);
	const act = kitchen.cooler.on();
	assert.deepEqual(ages(rule("own sensor").when(kitchen.climate.temperature.above(26)).then(act)), [90_000]);
	assert.deepEqual(ages(rule("own actuator").when(kitchen.cooler.isOn()).then(act)), [0]);
	assert.deepEqual(ages(rule("peer's sensor").when(cellar.probe.above(5)).then(act)), [270_000]);
	assert.deepEqual(ages(rule("peer's actuator").when(cellar.lamp.above(50)).then(act)), [360_000]);
	const two = cellar.probe.above(kitchen.climate.temperature);
	assert.deepEqual(ages(rule("the longer of both").when(two).then(act)), [270_000]);
	const said = cellar.probe.above(5, { maximumAge: seconds(7) });
	assert.deepEqual(ages(rule("as said").when(said).then(act)), [7000]);
});

test("a rule that only follows is bound to what it follows", () => {
	const follow = cellar.lamp.follow(cellar.probe, { from: [0, 10], to: [100, 0] });
	const bound = kitchenWith(rule("follow").when(always()).then(follow)).rules[0];
	assert.deepEqual(bound?.leaves, [{ kind: leafKinds.always, slot: 4, operand: 0, margin: 0, maximumAgeMs: 270_000 }]);
	assert.equal(bound?.actions[0]?.from, 4);
	const free = kitchenWith(rule("at once").when(always()).then(kitchen.cooler.on())).rules[0];
	assert.deepEqual(free?.leaves, [{ kind: leafKinds.always, slot: -1, operand: 0, margin: 0, maximumAgeMs: 0 }]);
});

test("a gateway listens to everything and knows everybody", () => {
	const house = installation("house", { nodes: [kitchen, gateway, cellar], gateways: [gateway] });
	const { nodes, warnings } = compile(house, sampleIdentities(house));
	const definition = definitionOf(nodes, "gateway");
	assert.equal(definition.gateway, true);
	assert.equal(definition.inputs.length, 7);
	assert.deepEqual(
		definition.peers.map((peer) => [peer.name, peer.address, peer.resources.length]),
		[
			["kitchen", 1, 4],
			["cellar", 3, 3],
		],
	);
	assert.deepEqual(warnings, []);
	assert.deepEqual([...nodes.keys()], ["kitchen", "gateway", "cellar"]);
});

test("a gateway of too large an installation says how many nodes it leaves out", () => {
	const crowd = Array.from({ length: 80 }, (_, index) =>
		node(`n${index}`, { board: esp32c3DevKitM, devices: { air: scd4x(), fan: relay({ pin: 5 }) } }),
	);
	const house = installation("house", { nodes: [...crowd, gateway], gateways: [gateway] });
	const { nodes, warnings } = compile(house, sampleIdentities(house));
	const compiled = nodes.get("gateway");
	if (compiled === undefined) throw new Error("no gateway");
	const { inputs, peers } = compiled.definition;
	assert.ok(inputs.length <= nodeLimits.inputs);
	assert.ok(compiled.bytes.length <= nodeLimits.definitionBytes);
	assert.equal(inputs.length, peers.length * 4);
	assert.ok(peers.length > 30, `only ${peers.length} nodes are heard`);
	assert.deepEqual(warnings, [`gateway gateway is full: ${80 - peers.length} of 81 nodes are not published`]);
});

test("rules that look at more than a node can know are refused", () => {
	const crowd = Array.from({ length: 70 }, (_, index) =>
		node(`n${index}`, { board: esp32c3DevKitM, devices: { fan: relay({ pin: 5 }) } }),
	);
	const all = rules(
		kitchen,
		Array.from({ length: 10 }, (_, group) => {
			const [first, ...others] = crowd.slice(group * 7, group * 7 + 7);
			if (first === undefined) throw new Error("no node");
			const condition = others.reduce((joined, one) => joined.or(one.fan.isOn()), first.fan.isOn());
			return rule(`watch ${group}`).when(condition).then(kitchen.cooler.on());
		}),
	);
	const nodes: AnyNode[] = [kitchen, ...crowd];
	const house = installation("house", { nodes, rules: [all] });
	assert.match(
		refusal(() => compile(house, sampleIdentities(house))),
		/kitchen has to know 70 other nodes, and at most 64 fit: move rules to another node/,
	);
});

test("what has no identity yet is refused by name", () => {
	const small = installation("house", { nodes: [kitchen] });
	const house = installation("house", { nodes: [kitchen, cellar] });
	assert.throws(() => compile(house, sampleIdentities(small)), MissingIdentityError);
	assert.equal(
		refusal(() => compile(house, sampleIdentities(small))),
		"cellar has no address",
	);
	const grown = node("kitchen", { board: esp32c3DevKitM, devices: { fan: relay({ pin: 5 }) } });
	const changed = installation("house", { nodes: [grown] });
	assert.equal(
		refusal(() => compile(changed, sampleIdentities(small))),
		"kitchen/fan/on has no short id",
	);
});

test("what is compiled is what a node reads from the bytes", () => {
	const house = installation("house", {
		nodes: [kitchen, cellar, gateway],
		rules: [
			rules(kitchen, [
				rule("cool").when(kitchen.climate.temperature.above(26)).then(kitchen.cooler.on()).minimumOn(minutes(3)),
				rule("ask")
					.when(cellar.probe.olderThan(minutes(5)))
					.then(cellar.lamp.set(100)),
			]),
		],
		gateways: [gateway],
	});
	const { nodes } = compile(house, sampleIdentities(house));
	for (const { definition, bytes } of nodes.values()) {
		const parsed = parseDefinition(bytes);
		if ("fault" in parsed) throw new Error(parsed.fault);
		assert.deepEqual(unpacked(parsed), expected(definition));
	}
});

test("inputs of rules that switch something critical are marked, on whichever node the rule is, and no others", () => {
	const door = node("door", { board: esp32c3DevKitM, devices: { lock: relay({ pin: 5 }) }, critical: ["lock"] });
	const house = installation("house", {
		nodes: [kitchen, cellar, door],
		rules: [
			rules(kitchen, [
				rule("let out").when(cellar.probe.above(50)).then(door.lock.on()),
				rule("fan").when(cellar.setPoint.above(6)).then(kitchen.cooler.on()),
			]),
			rules(door, [rule("hot kitchen").when(kitchen.climate.temperature.above(60)).then(door.lock.on())]),
		],
	});
	const { nodes } = compile(house, sampleIdentities(house));
	const marked = (name: string): boolean[] => definitionOf(nodes, name).inputs.map(({ critical = false }) => critical);
	assert.deepEqual(marked("kitchen"), [true, false]);
	assert.deepEqual(marked("door"), [true]);
	const parsed = parseDefinition((nodes.get("kitchen") as CompiledNode).bytes);
	assert.ok(!("fault" in parsed));
	assert.deepEqual([parsed.inputs.record(0) & 0x20, parsed.inputs.record(1) & 0x20], [0x20, 0]);
});

test("only what rules can set can be critical, and only what there is", () => {
	const critical = (name: string) => () =>
		node("door", { board: esp32c3DevKitM, devices: { air: scd4x({ every: seconds(30) }) }, critical: [name as "air"] });
	assert.match(refusal(critical("air")), /door\.air is no actuator/);
	assert.match(refusal(critical("lock")), /no device "lock" that could be critical/);
});
