import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommand } from "kith/gateway/command";

const level = { boolean: false, scale: 0, minimum: 0, maximum: 100 };
const setPoint = { boolean: false, scale: 2, minimum: -500, maximum: 1200 };
const onOff = { boolean: true, scale: 0, minimum: 0, maximum: 1 };

function parse(text: string, range = onOff): unknown {
	const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
	return parseCommand(bytes, bytes.length, range);
}

test("switches understand what people and programs send", () => {
	for (const text of ["true", "on", "ON", "1", " On\n"]) assert.deepEqual(parse(text), { value: 1 }, text);
	for (const text of ["false", "off", "OFF", "0"]) assert.deepEqual(parse(text), { value: 0 }, text);
});

test("numbers are read in the resource's resolution and range", () => {
	assert.deepEqual(parse("40", level), { value: 40 });
	assert.deepEqual(parse("-4.25", setPoint), { value: -425 });
});

test("a refused command says what was expected and what came", () => {
	assert.deepEqual(parse("maybe"), { refused: 'expected true, false, on or off, got "maybe"' });
	assert.deepEqual(parse(""), { refused: "expected true, false, on or off, got nothing" });
	assert.deepEqual(parse("101", level), { refused: 'expected a whole number from 0 to 100, got "101"' });
	assert.deepEqual(parse("4.125", setPoint), {
		refused: 'expected a number with at most 2 decimals from -5 to 12, got "4.125"',
	});
	assert.deepEqual(parse(`{"on":\u0001${"x".repeat(300)}}`), {
		refused: 'expected true, false, on or off, got "{?on?:?xxxxxxxxxxxxxxxxxxxxxxxxx..."'.replaceAll("?on?", '"on"'),
	});
});
