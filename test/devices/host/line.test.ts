import assert from "node:assert/strict";
import { test } from "node:test";
import { causes, faultKinds } from "kith/core/diagnostics";
import { ConsoleDiagnostics } from "kith/devices/host/console/console-diagnostics";
import { Line, lineLimit } from "kith/devices/host/console/line";

class Lines {
	readonly texts: string[] = [];

	write(bytes: Uint8Array, length: number): void {
		let text = "";
		for (let index = 0; index < length; index++) text += String.fromCharCode(bytes[index] as number);
		this.texts.push(text);
	}
}

test("numbers are written in full, from the least to the greatest", () => {
	const lines = new Lines();
	const line = new Line(lines);
	const numbers = [0, 7, -7, 10, 99, 100, -100, 2_147_483_647, -2_147_483_648, 1_000_000, -999_999];
	for (const number of numbers) line.begin("n").number(number).end();
	assert.deepEqual(
		lines.texts,
		numbers.map((number) => `n ${number}`),
	);
});

test("what no terminal should get is written as a question mark, and a line ends at its limit", () => {
	const lines = new Lines();
	const line = new Line(lines);
	line.begin("a\u001b[2J\nb").word("Küche").end();
	line.begin("x".repeat(300)).number(1).end();
	assert.deepEqual(lines.texts, ["a?[2J?b K?che", "x".repeat(lineLimit)]);
});

test("diagnostics are lines of words and numbers", () => {
	const lines = new Lines();
	const diagnostics = new ConsoleDiagnostics(new Line(lines));
	diagnostics.reading(0, -2150);
	diagnostics.sent(0, -2150, 17);
	diagnostics.received(4, 1, 2, 70_000);
	diagnostics.asked(3, 0x1f, 1, 2);
	diagnostics.fault(faultKinds["store failed"], -1);
	diagnostics.actuation(3, 1, {
		cause: causes.rule,
		rule: 0,
		requester: 0,
		overruled: 2,
		inputCount: 2,
		inputSlots: Int32Array.of(0, 4, 9),
		inputValues: Int32Array.of(2710, 1, 9),
		inputAges: Int32Array.of(40, -1, 9),
	});
	assert.deepEqual(lines.texts, [
		"kith reading 0 -2150",
		"kith sent 0 -2150 17",
		"kith received 4 1 2 70000",
		"kith asked 3 31 1 2",
		"kith fault 8 -1",
		"kith actuation 3 1 0 0 0 2 0:2710:40 4:1:-1",
	]);
});
