import assert from "node:assert/strict";
import { test } from "node:test";
import {
	type Answer,
	answerMilliseconds,
	answerSeconds,
	answers,
	checkAnswer,
	heldMs,
	nonceOf,
	serverErrorMs,
	sntpLength,
	writeRequest,
} from "kith/time/sntp-packet";
import { fromHex, toHex } from "../../support/hex";
import { type SntpFields, sntpAnswer } from "../../support/sntp-server";

const nonce = "0102030405060708";

function request(): Uint8Array {
	const packet = new Uint8Array(sntpLength).fill(0xff);
	nonceOf(packet).set(fromHex(nonce));
	writeRequest(packet);
	return packet;
}

function verdict(fields: SntpFields, from = nonce): Answer {
	const bytes = fromHex(sntpAnswer(from, fields));
	return checkAnswer(bytes, bytes.length, request());
}

test("a request has these bytes: version 4, client, a nonce, and nothing about the board", () => {
	assert.equal(toHex(request()), `23${"00".repeat(39)}${nonce}`);
});

test("an answer has these bytes", () => {
	const bytes = fromHex(`
		24 02 06 ec                  # no leap second, version 4, server; stratum 2; poll, precision
		00000290 00000148 c0a80101   # root delay 10 ms, root dispersion 5 ms, reference
		eeb14c00 00000000            # when its clock was set
		0102030405060708             # the request's nonce
		eeb14c40 80000000            # received 12:00:00.5
		eeb14c40 90000000            # sent 62.5 ms later
	`);
	assert.equal(checkAnswer(bytes, bytes.length, request()), answers.good);
	assert.equal(answerSeconds(bytes), 1_795_608_000);
	assert.equal(answerMilliseconds(bytes), 562);
	assert.equal(heldMs(bytes, 100), 62);
	assert.equal(serverErrorMs(bytes), 11, "half of 10 ms, and 5 ms, both a little more");
});

test("versions 3 and 4 with every leap indicator but the alarm and the strata 1 to 15 are good", () => {
	for (const head of ["24", "64", "a4", "1c"]) assert.equal(verdict({ head }), answers.good);
	for (const stratum of ["01", "0f"]) assert.equal(verdict({ stratum }), answers.good);
});

test("what is no server's answer is malformed", () => {
	for (const head of ["23", "25", "26", "20", "14", "2c", "3c", "04"])
		assert.equal(verdict({ head }), answers.malformed);
	const whole = fromHex(sntpAnswer(nonce));
	for (let length = 0; length < sntpLength; length++)
		assert.equal(checkAnswer(whole, length, request()), answers.malformed);
});

test("an answer to something else is strange, whichever byte of the nonce differs, also as a kiss", () => {
	for (let index = 0; index < 8; index++) {
		const other = fromHex(nonce);
		other[index] = (other[index] as number) ^ 0x80;
		assert.equal(verdict({}, toHex(other)), answers.strange);
		assert.equal(verdict({ stratum: "00", reference: "44454e59" }, toHex(other)), answers.strange);
	}
});

test("a server that does not know the time is not believed", () => {
	assert.equal(verdict({ head: "e4" }), answers.unset);
	for (const stratum of ["10", "ff"]) assert.equal(verdict({ stratum }), answers.unset);
	assert.equal(verdict({ transmit: "00000000 00000000" }), answers.unset);
	assert.equal(verdict({ rootDispersion: "00100000" }), answers.unset, "16 s");
	assert.equal(verdict({ rootDelay: "ffffffff" }), answers.unset);
	assert.equal(verdict({ rootDispersion: "000f0000" }), answers.good, "15 s");
});

test("kisses are told apart", () => {
	const kiss = (reference: string) => verdict({ stratum: "00", reference, head: "e4" });
	assert.equal(kiss("52415445"), answers.slower);
	assert.equal(kiss("44454e59"), answers.stop);
	assert.equal(kiss("52535452"), answers.stop);
	assert.equal(kiss("494e4954"), answers.kiss);
});

test("seconds go on when NTP's era ends in 2036, and beyond 2038", () => {
	const seconds = (transmit: string) => answerSeconds(fromHex(sntpAnswer(nonce, { transmit })));
	assert.equal(seconds("ffffffff 00000000"), 2_085_978_495);
	assert.equal(seconds("00000000 00000001"), 2_085_978_496);
	assert.equal(seconds("03c9a180 00000000"), 2_085_978_496 + 0x03c9a180);
	assert.equal(seconds("7fffffff 00000000"), 4_233_462_143);
	assert.equal(seconds("83aa7e80 00000000"), 0, "1970");
});

test("how long the server had the request counts only where it is possible", () => {
	const held = (receive: string, transmit: string, limit: number) =>
		heldMs(fromHex(sntpAnswer(nonce, { receive, transmit })), limit);
	assert.equal(held("eeb14c40 c0000000", "eeb14c41 40000000", 500), 500);
	assert.equal(held("eeb14c40 c0000000", "eeb14c41 40000000", 499), 0);
	assert.equal(held("eeb14c41 00000000", "eeb14c40 00000000", 500), 0);
	assert.equal(held("ffffffff ff000000", "00000000 00000000", 500), 4, "over the end of the era");
	assert.equal(held("00000000 00000000", "80000000 00000000", 0x7fff_ffff), 0);
});
