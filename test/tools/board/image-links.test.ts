import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BoardComputer } from "./computer";

/** A board of each kind: with Bluetooth alone, with both, with ESP-NOW alone. */
const source = (name: string): string => `
import { ble, espNow, installation, node } from "kith/define";
import { esp32c3DevKitM, esp32h2DevKitM, relay } from "kith/devices";
const shed = node("shed", { board: esp32h2DevKitM, devices: { bulb: relay({ pin: 4 }) } });
const bridge = node("bridge", { board: esp32c3DevKitM, links: [espNow(), ble()], devices: { bulb: relay({ pin: 5 }) } });
const hub = node("hub", { board: esp32c3DevKitM, devices: { bulb: relay({ pin: 5 }) } });
export const home = installation("${name}", { nodes: [shed, bridge, hub], gateways: [hub] });
`;

test("a node is built only where its board's image has the links that it names", async (context) => {
	const computer = new BoardComputer(context);
	writeFileSync(join(computer.folder, "installation.ts"), source(computer.name));
	await computer.kith("identify", computer.folder);
	const build = (node: string, ...args: string[]) =>
		computer.kith("build", "--node", `${computer.folder}/${node}`, ...args);

	for (const node of ["shed", "hub"]) {
		const { code, stderr } = await build(node);
		assert.equal(code, 0, stderr);
	}
	assert.equal(computer.calls().length, 2);

	const refused: [string, string[], RegExp][] = [
		["bridge", [], /bridge speaks Bluetooth, which the image for esp32c3-devkitm does not have yet: leave ble\(\) out/],
		["shed", ["--board", "desktop"], /shed speaks Bluetooth, which the image for desktop does not have yet/],
	];
	for (const [node, args, sentence] of refused) {
		const { code, stderr } = await build(node, ...args);
		assert.equal(code, 2, stderr);
		assert.match(stderr, sentence);
	}
	assert.deepEqual(computer.calls(), []);
});
