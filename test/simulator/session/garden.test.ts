/** A board that speaks Bluetooth alone, behind a bridge, two hops from the house: it is a member like any other. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ble, espNow, installation, node, rule, rules, seconds } from "kith/define";
import { type CompiledNode, compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { esp32c3DevKitM, esp32h2DevKitM, ntc, relay } from "kith/devices";
import type { TimedFault } from "kith/simulator/session/faults";
import { openSession } from "kith/simulator/session/open-session";
import { ofKind } from "./bench";

const probe = ntc({ pin: 4, every: seconds(2), beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 });

/** The hall hears the eaves, the eaves hear the shed, the shed the greenhouse over Bluetooth. */
function definitions(): ReadonlyMap<string, CompiledNode> {
	const hall = node("hall", { board: esp32c3DevKitM, devices: { probe, lamp: relay({ pin: 5 }) } });
	const eaves = node("eaves", { board: esp32c3DevKitM });
	const shed = node("shed", { board: esp32c3DevKitM, links: [espNow(), ble()] });
	const greenhouse = node("greenhouse", {
		board: esp32h2DevKitM,
		devices: { probe, vent: relay({ pin: 22 }), heater: relay({ pin: 10 }) },
	});
	const whole = installation("garden", {
		nodes: [hall, eaves, shed, greenhouse],
		rules: [
			rules(hall, [
				rule("air when hot")
					.when(hall.probe.above(30, { hysteresis: 1 }))
					.then(greenhouse.vent.on())
					.otherwise(greenhouse.vent.off()),
			]),
			rules(greenhouse, [
				rule("heat when the house is cold")
					.when(hall.probe.below(10, { hysteresis: 1 }))
					.then(greenhouse.heater.on())
					.otherwise(greenhouse.heater.off()),
				rule("warn of frost")
					.when(greenhouse.probe.below(5, { hysteresis: 1 }))
					.then(hall.lamp.on())
					.otherwise(hall.lamp.off()),
			]),
		],
		heartbeat: seconds(10),
		relay: true,
	});
	const identities = extendIdentities(whole, undefined, () => 0x6761);
	if (typeof identities === "string") throw new Error(identities);
	return compile(whole, identities).nodes;
}

const apart = (from: string, to: string): TimedFault[] =>
	[
		[from, to],
		[to, from],
	].map(([board = "", of = ""]) => ({ at: 1, fault: { fault: "link strength", board, of, value: -120 } }));

const offset = (second: number, board: string, value: number): TimedFault => ({
	at: second * 1e6,
	fault: { fault: "chip", board, device: "probe", field: "offset", value },
});

test("a Bluetooth board two hops away reads, is read, asks and is asked, and acts by rule", async () => {
	const session = await openSession({
		definitions: definitions(),
		seed: 5,
		speed: "max",
		until: 150e6,
		mqtt: "off",
		faults: [
			...apart("hall", "shed"),
			offset(60, "hall", 20),
			offset(80, "hall", -20),
			offset(100, "greenhouse", -25),
			offset(120, "greenhouse", 0),
		],
	});
	const records: Parameters<Parameters<typeof session.on>[0]>[0][] = [];
	session.on((record) => records.push(record));
	await session.run();
	const acts = (board: string, path: string): (readonly [second: number, value: number])[] =>
		ofKind(records, "actuation", board)
			.filter((record) => record.path === path && record.t > 59e6)
			.map(({ t, value }) => [Math.floor(t / 20e6) * 20, value]);

	assert.deepEqual(ofKind(records, "crash"), []);
	assert.deepEqual(ofKind(records, "frame", "greenhouse"), [], "it has no ESP-NOW");
	const chunks = ofKind(records, "chunk", "greenhouse").length;
	assert.ok(chunks > 50, `${chunks} chunks`);
	const heard = (board: string, origin: string): number =>
		ofKind(records, "received", board).filter((record) => record.origin === origin).length;
	assert.ok(heard("greenhouse", "hall") >= 12, `${heard("greenhouse", "hall")} readings of the hall`);

	assert.deepEqual(acts("greenhouse", "vent/on"), [
		[60, 1],
		[80, 0],
	]);
	assert.deepEqual(acts("greenhouse", "heater/on"), [[80, 1]]);
	assert.deepEqual(acts("hall", "lamp/on"), [
		[100, 1],
		[120, 0],
	]);
	const asked = ofKind(records, "asked", "greenhouse").find(({ t }) => t > 100e6);
	const lit = ofKind(records, "actuation", "hall").find(({ t }) => t > 100e6);
	assert.ok(asked !== undefined && lit !== undefined && lit.t - asked.t < 5e6, `${asked?.t} … ${lit?.t}`);
});
