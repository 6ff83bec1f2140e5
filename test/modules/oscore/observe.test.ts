/** RFC 8613 sections 4.1.3.5, 7.4.1 and 8.4.2, and inner block-wise transfers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RequestBinding } from "kith/oscore/request-binding";
import { fromHex, toHex } from "../../support/hex";
import { oscorePair } from "../../support/oscore-stand";
import { ReferenceCrypto } from "../../support/reference-crypto";

/** Confirmable GET of "t" with Observe 0, token 7a; and its cancellation. */
const register = "410112347a605174";
const cancel = "410112347a61015174";
const withoutObserve = "410112347ab174";

/** 2.05 with Observe `number` and a payload. */
function notification(number: string, payload: string): string {
	return `514500017a6${number.length / 2}${number}ff${payload}`;
}
/** As the client gets it: its Observe option is empty, the Partial IV orders. */
function received(payload: string): string {
	return `514500017a60ff${payload}`;
}

interface Observation {
	readonly pair: ReturnType<typeof oscorePair>;
	readonly asked: RequestBinding;
	readonly heard: RequestBinding;
	readonly notify: (number: string, payload: string) => string;
	readonly read: (sealed: string) => string;
}

function observe(request = register): Observation {
	const pair = oscorePair(() => new ReferenceCrypto());
	const asked = new RequestBinding();
	const heard = new RequestBinding();
	const sealed = pair.client.protectRequest(pair.toServer, request, asked);
	assert.equal(pair.server.unprotectRequest(sealed, heard), request);
	return {
		pair,
		asked,
		heard,
		notify: (number, payload) => pair.server.protectResponse(pair.toClient, notification(number, payload), heard),
		read: (sealed) => pair.client.unprotectResponse(sealed, asked),
	};
}

test("a registration shows Observe outside as well, with FETCH, and asks with it inside", () => {
	const { pair, asked, heard } = observe();
	const sealed = pair.client.protectRequest(pair.toServer, register);
	assert.equal(sealed.slice(0, 22), "410512347a6033090101ff");
	assert.ok(asked.observes);
	assert.ok(heard.observes);
});

test("a cancellation is protected the same way, and observes nothing", () => {
	const { pair, asked, heard } = observe(cancel);
	assert.equal(pair.client.protectRequest(pair.toServer, cancel).slice(0, 14), "410512347a6101");
	assert.equal(asked.observes, false);
	assert.equal(heard.observes, false);
});

test("Observe put outside by somebody else does not register", () => {
	const { client, server, toServer } = oscorePair(() => new ReferenceCrypto());
	const heard = new RequestBinding();
	const sealed = client.protectRequest(toServer, withoutObserve).replace("930900", "60330900");
	assert.equal(server.unprotectRequest(sealed, heard), withoutObserve);
	assert.equal(heard.observes, false);
});

test("the first notification may use the request's nonce, all further ones have numbers of their own", () => {
	const { pair, notify, read } = observe();
	const [first, second, third] = [notify("05", "aa"), notify("06", "bb"), notify("07", "cc")];
	assert.equal(first.slice(0, 16), "514500017a610530");
	assert.equal(second.slice(0, 20), "514500017a6106320100");
	assert.equal(third.slice(0, 20), "514500017a6107320101");
	assert.equal(read(first), received("aa"));
	assert.equal(pair.client.verifier.partialIv, -1);
	assert.equal(pair.client.verifier.notification, true);
	assert.equal(read(second), received("bb"));
	assert.equal(read(third), received("cc"));
	assert.equal(pair.client.verifier.partialIv, 1);
	assert.deepEqual((pair.server.crypto as ReferenceCrypto).reused, []);
});

