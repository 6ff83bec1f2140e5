import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { oscoreFaults } from "kith/oscore/faults";
import { replayWindowLength } from "kith/oscore/replay-windows";
import { RequestBinding } from "kith/oscore/request-binding";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { fromHex, toHex } from "../../support/hex";
import { oscorePair } from "../../support/oscore-stand";
import { flipBit, plainRequests, requests, responses } from "./messages";

const crypto = (): NodeCrypto => new NodeCrypto();
const faultNames = new Set(Object.keys(oscoreFaults));
const bytes = (hex: string): number => hex.length / 2;
const headerLength = (hex: string): number => 4 + (Number.parseInt(hex.slice(0, 2), 16) & 15);

test("requests and responses of every shape come back as they were", () => {
	const { client, server, toServer, toClient } = oscorePair(crypto);
	fc.assert(
		fc.property(requests, responses, fc.boolean(), fc.boolean(), (request, response, withContext, numbered) => {
			const asked = new RequestBinding();
			const heard = new RequestBinding();
			const sealed = client.protectRequest(toServer, request, asked, withContext);
			assert.equal(server.unprotectRequest(sealed, heard), request);
			const answer = server.protectResponse(toClient, response, heard, numbered);
			assert.equal(client.unprotectResponse(answer, asked), response);
		}),
		{ numRuns: 500 },
	);
});

test("nothing of code, options and payload can be read from outside", () => {
	const { client, toServer } = oscorePair(crypto);
	fc.assert(
		fc.property(plainRequests, (request) => {
			const sealed = client.protectRequest(toServer, request);
			const rest = request.slice(2 * headerLength(request));
			if (rest.length >= 16) assert.ok(!sealed.includes(rest));
			assert.equal(sealed.slice(2, 4), "02");
		}),
	);
});

test("every flipped bit is refused, but those of the header that OSCORE leaves open", () => {
	fc.assert(
		fc.property(plainRequests, (request) => {
			const { client, server, toServer } = oscorePair(crypto);
			const sealed = client.protectRequest(toServer, request);
			const open = headerLength(sealed);
			for (let bit = 8 * open; bit < 8 * bytes(sealed); bit++) {
				const result = server.unprotectRequest(flipBit(sealed, bit));
				assert.ok(faultNames.has(result), `bit ${bit} of ${sealed}: ${result}`);
			}
			assert.equal(server.unprotectRequest(sealed), request);
		}),
		{ numRuns: 20 },
	);
});

test("every flipped bit of a response is refused, whatever nonce it has", () => {
	fc.assert(
		fc.property(responses, fc.boolean(), (response, numbered) => {
			const { client, server, toServer, toClient } = oscorePair(crypto);
			const asked = new RequestBinding();
			const heard = new RequestBinding();
			server.unprotectRequest(client.protectRequest(toServer, "40010001", asked), heard);
			const sealed = server.protectResponse(toClient, response, heard, numbered);
			const textAt = bytes(sealed) - 8 - 1;
			for (let bit = 8 * textAt; bit < 8 * bytes(sealed); bit++)
				assert.equal(client.unprotectResponse(flipBit(sealed, bit), asked), "notAuthentic");
			assert.equal(client.unprotectResponse(sealed, asked), response);
		}),
		{ numRuns: 50 },
	);
});

test("every truncation and every extension is refused", () => {
	fc.assert(
		fc.property(requests, fc.uint8Array({ minLength: 1, maxLength: 9 }), (request, tail) => {
			const { client, server, toServer } = oscorePair(crypto);
			const sealed = client.protectRequest(toServer, request);
			for (let length = 0; length < bytes(sealed); length++) {
				const result = server.unprotectRequest(sealed.slice(0, 2 * length));
				assert.ok(faultNames.has(result), `${length} bytes of ${sealed}: ${result}`);
			}
			assert.equal(server.unprotectRequest(sealed + toHex(tail)), "notAuthentic");
			assert.equal(server.unprotectRequest(sealed), request);
		}),
		{ numRuns: 30 },
	);
});

test("each number is accepted once, in any order inside the window, and no replay ever is", () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 79 }), { minLength: 1, maxLength: 200 }), (order) => {
			const { client, server, toServer } = oscorePair(crypto);
			const sealed = Array.from({ length: 80 }, () => client.protectRequest(toServer, "40010001b161"));
			const accepted = new Set<number>();
			let highest = -1;
			for (const number of order) {
				const result = server.unprotectRequest(sealed[number] as string);
				const fresh = !accepted.has(number) && number > highest - replayWindowLength;
				assert.equal(result, fresh ? "40010001b161" : "replayed", `${number} after ${highest}`);
				if (!fresh) continue;
				accepted.add(number);
				highest = Math.max(highest, number);
			}
		}),
		{ numRuns: 100 },
	);
});

test("whatever comes from the air is a fault, never a throw, and changes nothing", () => {
	const { client, server, toServer, toClient } = oscorePair(crypto);
	const asked = new RequestBinding();
	client.protectRequest(toServer, "40010001", asked);
	const window = (): string =>
		`${server.contexts.windows.highest(toClient)} ${server.contexts.windows.bitmap(toClient)}`;
	const before = window();
	const random = fc.oneof(
		fc.uint8Array({ maxLength: 60 }).map((noise) => toHex(noise)),
		// Right up to the ciphertext, with options in front and behind.
		fc
			.tuple(fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ maxLength: 40 }))
			.map(([value, options, text]) => {
				const length = value.length.toString(16);
				return `400212349${length}${toHex(value)}${toHex(options)}ff${toHex(text)}`;
			}),
		fc.uint8Array({ maxLength: 40 }).map((text) => `4002123493090001ff${toHex(text)}`),
	);
	fc.assert(
		fc.property(random, (hex) => {
			assert.ok(faultNames.has(server.unprotectRequest(hex)), hex);
			assert.ok(faultNames.has(client.unprotectResponse(hex, asked)), hex);
		}),
		{ numRuns: 3000 },
	);
	assert.equal(window(), before);
});

test("plain messages of every kind are protected or refused, never thrown at", () => {
	const { client, toServer } = oscorePair(crypto);
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
			const hex = `40010001${toHex(noise)}`;
			const result = client.protectRequest(toServer, hex);
			assert.ok(faultNames.has(result) || fromHex(result).length > noise.length + 8);
		}),
		{ numRuns: 2000 },
	);
});
