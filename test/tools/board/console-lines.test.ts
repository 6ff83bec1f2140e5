import assert from "node:assert/strict";
import { test } from "node:test";
import { ConsoleLines, LineTranslator } from "../../../tools/board/console-lines";
import { loadInstallation } from "../../../tools/installation/load";

async function linesOf(node: string): Promise<ConsoleLines> {
	const { definitions } = await loadInstallation("examples/house");
	const all = [...definitions.values()].map(({ definition }) => definition);
	const own = definitions.get(node)?.definition ?? assert.fail("no such node");
	return new ConsoleLines(all, own);
}

test("numbers on the console get the names of the installation", async () => {
	const lines = await linesOf("kitchen");
	const { definitions } = await loadInstallation("examples/house");
	const outdoors = definitions.get("outdoors")?.definition ?? assert.fail("no outdoors");
	const cases: [string, RegExp][] = [
		["kith reading 0 2731", /^kitchen: climate\/temperature is 27\.3 °C$/],
		["kith reading 2 1", /^kitchen: motion\/motion is yes$/],
		["kith sent 0 2731 17", /^kitchen: tells its peers: climate\/temperature is 27\.3 °C$/],
		[
			"kith actuation 3 1 0 0 0 0 0:2731:1200 2:1:125000",
			/^kitchen: cooler on: .+ \(temperature 27\.3 °C, motion 2 min ago\)$/,
		],
		["kith actuation 3 0 1 -1 4 1", /^kitchen: cooler off: asked by .+, against 1 other rule$/],
		["kith actuation 3 0 2 -1 0 0", /^kitchen: cooler off: since boot$/],
		["kith fault 0 0", /^kitchen: sensor does not answer: climate$/],
		[`kith fault 7 ${outdoors.address}`, /^kitchen: request unanswered: outdoors$/],
		["kith fault 9 -1", /^kitchen: broker closed$/],
	];
	for (const [line, words] of cases) assert.match(lines.words(line), words);
});

test("what was heard is named by who said it", async () => {
	const lines = await linesOf("hall");
	const { definitions } = await loadInstallation("examples/house");
	const hall = definitions.get("hall")?.definition ?? assert.fail("no hall");
	const outdoors = definitions.get("outdoors")?.definition ?? assert.fail("no outdoors");
	const input = hall.inputs.findIndex(({ address }) => address === outdoors.address);
	const own = hall.devices.flatMap(({ resourceIds }) => resourceIds).length;
	const line = `kith received ${own + input} 3010 ${outdoors.address} 5`;
	assert.match(lines.words(line), /^hall: hears from outdoors: light\/illuminance is \d+ lx$/);
});

test("what a rule asks a peer for is named too", async () => {
	const lines = await linesOf("hall");
	const { definitions } = await loadInstallation("examples/house");
	const livingRoom = definitions.get("livingRoom")?.definition ?? assert.fail("no living room");
	const lamp = livingRoom.devices.find(({ name }) => name === "lamp") ?? assert.fail("no lamp");
	const line = `kith asked ${livingRoom.address} ${lamp.resourceIds[0]} 10 1`;
	assert.match(lines.words(line), /^hall: asks livingRoom for lamp\/level 10 %: show the way$/);
});

test("everything else stays as it is: other lines, unknown kinds, slots and numbers that are none", async () => {
	const lines = await linesOf("kitchen");
	for (const line of [
		"",
		"I (312) wifi: started",
		"kith boot node 1 channel 6",
		"kith network up",
		"kith reading 200 1",
		"kith reading x 1",
		"kith actuation 3 1 9 0 0 0",
		"kith asked 999 1 1 0",
		"kithreading 0 1",
	])
		assert.equal(lines.words(line), line);
});

test("lines are put together from pieces, the last one without an end as well", async () => {
	const translator = new LineTranslator((line) => `<${line}>`);
	const pieces: string[] = [];
	translator.on("data", (piece: Buffer) => pieces.push(piece.toString()));
	const bytes = Buffer.from("one\ntwö\nthr");
	// In the middle of the ö.
	translator.write(bytes.subarray(0, 7));
	translator.write(bytes.subarray(7));
	translator.end();
	await new Promise((resolve) => translator.on("end", resolve));
	assert.equal(pieces.join(""), "<one>\n<twö>\n<thr>");
});
