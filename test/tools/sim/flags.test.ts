import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFlags, parseFor, parseMqtt, parseRecording, parseSeed, parseSpeed } from "../../../tools/sim/flags";

test("flags are read as documented", () => {
	assert.equal(parseSeed("0"), 0);
	assert.equal(parseSeed("4294967295"), 0xffff_ffff);
	assert.equal(parseFor("2h"), 7200e6);
	assert.equal(parseSpeed("max"), "max");
	assert.equal(parseSpeed("0.5"), 0.5);
	assert.equal(parseSpeed("3600"), 3600);
	for (const mode of ["embedded", "off", "mqtt://localhost", "mqtt://10.0.0.1:1884"])
		assert.equal(parseMqtt(mode), mode);
	const one = parseRecording("office=a.csv");
	assert.deepEqual(
		[...parseRecording("hall=b=c.csv", one)],
		[
			["office", "a.csv"],
			["hall", "b=c.csv"],
		],
	);
});

test("wrong values are refused", () => {
	for (const seed of ["", "-1", "1.5", "4294967296", "0x1", "seven"]) assert.throws(() => parseSeed(seed), /seed/);
	for (const speed of ["", "0", "-1", "fast", "1e3", "Infinity", "MAX"]) assert.throws(() => parseSpeed(speed), /max/);
	for (const mqtt of ["", "on", "http://x", "mqtt://", "mqtt://a b", "mqtt://host/topic", "mqtt://host:99999"])
		assert.throws(() => parseMqtt(mqtt), /mqtt:\/\/host:port/, mqtt);
	for (const text of ["", "office", "office=", "=a.csv"]) assert.throws(() => parseRecording(text), /ROOM=FILE/);
	assert.throws(() => parseRecording("office=b.csv", parseRecording("office=a.csv")), /already/);
	assert.throws(() => parseFor("soon"), /duration/);
});

test("a replayed trace brings its own seed, length and broker", () => {
	checkFlags({ speed: 1, replay: "t", trace: "u", json: true });
	assert.throws(() => checkFlags({ speed: 1, replay: "t", operator: "f" }), /--replay/);
	assert.throws(() => checkFlags({ speed: 1, coap: "off", operator: "f" }), /--operator is for --coap/);
	for (const flags of [{ seed: 1 }, { for: 1e6 }, { mqtt: "off" as const }])
		assert.throws(() => checkFlags({ speed: 1, replay: "t", ...flags }), /--replay/);
});
