/** Who is there, on whole boards: each stated time of docs/presence.md, with and without relaying. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { installation, node, rule, rules, seconds } from "kith/define";
import { type CompiledNode, compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { esp32c3DevKitM, ntc, relay } from "kith/devices";
import { goneTicks, lateTicks, ticksPerHeartbeat } from "kith/node/presence";
import type { Fault, TimedFault } from "kith/simulator/session/faults";
import { openSession } from "kith/simulator/session/open-session";

const heartbeat = 10;
const tick = heartbeat / ticksPerHeartbeat;
const late = lateTicks * tick;
const gone = goneTicks * tick;

/** "near" and "far" have a probe each that "hub" looks at; in a row where far is out of hub's reach. */
function definitions(relays: boolean): ReadonlyMap<string, CompiledNode> {
	const probe = ntc({ pin: 3, every: seconds(2), beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 });
	const hub = node("hub", { board: esp32c3DevKitM, devices: { fan: relay({ pin: 5 }) } });
	const near = node("near", { board: esp32c3DevKitM, devices: { probe } });
	const far = node("far", { board: esp32c3DevKitM, devices: { probe } });
	const whole = installation("row", {
		nodes: [hub, near, far],
		rules: [
			rules(hub, [
				rule("cool near")
					.when(near.probe.above(60, { hysteresis: 1 }))
					.then(hub.fan.on()),
				rule("cool far")
					.when(far.probe.above(60, { hysteresis: 1 }))
					.then(hub.fan.on()),
			]),
		],
		heartbeat: seconds(heartbeat),
		relay: relays,
	});
	const identities = extendIdentities(whole, undefined, () => 0x7072);
	if (typeof identities === "string") throw new Error(identities);
	return compile(whole, identities).nodes;
}

const at = (second: number, fault: Fault): TimedFault => ({ at: Math.max(1, second * 1e6), fault });

/** What hub finds of its peers, "peer presence", with the second. */
async function run(
	relays: boolean,
	until: number,
	faults: readonly TimedFault[],
): Promise<{ readonly second: number; readonly words: string }[]> {
	const heard: { second: number; words: string }[] = [];
	const session = await openSession({
		definitions: definitions(relays),
		seed: 5,
		speed: "max",
		until: until * 1e6,
		mqtt: "off",
		faults,
	});
	session.on((record) => {
		assert.notEqual(record.kind, "crash");
		if (record.kind === "presence" && record.board === "hub")
			heard.push({ second: record.t / 1e6, words: `${record.peer} ${record.presence}` });
	});
	await session.run();
	return heard;
}

function within(
	found: { readonly second: number; readonly words: string } | undefined,
	words: string,
	from: number,
	to: number,
) {
	assert.equal(found?.words, words);
	const second = found?.second ?? -1;
	assert.ok(second >= from && second <= to, `${words} at ${second}, not between ${from} and ${to}`);
}

test("a board that is switched off is late and gone in time, and alive again soon after it is back", async () => {
	const heard = await run(false, 150, [
		at(60, { fault: "power off", board: "near" }),
		at(120, { fault: "power on", board: "near" }),
	]);
	assert.equal(heard.length, 3, JSON.stringify(heard));
	// The last frame was up to a heartbeat and its spread before.
	within(heard[0], "near late", 60 + late - 1.25 * heartbeat, 60 + late + tick);
	within(heard[1], "near gone", 60 + gone - 1.25 * heartbeat, 60 + gone + tick);
	within(heard[2], "near alive", 120, 120 + heartbeat + tick);
});

test("a board that never came is gone once, and alive when it joins", async () => {
	const heard = await run(false, 100, [
		// With this seed near has power after 0.7 s and hub after 1.6 s.
		at(1, { fault: "power off", board: "near" }),
		at(70, { fault: "power on", board: "near" }),
	]);
	assert.equal(heard.length, 2, JSON.stringify(heard));
	within(heard[0], "near gone", gone, gone + 1.7 + 2 * tick);
	within(heard[1], "near alive", 70, 70 + heartbeat + tick);
});

test("over a relay: carried out of everybody's reach a board is gone, carried to another neighbour it stays alive", async () => {
	const apart = (board: string, of: string, value: number): Fault => ({ fault: "link strength", board, of, value });
	const heard = await run(true, 200, [
		at(0, apart("hub", "far", -120)),
		at(0, apart("far", "hub", -120)),
		// Moves: now hub hears it, and the relay does not.
		at(60, apart("near", "far", -120)),
		at(60, apart("far", "near", -120)),
		at(60, apart("hub", "far", -50)),
		at(60, apart("far", "hub", -50)),
		// And away from both.
		at(120, apart("hub", "far", -120)),
		at(120, apart("far", "hub", -120)),
	]);
	assert.equal(heard.length, 2, JSON.stringify(heard));
	within(heard[0], "far late", 120 + late - 1.25 * heartbeat, 120 + late + tick);
	within(heard[1], "far gone", 120 + gone - 1.25 * heartbeat, 120 + gone + tick);
});
