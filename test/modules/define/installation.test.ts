import assert from "node:assert/strict";
import { test } from "node:test";
import { hours, milliseconds, minutes } from "kith/define/duration";
import { installation } from "kith/define/installation";
import { node, specOf } from "kith/define/node";
import { rule } from "kith/define/rule";
import { rules } from "kith/define/rules";
import { esp32c3DevKitM } from "kith/devices/index";
import { refusal, sampleNodes } from "./sample";

const { kitchen, cellar, gateway } = sampleNodes();
const cool = rule("cool").when(kitchen.climate.temperature.above(26)).then(kitchen.cooler.on());

test("what is not said has sensible values", () => {
	const house = installation("house", { nodes: [kitchen] });
	assert.equal(house.channel, 6);
	assert.equal(house.heartbeatMs, 60_000);
	assert.equal(house.gateways.size, 0);
	assert.equal(house.rulesOf(specOf(kitchen)).length, 0);
});

test("rule sets of one node are joined in their order", () => {
	const first = rules(kitchen, [cool]);
	const second = rules(kitchen, [rule("second").when(kitchen.motion.isTrue()).then(kitchen.cooler.off())]);
	const house = installation("house", { nodes: [kitchen], rules: [first, second] });
	assert.deepEqual(
		house.rulesOf(specOf(kitchen)).map((plan) => plan.name),
		["cool", "second"],
	);
});

test("names must be usable and unique", () => {
	assert.match(
		refusal(() => installation("My House", { nodes: [kitchen] })),
		/"My House" cannot name an installation: use small letters/,
	);
	assert.match(
		refusal(() => installation("house", { nodes: [kitchen, node("kitchen", { board: esp32c3DevKitM })] })),
		/installation "house" has two nodes named "kitchen"/,
	);
	assert.match(
		refusal(() => installation("house", { nodes: [kitchen], rules: [rules(kitchen, [cool]), rules(kitchen, [cool])] })),
		/kitchen has two rules named "cool"; give each its own name/,
	);
	assert.match(
		refusal(() => installation("house", { nodes: [] })),
		/has no nodes/,
	);
});

test("everything that is mentioned must be among the nodes", () => {
	const far = rule("far").when(cellar.probe.above(8)).then(kitchen.cooler.on());
	assert.equal(
		refusal(() => installation("house", { nodes: [kitchen], rules: [rules(kitchen, [far])] })),
		'installation "house": the node of cellar.probe, used by rule "far" of kitchen, is "cellar", which is missing from its list of nodes',
	);
	assert.match(
		refusal(() => installation("house", { nodes: [cellar], rules: [rules(kitchen, [cool])] })),
		/a node that has rules, is "kitchen", which is missing/,
	);
	assert.match(
		refusal(() => installation("house", { nodes: [kitchen], gateways: [gateway] })),
		/its gateway is "gateway", which is missing/,
	);
});

test("another node of the same name is not the one that is meant", () => {
	const other = sampleNodes();
	const mixed = rule("mixed").when(other.cellar.probe.above(8)).then(kitchen.cooler.on());
	assert.match(
		refusal(() => installation("house", { nodes: [kitchen, cellar], rules: [rules(kitchen, [mixed])] })),
		/is "cellar", which is missing/,
	);
});

test("channel and heartbeat must be possible", () => {
	for (const channel of [0, 14, 6.5]) {
		assert.match(
			refusal(() => installation("house", { nodes: [kitchen], channel })),
			/is not a Wi-Fi channel, 1 to 13/,
		);
	}
	for (const heartbeat of [milliseconds(999), hours(25)]) {
		assert.match(
			refusal(() => installation("house", { nodes: [kitchen], heartbeat })),
			/the heartbeat must be from 1 s to 24 h/,
		);
	}
	assert.equal(
		installation("house", { nodes: [kitchen], heartbeat: hours(24), channel: 13 }).heartbeatMs,
		minutes(1440),
	);
});

test("more rules than a board takes are refused, over all of its rule sets", () => {
	const many = (from: number) =>
		rules(
			kitchen,
			Array.from({ length: 17 }, (_, index) =>
				rule(`rule ${from + index}`)
					.when(kitchen.motion.isTrue())
					.then(kitchen.cooler.on()),
			),
		);
	assert.match(
		refusal(() => installation("house", { nodes: [kitchen], rules: [many(0), many(17)] })),
		/kitchen has 34 rules; one board takes at most 32/,
	);
});

test("HTTP is a gateway's, on a port that exists", () => {
	const hub = (http: true | { port: number }) => node("hub", { board: esp32c3DevKitM, http });
	assert.equal(specOf(hub(true)).http, 80);
	assert.equal(specOf(hub({ port: 8080 })).http, 8080);
	assert.match(
		refusal(() => installation("house", { nodes: [kitchen, hub(true)] })),
		/^hub serves HTTP, which only a gateway can: add it to the gateways of "house", or leave http out$/,
	);
	for (const port of [0, 65_536, 1.5])
		assert.match(
			refusal(() => hub({ port })),
			/^hub: HTTP port .* 1 to 65535$/,
		);
});

test("who asks for the time is a gateway, and knows its server's address", () => {
	const hub = (server: string) => node("hub", { board: esp32c3DevKitM, time: { server } });
	assert.equal(specOf(hub("192.168.1.1")).timeServer, "192.168.1.1");
	assert.match(
		refusal(() => installation("house", { nodes: [kitchen, hub("192.168.1.1")] })),
		/^hub asks for the time, which only a gateway can: add it to the gateways of "house", or leave time out$/,
	);
	assert.match(
		refusal(() => hub("pool.ntp.org")),
		/^hub: time server "pool.ntp.org" is no IPv4 address as "192.168.1.1"; names are not looked up$/,
	);
});
