/** Lost replay windows (RFC 8613 appendix B.1.2), contexts derived anew (appendix B.2), contexts of boots. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressId, bootContext, bootContextLength, pairContext } from "kith/oscore/id-context";
import { RequestBinding } from "kith/oscore/request-binding";
import { FixedRandom } from "../../support/fixed-random";
import { fromHex, toHex } from "../../support/hex";
import { OscoreStand, oscorePair } from "../../support/oscore-stand";
import { ReferenceCrypto } from "../../support/reference-crypto";

const get = "40011234b174";
const content = "60451234ffaa";
const unauthorized = "60811234";

test("behind a lost window a request is authentic but not fresh, and its answer has a number of its own", () => {
	const { client, server, toServer, toClient } = oscorePair(() => new ReferenceCrypto());
	const asked = new RequestBinding();
	const heard = new RequestBinding();
	const old = client.protectRequest(toServer, get);
	assert.equal(server.unprotectRequest(old), get);
	server.contexts.windows.lose(toClient);
	const sealed = client.protectRequest(toServer, get, asked);
	for (let time = 0; time < 2; time++) {
		assert.equal(server.unprotectRequest(sealed, heard), get);
		assert.ok(server.verifier.unsynchronized);
		const challenge = server.protectResponse(toClient, unauthorized, heard);
		assert.equal(challenge.slice(0, 14), `6044123492010${time}`);
		if (time === 0) assert.equal(client.unprotectResponse(challenge, asked), unauthorized);
	}
	// The second request proved fresh, by its Echo: it is the lower limit.
	const proof = client.protectRequest(toServer, get, asked);
	assert.equal(server.unprotectRequest(proof, heard), get);
	server.contexts.windows.synchronize(toClient, server.verifier.partialIv);
	for (const message of [old, sealed, proof]) assert.equal(server.unprotectRequest(message), "replayed");
	const next = client.protectRequest(toServer, get, asked);
	assert.equal(server.unprotectRequest(next, heard), get);
	assert.equal(server.verifier.unsynchronized, false);
	assert.equal(client.unprotectResponse(server.protectResponse(toClient, content, heard), asked), content);
	assert.deepEqual((server.crypto as ReferenceCrypto).reused, []);
});

/** Both ends of appendix B.2, from Master Secret and IDs alone. */
const ids = { client: { senderId: "01", recipientId: "02" }, server: { senderId: "02", recipientId: "01" } } as const;
const [r1, r2, r3] = ["1111111111111111", "2222222222222222", "3333333333333333"] as const;

test("two endpoints that lost everything agree on a new context in two exchanges", () => {
	const client = new OscoreStand(new ReferenceCrypto());
	const server = new OscoreStand(new ReferenceCrypto());
	const derive = (stand: OscoreStand, idContext: string): number =>
		stand.add({ ...(stand === client ? ids.client : ids.server), idContext, wrapIdContext: true });
	// 1. The client's first context comes from its own chance.
	const clientFirst = derive(client, r1);
	const asked = new RequestBinding();
	const request = client.protectRequest(clientFirst, get, asked, true);
	// 2. The server does not know it, reads it from the kid context, and verifies.
	const heard = new RequestBinding();
	assert.equal(server.unprotectRequest(request, heard), "unknownContext");
	const { kidContextOffset, kidContextLength } = server.verifier.option;
	assert.ok(kidContextOffset > 0);
	assert.equal(kidContextLength, 9);
	const serverFirst = derive(server, r1);
	assert.equal(server.unprotectRequest(request, heard), get);
	assert.equal(server.verifier.row, serverFirst);
	const serverSecond = derive(server, r2 + r1);
	server.protector.responseKidContext = fromHex(`48${r2}`);
	const response = server.protectResponse(serverSecond, unauthorized, heard);
	assert.equal(response.slice(0, 36), `604412349c11000948${r2}ff`);
	// 3. The client derives the same from what the response names.
	assert.equal(client.unprotectResponse(response, asked), "notAuthentic");
	assert.equal(client.verifier.option.kidContextLength, 9);
	const clientSecond = derive(client, r2 + r1);
	assert.equal(client.unprotectResponse(response, asked, clientSecond), unauthorized);
	// 3, 4. The third context holds chance of both, and stays.
	const clientThird = derive(client, r2 + r3);
	const again = client.protectRequest(clientThird, get, asked, true);
	const serverThird = derive(server, r2 + r3);
	assert.equal(server.unprotectRequest(again, heard), get);
	for (const row of [serverFirst, serverSecond]) server.contexts.remove(row);
	for (const row of [clientFirst, clientSecond]) client.contexts.remove(row);
	const answer = server.protectResponse(serverThird, content, heard);
	assert.equal(client.unprotectResponse(answer, asked), content);
	// Both replays are dead.
	assert.equal(server.unprotectRequest(request), "unknownContext");
	assert.equal(server.unprotectRequest(again), "replayed");
});

test("an answer under another context never uses its request's nonce", () => {
	const { client, server, toServer, toClient } = oscorePair(() => new ReferenceCrypto());
	const heard = new RequestBinding();
	server.unprotectRequest(client.protectRequest(toServer, get), heard);
	const other = server.add({ ...ids.server, idContext: "77" });
	assert.equal(server.protectResponse(other, content, heard).slice(0, 14), "60441234920100");
	assert.equal(server.protectResponse(toClient, content, heard).slice(0, 14), "60441234920100");
	assert.deepEqual((server.crypto as ReferenceCrypto).reused, []);
});

test("a kid context too long for an option is a bug", () => {
	const { client, server, toServer, toClient } = oscorePair(() => new ReferenceCrypto());
	const heard = new RequestBinding();
	server.unprotectRequest(client.protectRequest(toServer, get), heard);
	server.protector.responseKidContext = new Uint8Array(18);
	assert.throws(() => server.protectResponse(toClient, content, heard), RangeError);
});

test("a boot's context is its counter and six bytes of chance, another one every time", () => {
	const random = new FixedRandom(5);
	const boots = [bootContext(0x1234, random), bootContext(0x1234, random)];
	for (const boot of boots) {
		assert.equal(boot.length, bootContextLength);
		assert.equal(toHex(boot, 2), "1234");
	}
	assert.notEqual(toHex(boots[0] as Uint8Array), toHex(boots[1] as Uint8Array));
});

test("two nodes write the context of their boots in the same order", () => {
	const [low, high] = [fromHex("0001aaaaaaaaaaaa"), fromHex("0002bbbbbbbbbbbb")];
	const context = pairContext(3, low, 9, high);
	assert.equal(toHex(context), "0001aaaaaaaaaaaa0002bbbbbbbbbbbb");
	assert.equal(toHex(pairContext(9, high, 3, low)), toHex(context));
	assert.equal(toHex(addressId(0x0103)), "0103");
});
