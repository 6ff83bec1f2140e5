import assert from "node:assert/strict";
import { test } from "node:test";
import { oscoreFaultName, oscoreFaults, refusalCode } from "kith/oscore/faults";
import { outerOptionsLimit } from "kith/oscore/limits";
import { protectionOverhead } from "kith/oscore/message-protector";
import { RequestBinding } from "kith/oscore/request-binding";
import { fromHex, toHex } from "../../support/hex";
import { OscoreStand, oscorePair } from "../../support/oscore-stand";
import { ReferenceCrypto } from "../../support/reference-crypto";

const crypto = (): ReferenceCrypto => new ReferenceCrypto();
/** Confirmable GET of "tv1", no token. */
const get = "40011234b3747631";
/** Its answer: 2.05 "Hello". */
const content = "60451234ff48656c6c6f";

/** An OSCORE message's outer part, up to its payload marker, and the length of its ciphertext. */
function outer(sealed: string): string {
	const marker = sealed.indexOf("ff", 8);
	return `${sealed.slice(0, marker)} ${(sealed.length - marker - 2) / 2}`;
}

test("a request crosses, and so does its answer, under the same nonce", () => {
	const { client, server, toServer, toClient } = oscorePair(crypto);
	const asked = new RequestBinding();
	const heard = new RequestBinding();
	const sealed = client.protectRequest(toServer, get, asked);
	assert.equal(outer(sealed), "4002123493090001 13");
	assert.equal(server.unprotectRequest(sealed, heard), get);
	assert.equal(server.verifier.row, toClient);
	const answer = server.protectResponse(toClient, content, heard);
	assert.equal(outer(answer), "6044123490 15");
	assert.equal(client.unprotectResponse(answer, asked), content);
});

test("every outer option stays outside, every other one goes inside, and both come out in their order", () => {
	const { client, server, toServer } = oscorePair(crypto);
	const messages = [
		// Uri-Host "h", Uri-Path "a", "b"
		"40010001316881610162",
		// If-Match aa, Uri-Host "h", ETag bb, Uri-Port 1, Uri-Path "p", payload
		"4003000111aa216811bb31014170ff99",
		// Uri-Path "x", Accept, Proxy-Scheme "coap", Size1, payload
		"40010002b178613cd409636f6170d10804ff00",
		// Uri-Host, Uri-Port, Uri-Path, No-Response 26, token of 8 bytes
		"480200030102030405060708316841014170d1ea1a",
		// Block2, Block1, Request-Tag: all inside
		"40010004d10a06413ad1fc77ff0011",
	];
	for (const plain of messages) {
		const sealed = client.protectRequest(toServer, plain);
		assert.notEqual(sealed, plain);
		assert.equal(server.unprotectRequest(sealed), plain, plain);
	}
	const [first, second] = messages as [string, string];
	assert.equal(outer(client.protectRequest(toServer, first)), "40020001316863090501 13");
	assert.equal(outer(client.protectRequest(toServer, second)), "400200013168410123090601 17");
});

test("outer options that are not class U count for nothing", () => {
	const { client, server, toServer } = oscorePair(crypto);
	const sealed = client.protectRequest(toServer, get);
	// ETag in front of the OSCORE option, Uri-Path "evil" behind it.
	const dressed = sealed.replace("9309", "41ee5309").replace(/^(.{20})/, "$1246576696c");
	assert.equal(dressed.slice(0, 32), "4002123441ee53090001246576696cff");
	assert.equal(server.unprotectRequest(dressed), get);
});

test("an outer option that a proxy added comes out with the rest", () => {
	const { client, server, toServer } = oscorePair(crypto);
	const sealed = client.protectRequest(toServer, `${get}ff2a`);
	const proxied = sealed.replace("9309", "31686309");
	assert.equal(server.unprotectRequest(proxied), "40011234" + "3168" + "83747631" + "ff2a");
});

test("options outside are limited, in both directions", () => {
	const { client, server, toServer } = oscorePair(crypto);
	const host = (length: number): string => `3d${(0x100 | (length - 13)).toString(16).slice(1)}${"61".repeat(length)}`;
	const long = `40010001${host(outerOptionsLimit)}8161`;
	assert.equal(client.protectRequest(toServer, long), "outerOptionsTooLong");
	const fits = `40010001${host(80)}8161`;
	assert.equal(server.unprotectRequest(client.protectRequest(toServer, fits)), fits);
	const sealed = client.protectRequest(toServer, get);
	assert.equal(
		server.unprotectRequest(sealed.replace("9309", `${host(outerOptionsLimit)}6309`)),
		"outerOptionsTooLong",
	);
});