test("only newer notifications are believed: none twice, none out of order, the one without a number first or never", () => {
	const { notify, read } = observe();
	const [first, second, third] = [notify("05", "aa"), notify("06", "bb"), notify("07", "cc")];
	assert.equal(read(second), received("bb"));
	assert.equal(read(second), "notNewer");
	assert.equal(read(first), "notNewer");
	assert.equal(read(third), received("cc"));
	assert.equal(read(second), "notNewer");
	assert.equal(read(third), "notNewer");
});

test("the outer number of a notification is ignored, whoever changed it", () => {
	const { notify, read } = observe();
	notify("05", "aa");
	const sealed = notify("06", "bb");
	assert.equal(read(sealed.replace("610632", "61ff32")), received("bb"));
});

test("a notification for a request without observation, or for another one, is refused", () => {
	const { client, server, toServer, toClient } = oscorePair(() => new ReferenceCrypto());
	const asked = new RequestBinding();
	const heard = new RequestBinding();
	server.unprotectRequest(client.protectRequest(toServer, withoutObserve, asked), heard);
	const sealed = server.protectResponse(toClient, notification("05", "aa"), heard);
	assert.equal(client.unprotectResponse(sealed, asked), "unexpectedObserve");
	const later = new RequestBinding();
	client.protectRequest(toServer, register, later);
	assert.equal(client.unprotectResponse(sealed, later), "notAuthentic");
});

test("an observation ends with one answer without Observe", () => {
	const { pair, heard, notify, read } = observe();
	read(notify("05", "aa"));
	const end = "518400017aff00";
	const sealed = pair.server.protectResponse(pair.toClient, end, heard);
	assert.equal(sealed.slice(0, 4), "5144");
	assert.equal(read(sealed), end);
	assert.equal(pair.client.verifier.notification, false);
	assert.equal(read(sealed), "notNewer");
});

test("an observation moves to where it is kept, with all its rights", () => {
	const { pair, asked, heard, read } = observe();
	const keptHeard = new RequestBinding();
	const keptAsked = new RequestBinding();
	heard.moveTo(keptHeard);
	asked.moveTo(keptAsked);
	assert.equal(heard.row, -1);
	const send = (binding: RequestBinding, payload: string): string =>
		pair.server.protectResponse(pair.toClient, notification("01", payload), binding);
	assert.equal(send(heard, "aa"), "noKey");
	const first = send(keptHeard, "aa");
	assert.equal(read(first), "noKey");
	assert.equal(pair.client.unprotectResponse(first, keptAsked), received("aa"));
	assert.notEqual(send(keptHeard, "aa"), first);
	assert.deepEqual((pair.server.crypto as ReferenceCrypto).reused, []);
});

test("blocks are protected one by one, their options inside", () => {
	const { client, server, toServer, toClient } = oscorePair(() => new ReferenceCrypto());
	// Block1 number 0, more, 16 bytes; then number 1, the last one.
	for (const plain of [`40030001b17ad10308ff${"11".repeat(16)}`, `40030002b17ad10310ff${"22".repeat(9)}`]) {
		const asked = new RequestBinding();
		const heard = new RequestBinding();
		const sealed = client.protectRequest(toServer, plain, asked);
		assert.ok(!sealed.includes("d103"));
		assert.equal(server.unprotectRequest(sealed, heard), plain);
		const answer = `605f${plain.slice(4, 8)}d10e${plain.slice(16, 18)}`;
		assert.equal(client.unprotectResponse(server.protectResponse(toClient, answer, heard), asked), answer);
	}
});

test("a notification whose inner Observe is not empty is believed as well: aiocoap writes such", () => {
	const { pair, heard, read } = observe();
	assert.ok(pair.server.cose.takeNonce(pair.toClient, heard));
	const text = fromHex("456105ffaa");
	const buffer = new Uint8Array(16);
	buffer.set(text);
	const length = pair.server.cose.sealResponse(pair.toClient, heard.partialIv, buffer, 0, text.length);
	assert.equal(read(`514500017a610530ff${toHex(buffer, length)}`), "514500017a6105ffaa");
	assert.equal(pair.client.verifier.notification, true);
});
