import assert from "node:assert/strict";
import { test } from "node:test";
import { type Compiled, compile } from "kith/define/compile";
import { installation } from "kith/define/installation";
import { type AnyNode, node } from "kith/define/node";
import { rule } from "kith/define/rule";
import { rules } from "kith/define/rules";
import { wholeNetwork } from "kith/definition/limits";
import { esp32c3DevKitM, pir, relay } from "kith/devices/index";
import { refusal, sampleIdentities } from "./sample";

function board(name: string) {
	return node(name, { board: esp32c3DevKitM, devices: { motion: pir({ pin: 4 }), lamp: relay({ pin: 5 }) } });
}

/** `listener` looks at `source`. */
function looks(listener: ReturnType<typeof board>, source: ReturnType<typeof board>) {
	return rules(listener, [rule("follow the motion").when(source.motion.isTrue()).then(listener.lamp.on())]);
}

function built(
	nodes: AnyNode[],
	zones: Record<string, AnyNode[]> | undefined,
	sets: ReturnType<typeof looks>[] = [],
	gateways: AnyNode[] = [],
): Compiled {
	const house = installation("house", {
		relay: true,
		nodes,
		rules: sets,
		gateways,
		...(zones === undefined ? {} : { zones }),
	});
	return compile(house, sampleIdentities(house));
}

function definition(compiled: Compiled, name: string) {
	const found = compiled.nodes.get(name);
	if (found === undefined) throw new Error(`no node ${name}`);
	return found.definition;
}

test("without zones readings go everywhere, and everybody passes on for everybody", () => {
	const [a, b, c] = [board("a"), board("b"), board("c")];
	const compiled = built([a, b, c], undefined, [looks(a, b)]);
	const { zones, groupZone, peers, members } = definition(compiled, "a");
	assert.deepEqual(zones, []);
	assert.equal(groupZone, wholeNetwork);
	assert.deepEqual(
		peers.map(({ address }) => address),
		[2],
	);
	assert.deepEqual(members, [3], "no peer, but frames pass through it");
	assert.deepEqual(compiled.warnings, []);
});

test("readings go through the smallest zone that has all who listen", () => {
	const [a, b, c, d] = [board("a"), board("b"), board("c"), board("d")];
	const zones = { floor: [a, b, c], room: [a, b], other: [d] };
	const compiled = built([a, b, c, d], zones, [looks(b, a), looks(c, b), looks(a, d)]);
	const zoneOf = (name: string): number => definition(compiled, name).groupZone;
	const [floor, room] = definition(compiled, "b").zones as [number, number];
	assert.equal(zoneOf("a"), room, "b listens");
	assert.equal(zoneOf("b"), floor, "c listens, too");
	assert.equal(zoneOf("c"), floor, "nobody listens: the smallest zone it is in");
	assert.equal(zoneOf("d"), wholeNetwork, "a listens from outside");
	assert.deepEqual(compiled.warnings, ["readings of d go through the whole network: no zone has it and a"]);
	assert.deepEqual(definition(compiled, "a").members, [3], "nobody of another zone, and no peer");
});

test("a zone keeps its number when others come and go", () => {
	const [a, b] = [board("a"), board("b")];
	const before = definition(built([a, b], { attic: [a, b] }), "a").zones[0];
	const after = definition(built([a, b], { cellar: [b], attic: [a, b] }), "a").zones[0];
	assert.equal(after, before);
});

test("a gateway of some zones listens to their nodes", () => {
	const [a, b] = [board("a"), board("b")];
	const gateway = node("gateway", { board: esp32c3DevKitM });
	const compiled = built([a, b, gateway], { north: [a, gateway], south: [b] }, [], [gateway]);
	assert.deepEqual(
		definition(compiled, "gateway").peers.map(({ address }) => address),
		[1],
	);
});

test("zones that cannot be are refused", () => {
	const a = board("a");
	const many = Array.from({ length: 66 }, (_, index) => board(`n${index}`));
	assert.match(
		refusal(() => built([a], { attic: [] })),
		/^zone "attic" of house has no nodes$/,
	);
	assert.match(
		refusal(() => built([a], { "my room": [a] })),
		/my room/,
	);
	assert.match(
		refusal(() => built([a], { attic: [board("b")] })),
		/a node of zone "attic" is "b", which is missing/,
	);
	assert.match(
		refusal(() => built(many, { hall: many })),
		/has 66 nodes, and at most 65 can know each other: split it/,
	);
});

test("boards relay only where the installation says so, and zones need it", () => {
	const [a, b, c] = [board("a"), board("b"), board("c")];
	const house = installation("house", { nodes: [a, b, c], rules: [looks(a, b)] });
	const { zones, groupZone, members } = definition(compile(house, sampleIdentities(house)), "a");
	assert.deepEqual([zones, groupZone, members], [[], 0, []]);
	assert.match(
		refusal(() => installation("house", { nodes: [a], zones: { attic: [a] } })),
		/has zones, which only mean something where boards relay: add relay: true/,
	);
});
