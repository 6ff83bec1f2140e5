/** Boards without Wi-Fi: the Bluetooth link inside XS, over the session's virtual radio. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { linkBits } from "kith/definition/definition";
import { guest, ofKind, openBench, programs, runBench } from "./bench";

const blue = guest("blue");
const input = { address: 1, resourceId: 0, scale: 2, boolean: false };
const boards = programs({
	teller: { role: 1, links: linkBits.ble },
	asked: { role: 2, links: linkBits.ble, devices: [], inputs: [input] },
	third: { role: 3, links: linkBits.ble, devices: [], inputs: [input] },
});
const options = { definitions: boards, guest: blue, until: 60e6 };

test("frames cross between boards over Bluetooth alone, whole, and the trace shows the chunks", async () => {
	const { records, summary } = await runBench(options);
	const values = (board: string): number[] => [
		...new Set(ofKind(records, "received", board).map(({ value }) => value)),
	];
	const sent = values("asked").length;
	assert.ok(sent >= 22, `${sent} frames`);
	const everybody = values("third");
	assert.ok(everybody.length >= 10 && everybody.every((value) => value % 2 === 0), `${everybody}`);
	for (const { sequence } of ofKind(records, "received")) assert.equal(sequence, 200, "the length of a frame");
	assert.deepEqual(ofKind(records, "frame"), [], "no ESP-NOW");
	assert.ok(ofKind(records, "chunk", "asked").length >= sent);
	const connections = ofKind(records, "bluetooth");
	assert.ok(
		connections.some(({ board, event, peer }) => board === "teller" && event === "connected" && peer === "asked"),
	);
	assert.deepEqual(ofKind(records, "crash"), []);
	assert.equal((await runBench(options)).summary.traceHash, summary.traceHash);
});

test("a board that crashes is found again, one that is set apart is not heard", async () => {
	const { records } = await runBench({
		...options,
		faults: [
			{ at: 20e6, fault: { fault: "crash", board: "asked" } },
			{ at: 20e6, fault: { fault: "separate", board: "third", value: 1 } },
		],
	});
	const later = (board: string, from: number): number =>
		ofKind(records, "received", board).filter(({ t }) => t > from).length;
	assert.ok(later("asked", 30e6) > 10);
	assert.equal(later("third", 25e6), 0);
});

test("the map shows paths of Bluetooth as such", async () => {
	const session = await openBench({ ...options, until: 5e6 });
	let paths: readonly { readonly from: string; readonly to: string; readonly link: string }[] = [];
	session.on((record) => {
		if (record.kind === "end") paths = session.radioMap().paths;
	});
	await session.run();
	assert.equal(paths.length, 6);
	assert.ok(paths.every(({ link }) => link === "ble"));
});