test("what is no message, or cannot be protected, is said so", () => {
	const { client, toServer } = oscorePair(crypto);
	const fault = (plain: string): string => client.protectRequest(toServer, plain);
	assert.equal(fault("400100"), "malformed");
	assert.equal(fault("48010001"), "malformed");
	assert.equal(fault("40010001b5"), "malformed");
	assert.equal(fault("40010001ff"), "malformed");
	assert.equal(fault("40000001"), "malformed");
	assert.equal(fault("40450001"), "malformed");
	assert.equal(fault("4001000190"), "unprotectable");
	assert.equal(fault("40010001d11661"), "unprotectable");
	assert.equal(client.protectRequest(5, get), "noKey");
});

test("a message needs room for its protection, and never writes beyond", () => {
	const { client, toServer } = oscorePair(crypto);
	const plain = fromHex(`${get}ff${"77".repeat(20)}`);
	let shortest = 0;
	for (let extra = 0; extra <= protectionOverhead; extra++) {
		const buffer = new Uint8Array(plain.length + extra + 1).fill(0xee);
		buffer.set(plain);
		const end = plain.length + extra;
		const length = client.protector.protectRequest(toServer, buffer, 0, plain.length, end, true, new RequestBinding());
		assert.equal(buffer[end], 0xee);
		if (length === oscoreFaults.noRoom) continue;
		assert.ok(length > 0 && length <= end, `${length}`);
		shortest = shortest === 0 ? extra : shortest;
	}
	// Option of 1 + 8 bytes, two markers less one, code, tag.
	assert.equal(shortest, 9 + 1 + 1 + 8);
});

test("a response answers a request, and a request is none", () => {
	const { client, server, toServer, toClient } = oscorePair(crypto);
	const heard = new RequestBinding();
	assert.equal(server.protectResponse(toClient, content, heard), "noKey");
	server.unprotectRequest(client.protectRequest(toServer, get), heard);
	assert.equal(server.protectResponse(toClient, get, heard), "malformed");
});

test("a replay is refused before and after a reboot of nobody, as often as it comes", () => {
	const { client, server, toServer } = oscorePair(crypto);
	const sealed = [0, 1, 2].map(() => client.protectRequest(toServer, get));
	for (const message of sealed) assert.equal(server.unprotectRequest(message), get);
	for (const message of [...sealed, ...sealed]) assert.equal(server.unprotectRequest(message), "replayed");
});

test("a message that is not authentic does not use up its number", () => {
	const { client, server, toServer } = oscorePair(crypto);
	const sealed = client.protectRequest(toServer, get);
	const forged = `${sealed.slice(0, -2)}${sealed.endsWith("00") ? "01" : "00"}`;
	assert.equal(server.unprotectRequest(forged), "notAuthentic");
	assert.equal(server.unprotectRequest(sealed), get);
});

test("each refusal has its reason", () => {
	const { client, server, toServer } = oscorePair(crypto);
	const sealed = client.protectRequest(toServer, get);
	const text = sealed.slice(sealed.indexOf("ff", 8));
	const reason = (message: string): string => server.unprotectRequest(message);
	assert.equal(reason(""), "malformed");
	assert.equal(reason("400212"), "malformed");
	assert.equal(reason(`4902123493090001${text}`), "malformed");
	assert.equal(reason("40021234"), "malformed");
	assert.equal(reason("4002123493090001"), "malformed");
	assert.equal(reason("4002123493090001ff"), "malformed");
	assert.equal(reason("40021234f3"), "malformed");
	assert.equal(reason(get), "unprotected");
	assert.equal(reason(`40021234b3747631${text}`), "unprotected");
	assert.equal(reason(`400212349100${text}`), "badOption");
	assert.equal(reason(`4002123490${text}`), "badOption");
	assert.equal(reason(`40021234920100${text}`), "badOption");
	assert.equal(reason(`40021234920801${text}`), "badOption");
	assert.equal(reason(`400212349309000103090001${text}`), "badOption");
	assert.equal(reason(`4002123493090003${text}`), "unknownContext");
	assert.equal(reason(`40021234981900040a0b0c0e01${text}`), "unknownContext");
	assert.equal(reason("4002123493090001ff1122"), "notAuthentic");
	assert.equal(reason(sealed), get);
	assert.equal(reason(sealed), "replayed");
});

test("a verified text that is no request, or no response, is refused", () => {
	const { client, server, toServer, toClient } = oscorePair(crypto);
	const asked = new RequestBinding();
	const heard = new RequestBinding();
	server.unprotectRequest(client.protectRequest(toServer, get, asked), heard);
	// A peer with a bug seals whatever it likes.
	const sealText = (text: string): string => {
		const number = client.cose.takeNumber(toServer);
		const buffer = new Uint8Array(32);
		buffer.set(fromHex(text));
		const length = client.cose.sealRequest(toServer, buffer, 0, text.length / 2);
		return `400212349309${(0x100 | number).toString(16).slice(1)}01ff${toHex(buffer, length)}`;
	};
	for (const text of ["", "00", "45", "20", "e1"])
		assert.equal(server.unprotectRequest(sealText(text)), "badPlaintext", text);
	assert.equal(server.unprotectRequest(sealText("01")), "40011234");
	const buffer = new Uint8Array(32);
	buffer[0] = 0x01;
	assert.ok(server.cose.takeNonce(toClient, heard));
	const length = server.cose.sealResponse(toClient, heard.partialIv, buffer, 0, 1);
	assert.equal(client.unprotectResponse(`6044123490ff${toHex(buffer, length)}`, asked), "badPlaintext");
});

