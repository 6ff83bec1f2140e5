/** RFC 8613 appendix C, as golden bytes that also run inside XS. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { rowFields } from "kith/oscore/context-table";
import { RequestBinding } from "kith/oscore/request-binding";
import { toHex } from "../../support/hex";
import { OscoreStand } from "../../support/oscore-stand";
import { ReferenceCrypto } from "../../support/reference-crypto";

class OpenCrypto extends ReferenceCrypto {
	readonly imported: string[] = [];

	override importKey(bytes: Uint8Array, length: number): number {
		this.imported.push(toHex(bytes, length));
		return super.importKey(bytes, length);
	}
}

const salt = "9e7ca92223786340";
const contexts = {
	c1: { salt, senderId: "", recipientId: "01" },
	c2: { senderId: "00", recipientId: "01" },
	c3: { salt, idContext: "37cbf3210017a2d3", senderId: "", recipientId: "01" },
} as const;
type Name = keyof typeof contexts;

function open(name: Name, swapped = false): { readonly stand: OscoreStand; readonly row: number } {
	const stand = new OscoreStand(new OpenCrypto());
	const parameters = contexts[name];
	const { senderId, recipientId } = parameters;
	const row = stand.add(swapped ? { ...parameters, senderId: recipientId, recipientId: senderId } : parameters);
	return { stand, row };
}

/** "sender key, recipient key, sender nonce, recipient nonce" */
function derived(name: Name, swapped = false): string {
	const { stand, row } = open(name, swapped);
	const nonce = (field: number): string => {
		const at = stand.contexts.at(row) + field;
		return toHex(stand.contexts.bytes.slice(at, at + 13));
	};
	const keys = (stand.crypto as OpenCrypto).imported.slice(1);
	return [...keys, nonce(rowFields.senderNonce), nonce(rowFields.recipientNonce)].join(" ");
}

test("C.1: keys and nonces with a Master Salt, of client and server", () => {
	const [client, server] = ["f0910ed7295e6ad4b54fc793154302ff", "ffb14e093c94c9cac9471648b4f98710"];
	const [zero, one] = ["4622d4dd6d944168eefb54987c", "4722d4dd6d944169eefb54987c"];
	assert.equal(derived("c1"), `${client} ${server} ${zero} ${one}`);
	assert.equal(derived("c1", true), `${server} ${client} ${one} ${zero}`);
});

test("C.2: without one", () => {
	const keys = "321b26943253c7ffb6003b0b64d74041 e57b5635815177cd679ab4bcec9d7dda";
	assert.equal(derived("c2"), `${keys} bf35ae297d2dace910c52e99f9 bf35ae297d2dace810c52e99f9`);
});

test("C.3: with an ID Context", () => {
	const keys = "af2a1300a5e95788b356336eeecd2b92 e39a0c7c77b43f03b4b39ab9a268699f";
	assert.equal(derived("c3"), `${keys} 2ca58fb85ff1b81c0b7181b85e 2da58fb85ff1b81d0b7181b85e`);
});

const requests: readonly (readonly [name: Name, withContext: boolean, plain: string, sealed: string])[] = [
	[
		"c1",
		false,
		"44015d1f00003974396c6f63616c686f737483747631",
		"44025d1f00003974396c6f63616c686f7374620914ff612f1092f1776f1c1668b3825e",
	],
	[
		"c2",
		false,
		"440171c30000b932396c6f63616c686f737483747631",
		"440271c30000b932396c6f63616c686f737463091400ff4ed339a5a379b0b8bc731fffb0",
	],
	[
		"c3",
		true,
		"44012f8eef9bbf7a396c6f63616c686f737483747631",
		"44022f8eef9bbf7a396c6f63616c686f73746b19140837cbf3210017a2d3ff72cd7273fd331ac45cffbe55c3",
	],
];

test("C.4, C.5, C.6: requests are made and read byte for byte", () => {
	for (const [name, withContext, plain, sealed] of requests) {
		const { stand, row } = open(name);
		stand.contexts.sequences.resume(row, 0x14);
		assert.equal(stand.protectRequest(row, plain, new RequestBinding(), withContext), sealed, name);
		assert.equal(open(name, true).stand.unprotectRequest(sealed), plain, name);
	}
});

const plainResponse = "64455d1f00003974ff48656c6c6f20576f726c6421";

test("C.7: a response under the request's nonce", () => {
	const sealed = "64445d1f0000397490ffdbaad1e9a7e7b2a813d3c31524378303cdafae119106";
	const server = open("c1", true);
	const binding = new RequestBinding();
	assert.equal(server.stand.unprotectRequest(requests[0]?.[3] as string, binding), requests[0]?.[2]);
	assert.equal(server.stand.protectResponse(server.row, plainResponse, binding), sealed);
	const client = open("c1");
	const asked = new RequestBinding();
	client.stand.contexts.sequences.resume(client.row, 0x14);
	client.stand.protectRequest(client.row, requests[0]?.[2] as string, asked);
	assert.equal(client.stand.unprotectResponse(sealed, asked), plainResponse);
});

test("C.8: a response with a Partial IV of its own", () => {
	const sealed = "64445d1f00003974920100ff4d4c13669384b67354b2b6175ff4b8658c666a6cf88e";
	const server = open("c1", true);
	const binding = new RequestBinding();
	server.stand.unprotectRequest(requests[0]?.[3] as string, binding);
	assert.equal(server.stand.protectResponse(server.row, plainResponse, binding, true), sealed);
	const client = open("c1");
	const asked = new RequestBinding();
	client.stand.contexts.sequences.resume(client.row, 0x14);
	client.stand.protectRequest(client.row, requests[0]?.[2] as string, asked);
	assert.equal(client.stand.unprotectResponse(sealed, asked), plainResponse);
});
