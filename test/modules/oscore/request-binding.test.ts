import assert from "node:assert/strict";
import { test } from "node:test";
import { RequestBinding } from "kith/oscore/request-binding";
import { oscorePair } from "../../support/oscore-stand";
import { ReferenceCrypto } from "../../support/reference-crypto";

const get = "40011234b174";
const content = "60451234ffaa";

test("the nonce of a request serves for one answer, and only where the request was fresh", () => {
	const binding = new RequestBinding();
	binding.bindReceived(0, 7, 1, false, true);
	assert.equal(binding.takeNonce(7), true);
	assert.equal(binding.takeNonce(7), false);
	binding.bindReceived(0, 7, 2, false, false);
	assert.equal(binding.takeNonce(7), false);
	binding.bindReceived(0, 7, 3, false, true);
	assert.equal(binding.takeNonce(8), false, "another context");
	assert.equal(binding.takeNonce(7), false, "and the right is gone");
});

test("answers beyond the first have numbers of their own, and no nonce repeats", () => {
	const { client, server, toServer, toClient } = oscorePair(() => new ReferenceCrypto());
	const heard = new RequestBinding();
	server.unprotectRequest(client.protectRequest(toServer, get), heard);
	const answers = [0, 1, 2].map(() => server.protectResponse(toClient, content, heard));
	for (const [index, outer] of ["6044123490ff", "60441234920100ff", "60441234920101ff"].entries())
		assert.equal(answers[index]?.slice(0, outer.length), outer);
	assert.deepEqual((server.crypto as ReferenceCrypto).reused, []);
});

test("a client believes one answer to a request", () => {
	const { client, server, toServer, toClient } = oscorePair(() => new ReferenceCrypto());
	const asked = new RequestBinding();
	const heard = new RequestBinding();
	server.unprotectRequest(client.protectRequest(toServer, get, asked), heard);
	const [first, second] = [0, 1].map(() => server.protectResponse(toClient, content, heard)) as [string, string];
	assert.equal(client.unprotectResponse(second, asked), content);
	assert.equal(client.unprotectResponse(first, asked), "notNewer");
	assert.equal(client.unprotectResponse(second, asked), "notNewer");
});

test("an answer fits its own request only", () => {
	const { client, server, toServer, toClient } = oscorePair(() => new ReferenceCrypto());
	const asked = [new RequestBinding(), new RequestBinding()] as const;
	const heard = [new RequestBinding(), new RequestBinding()] as const;
	for (const index of [0, 1] as const)
		server.unprotectRequest(client.protectRequest(toServer, get, asked[index]), heard[index]);
	const answers = heard.map((binding) => server.protectResponse(toClient, content, binding)) as [string, string];
	assert.equal(client.unprotectResponse(answers[1], asked[0]), "notAuthentic");
	assert.equal(client.unprotectResponse(answers[0], asked[0]), content);
	assert.equal(client.unprotectResponse(answers[1], asked[1]), content);
});

test("an answer does not outlive its context, even where another one has its row", () => {
	const { client, server, toServer, toClient } = oscorePair(() => new ReferenceCrypto());
	const asked = new RequestBinding();
	const heard = new RequestBinding();
	server.unprotectRequest(client.protectRequest(toServer, get, asked), heard);
	const answer = server.protectResponse(toClient, content, heard);
	client.contexts.remove(toServer);
	assert.equal(client.unprotectResponse(answer, asked), "noKey");
	assert.equal(client.add({ idContext: "99", senderId: "01", recipientId: "02" }), toServer);
	assert.equal(client.unprotectResponse(answer, asked), "noKey");
	assert.equal(client.unprotectResponse(answer, new RequestBinding()), "noKey");
});
