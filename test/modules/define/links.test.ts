import assert from "node:assert/strict";
import { test } from "node:test";
import { ble, DefinitionError, espNow, installation, node } from "kith/define";
import { compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { linkBits } from "kith/definition/definition";
import { encodeDefinition } from "kith/definition/encode";
import { parseDefinition } from "kith/definition/parse";
import { esp32c3DevKitM, esp32h2DevKitM } from "kith/devices/index";

function refused(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		if (error instanceof DefinitionError) return error.message;
		throw error;
	}
	return assert.fail("nothing was refused") as never;
}

test("a board speaks ESP-NOW unless it has no Wi-Fi or says otherwise, and its definition carries that", () => {
	const plain = node("plain", { board: esp32c3DevKitM });
	const bridge = node("bridge", { board: esp32c3DevKitM, links: [espNow(), ble()] });
	const shed = node("shed", { board: esp32h2DevKitM });
	const house = installation("house", { nodes: [plain, bridge, shed] });
	const identities = extendIdentities(house, undefined, () => 1);
	if (typeof identities === "string") return assert.fail(identities);
	const { nodes } = compile(house, identities);
	const links = ["plain", "bridge", "shed"].map((name) => nodes.get(name)?.definition.links);
	assert.deepEqual(links, [undefined, linkBits.espNow | linkBits.ble, linkBits.ble]);
	for (const { bytes, definition } of nodes.values()) {
		const parsed = parseDefinition(bytes);
		if ("fault" in parsed) assert.fail(parsed.fault);
		else assert.deepEqual([parsed.channel, parsed.links], [6, definition.links]);
	}
});

test("ESP-NOW on a chip without Wi-Fi is refused in a sentence", () => {
	assert.equal(
		refused(() => node("shed", { board: esp32h2DevKitM, links: [espNow(), ble()] })),
		"shed: the esp32h2-devkitm has no Wi-Fi and therefore no ESP-NOW; write links: [ble()], or take another board",
	);
	assert.match(
		refused(() => node("shed", { board: esp32h2DevKitM, links: [] })),
		/shed has no links/,
	);
	assert.match(
		refused(() => node("shed", { board: esp32h2DevKitM, links: [ble(), ble()] })),
		/names Bluetooth twice/,
	);
});

test("a gateway needs Wi-Fi, and boards of both kinds need one that speaks both", () => {
	const plain = node("plain", { board: esp32c3DevKitM });
	const shed = node("shed", { board: esp32h2DevKitM });
	assert.match(
		refused(() => installation("house", { nodes: [shed], gateways: [shed] })),
		/its gateway shed is an esp32h2-devkitm, which has no Wi-Fi/,
	);
	assert.match(
		refused(() => installation("house", { nodes: [plain, shed] })),
		/shed speaks Bluetooth only and no board speaks both; give one near it links: \[espNow\(\), ble\(\)\]/,
	);
	assert.ok(installation("sheds", { nodes: [shed] }));
});

test("channel and links share a number that damaged bytes do not slip through", () => {
	const shed = node("shed", { board: esp32h2DevKitM });
	const house = installation("house", { nodes: [shed], channel: 13 });
	const identities = extendIdentities(house, undefined, () => 1);
	if (typeof identities === "string") return assert.fail(identities);
	const compiled = compile(house, identities).nodes.get("shed");
	if (compiled === undefined) return assert.fail("no shed");
	const fault = (channel: number, links: number): string => {
		const parsed = parseDefinition(encodeDefinition({ ...compiled.definition, channel, links }));
		return "fault" in parsed ? parsed.fault : "";
	};
	assert.equal(fault(13, linkBits.ble), "");
	assert.match(fault(0, linkBits.ble), /channel is not a whole number from 1 to 13/);
	assert.match(fault(14, linkBits.ble), /channel is not a whole number from 1 to 13/);
	assert.match(fault(6, linkBits.espNow), /links 1 are written as none/);
	assert.match(fault(6, 4), /channel and links/);
});