test("merging outer options into what is no list of options is refused", () => {
	const { client, server, toServer } = oscorePair(crypto);
	const number = client.cose.takeNumber(toServer);
	const buffer = new Uint8Array(32);
	buffer.set(fromHex("01b5"));
	const length = client.cose.sealRequest(toServer, buffer, 0, 2);
	assert.equal(number, 0);
	assert.equal(server.unprotectRequest(`40021234316863090001ff${toHex(buffer, length)}`), "badPlaintext");
});

test("a sender at its limit falls silent", () => {
	const client = new OscoreStand(crypto(), 1, 1);
	const row = client.add({ senderId: "01", recipientId: "02" });
	assert.deepEqual(
		[0, 1, 2, 3].map(() => client.protectRequest(row, get).length > 20),
		[true, true, false, false],
	);
	assert.equal(client.protectRequest(row, get), "sequenceExhausted");
});

test("nothing is sealed without a number taken for it", () => {
	const { client, toServer } = oscorePair(crypto);
	const buffer = new Uint8Array(32);
	assert.throws(() => client.cose.sealRequest(toServer, buffer, 0, 4), /no number/);
	client.cose.takeNumber(toServer);
	assert.equal(client.cose.sealRequest(toServer, buffer, 0, 4), 12);
	assert.throws(() => client.cose.sealRequest(toServer, buffer, 0, 4), /no number/);
	// Nor with one that was taken for the context that had this row before.
	client.cose.takeNumber(toServer);
	client.contexts.remove(toServer);
	assert.equal(client.add({ senderId: "01", recipientId: "02", idContext: "55" }), toServer);
	assert.throws(() => client.cose.sealRequest(toServer, buffer, 0, 4), /no number/);
});

test("the nonce of a request seals one response, and no request", () => {
	const { client, server, toServer, toClient } = oscorePair(crypto);
	const heard = new RequestBinding();
	const buffer = new Uint8Array(32);
	server.unprotectRequest(client.protectRequest(toServer, get), heard);
	assert.ok(server.cose.takeNonce(toClient, heard));
	assert.throws(() => server.cose.sealRequest(toClient, buffer, 0, 4), /for its response/);
	assert.equal(server.cose.sealResponse(toClient, heard.partialIv, buffer, 0, 4), 12);
	assert.throws(() => server.cose.sealResponse(toClient, heard.partialIv, buffer, 0, 4), /no number/);
	assert.equal(server.cose.takeNonce(toClient, heard), false);
});

test("texts too long for the platform are refused, not thrown", () => {
	class Small extends ReferenceCrypto {
		override readonly textLimit: number = 20;
	}
	const { client, server, toServer } = oscorePair(() => new Small());
	const message = (payload: number): string => `${get}ff${"55".repeat(payload)}`;
	assert.equal(client.protectRequest(toServer, message(15)), "noRoom");
	const longest = client.protectRequest(toServer, message(14));
	assert.equal(server.unprotectRequest(`${longest}00`), "malformed");
	assert.equal(server.unprotectRequest(longest), message(14));
});

test("refusals answer with the codes of RFC 8613 section 8.2, and with nothing else", () => {
	const answers = Object.entries(oscoreFaults).map(([name, fault]) => `${name} ${refusalCode(fault).toString(16)}`);
	assert.deepEqual(answers.filter((answer) => !answer.endsWith(" 0")).sort(), [
		"badOption 82",
		"badPlaintext 80",
		"malformed 82",
		"notAuthentic 80",
		"replayed 81",
		"unknownContext 81",
	]);
	assert.equal(oscoreFaultName(oscoreFaults.replayed), "replayed");
	assert.equal(oscoreFaultName(0), "none");
});

test("protected messages are told from plain ones", () => {
	const { client, toServer } = oscorePair(crypto);
	const isProtected = (hex: string): boolean => {
		const bytes = fromHex(hex);
		return client.verifier.isProtected(bytes, 0, bytes.length);
	};
	assert.equal(isProtected(client.protectRequest(toServer, get)), true);
	assert.equal(isProtected(client.protectRequest(toServer, "4001000131688161")), true);
	for (const plain of [get, content, "40010001", "4001", "", "4001000131688161", "40010001f0"])
		assert.equal(isProtected(plain), false, plain);
});
