/**
 * A gateway of an ESP32-C3 that knows as much as a definition can hold: the budget of the design is three quarters of
 * the heap, everything included. The heap is the engine's, which is that of the board, so the figure repeats exactly.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { installation, node, seconds } from "kith/define";
import { type CompiledNode, compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { nodeLimits } from "kith/definition/definition";
import { esp32c3DevKitM, relay, sht4x } from "kith/devices";
import { openSession } from "kith/simulator/session/open-session";

/** Share of the heap (`heapPeak` of the summary) that a board may ever take. Measured: 0.70. */
const budget = 0.75;

/** Three properties each, under names so long that the gateway's definition is as long as one may be. */
function fullInstallation(): ReadonlyMap<string, CompiledNode> {
	const members = Array.from({ length: nodeLimits.peers }, (_, index) =>
		node(`roomWithAVeryLongName${index + 10}`, {
			board: esp32c3DevKitM,
			devices: { climateByTheDoor: sht4x({ every: seconds(30) }), lampByTheDoor: relay({ pin: 5 }) },
		}),
	);
	const gateway = node("gateway", { board: esp32c3DevKitM });
	const full = installation("full", { nodes: [...members, gateway], rules: [], gateways: [gateway] });
	const identities = extendIdentities(full, undefined, () => 0x6768);
	if (typeof identities === "string") throw new Error(identities);
	const { nodes, warnings } = compile(full, identities);
	assert.deepEqual(warnings, []);
	return nodes;
}

test("a gateway with 64 peers, 192 inputs and the longest definition keeps to three quarters of its heap", async () => {
	const definitions = fullInstallation();
	const { definition, bytes } = definitions.get("gateway") as CompiledNode;
	assert.equal(definition.peers.length, nodeLimits.peers);
	assert.equal(definition.inputs.length, nodeLimits.inputs);
	assert.ok(bytes.length > 0.98 * nodeLimits.definitionBytes, `${bytes.length} bytes`);
	const session = await openSession({
		definitions,
		seed: 1,
		speed: "max",
		until: 130e6,
		mqtt: "embedded",
		mqttPort: 0,
		engine: { processes: 2 },
	});
	const summary = await session.run();
	const { reboots, heapPeak, heapAvailable } = summary.boards.gateway ?? assert.fail("no gateway");
	assert.equal(reboots, 0);
	assert.equal(heapAvailable, 94_208);
	assert.ok(
		heapPeak <= budget * heapAvailable,
		`${heapPeak} bytes, ${((100 * heapPeak) / heapAvailable).toFixed(1)} %`,
	);
	// It did its work meanwhile: everything it heard has a name, and went to the broker under it.
	assert.ok(summary.mqtt.readingsDue >= nodeLimits.inputs, `${summary.mqtt.readingsDue}`);
	assert.equal(summary.mqtt.readingsDelivered, summary.mqtt.readingsDue);
});
