/** Boards that pass on each other's messages: a row of them, each hearing only its neighbours. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { installation, node, rule, rules, seconds } from "kith/define";
import { type CompiledNode, compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { esp32c3DevKitM, ntc, relay } from "kith/devices";
import type { TimedFault } from "kith/simulator/session/faults";
import { openSession } from "kith/simulator/session/open-session";
import type { TraceRecord } from "kith/simulator/session/records";

const row = ["first", "second", "third", "fourth"] as const;

/** The last board's lamp is switched by the first one's rule, and the last one's rule looks at the first one's readings. */
function definitions(relays: boolean): ReadonlyMap<string, CompiledNode> {
	const probe = ntc({ pin: 3, every: seconds(2), beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 });
	const first = node("first", { board: esp32c3DevKitM, devices: { probe } });
	const second = node("second", { board: esp32c3DevKitM });
	const third = node("third", { board: esp32c3DevKitM });
	const fourth = node("fourth", {
		board: esp32c3DevKitM,
		devices: { lamp: relay({ pin: 5 }), heater: relay({ pin: 6 }) },
	});
	const whole = installation("row", {
		nodes: [first, second, third, fourth],
		rules: [
			rules(first, [
				rule("light when hot")
					.when(first.probe.above(30, { hysteresis: 1 }))
					.then(fourth.lamp.on())
					.otherwise(fourth.lamp.off()),
			]),
			rules(fourth, [
				rule("heat when cold")
					.when(first.probe.below(10, { hysteresis: 1 }))
					.then(fourth.heater.on())
					.otherwise(fourth.heater.off()),
			]),
		],
		heartbeat: seconds(10),
		relay: relays,
	});
	const identities = extendIdentities(whole, undefined, () => 0x7265);
	if (typeof identities === "string") throw new Error(identities);
	return compile(whole, identities).nodes;
}

/** Only neighbours in the row hear each other. */
function deafness(): TimedFault[] {
	return row.flatMap((from, a) =>
		row.flatMap((to, b): TimedFault[] =>
			Math.abs(a - b) === 1 || a === b
				? []
				: [{ at: 1, fault: { fault: "link strength", board: from, of: to, value: -120 } }],
		),
	);
}

const offset = (second: number, value: number): TimedFault => ({
	at: second * 1e6,
	fault: { fault: "chip", board: "first", device: "probe", field: "offset", value },
});

async function run(relays: boolean): Promise<readonly TraceRecord[]> {
	const records: TraceRecord[] = [];
	const session = await openSession({
		definitions: definitions(relays),
		seed: 3,
		speed: "max",
		until: 120e6,
		mqtt: "off",
		faults: [...deafness(), offset(60, 20), offset(80, -20)],
	});
	session.on((record) => records.push(record));
	await session.run();
	assert.equal(
		records.find(({ kind }) => kind === "crash"),
		undefined,
	);
	return records;
}

const acts = (records: readonly TraceRecord[], path: string, from: number): readonly number[] =>
	records.flatMap((record) =>
		record.kind === "actuation" && record.board === "fourth" && record.path === path && record.t > from * 1e6
			? [record.value]
			: [],
	);

test("readings and requests cross three hops, sealed end to end, and within a second", async () => {
	const records = await run(true);
	const received = records.filter((record) => record.kind === "received" && record.board === "fourth");
	assert.ok(received.length >= 8, `${received.length} readings`);
	assert.deepEqual(acts(records, "lamp/on", 59), [1, 0]);
	assert.deepEqual(acts(records, "heater/on", 79), [1]);
	const asked = records.find((record) => record.kind === "asked" && record.t > 60e6);
	const done = records.find((record) => record.kind === "actuation" && record.path === "lamp/on" && record.t > 60e6);
	assert.ok(asked !== undefined && done !== undefined && done.t - asked.t < 1e6, `${asked?.t} … ${done?.t}`);
});

test("without relaying the far board hears nothing", async () => {
	const records = await run(false);
	assert.equal(records.filter((record) => record.kind === "received" && record.board === "fourth").length, 0);
	assert.deepEqual(acts(records, "lamp/on", 59), []);
});
