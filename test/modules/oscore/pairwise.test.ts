import assert from "node:assert/strict";
import { test } from "node:test";
import { codes } from "kith/coap/codes";
import { oscoreFaults } from "kith/oscore/faults";
import { hopTagLength } from "kith/oscore/hop-protection";
import { protectionFaults } from "kith/security/protection";
import { FakeRadio } from "../../support/fake-radio";
import { fromHex, toHex } from "../../support/hex";
import { pretendedSecrets, SecureStand } from "../../support/secure-stand";

/** CON PUT of the path "1". */
const put = "42030a0b1234b131ff01";

/** Nodes with these addresses that believe each other. */
function introduced(addresses: readonly number[], pairLimit = 4): SecureStand[] {
	const radio = new FakeRadio();
	const nodes = addresses.map((address) => {
		const peers = addresses.filter((other) => other !== address);
		return new SecureStand(radio, { address, peers, members: addresses, pairLimit });
	});
	radio.run(12_000);
	return nodes;
}

/** @returns the protected request as hex, or its fault */
function ask(from: SecureStand, to: number, exchange = 0): string | number {
	const buffer = new Uint8Array(120);
	buffer.set(fromHex(put));
	const length = from.messages.protectRequest(to, exchange, buffer, put.length / 2, 120);
	return length < 0 ? length : toHex(buffer, length);
}

/** @returns the plain request as hex, or its fault */
function hear(at: SecureStand, origin: number, request: string | number): string | number {
	assert.ok(typeof request === "string", `${request}`);
	const buffer = new Uint8Array(200);
	buffer.set(fromHex(request));
	const length = at.messages.unprotectRequest(origin, buffer, 0, request.length / 2);
	const { messageOffset } = at.messages;
	return length < 0 ? length : toHex(buffer.slice(messageOffset, messageOffset + length));
}

test("two nodes speak under keys of their own, which no third has", () => {
	const [one, two, three] = introduced([1, 2, 3]) as [SecureStand, SecureStand, SecureStand];
	const request = ask(one, 2);
	assert.equal(hear(three, 1, request), oscoreFaults.notAuthentic);
	assert.equal(hear(two, 1, request), put);
	assert.equal(two.messages.fresh, true);
	assert.equal(hear(two, 1, request), oscoreFaults.replayed);
	assert.equal(two.messages.refusal(oscoreFaults.replayed), codes.unauthorized);
});

test("a request in another's frame is nobody's", () => {
	const [one, two] = introduced([1, 2, 3]) as [SecureStand, SecureStand];
	hear(two, 3, ask(one, 2));
	assert.equal(hear(two, 3, ask(one, 2)), oscoreFaults.unknownContext);
});

test("an answer is verified with its request, once", () => {
	const [one, two] = introduced([1, 2]) as [SecureStand, SecureStand];
	assert.equal(hear(two, 1, ask(one, 2)), put);
	const buffer = new Uint8Array(120);
	buffer.set(fromHex("62440a0b1234"));
	const length = two.messages.protectResponse(buffer, 6, 120);
	const answer = buffer.slice(0, length);
	const other = answer.slice();
	ask(one, 2, 1);
	assert.equal(one.messages.unprotectResponse(1, other, 0, length), oscoreFaults.notAuthentic);
	assert.equal(one.messages.unprotectResponse(0, buffer, 0, length), 6);
	assert.equal(one.messages.unprotectResponse(0, answer, 0, length), oscoreFaults.notNewer);
});

test("a request under way is opened again by its sender, and protected anew under another number", () => {
	const [one, two] = introduced([1, 2]) as [SecureStand, SecureStand];
	const first = ask(one, 2) as string;
	const buffer = new Uint8Array(120);
	buffer.set(fromHex(first));
	const length = one.messages.recoverRequest(0, buffer, first.length / 2);
	assert.equal(toHex(buffer, length), put);
	one.messages.release(0);
	const second = ask(one, 2);
	assert.notEqual(second, first);
	assert.equal(hear(two, 1, second), put);
	assert.deepEqual(one.crypto.reused, []);
});

test("the pair spoken with longest ago makes room; its numbers go on, and its window has to be found again", () => {
	const addresses = [1, 2, 3, 4, 5];
	const [one, two, three, four, five] = introduced(addresses, 2) as SecureStand[] as [
		SecureStand,
		SecureStand,
		SecureStand,
		SecureStand,
		SecureStand,
	];
	const keys = one.crypto.keyCount;
	for (let round = 0; round < 5; round++)
		for (const peer of [2, 3, 4, 5]) assert.ok(typeof ask(one, peer) === "string");
	assert.ok(one.pairs.evictions >= 16);
	assert.ok(one.crypto.keyCount <= keys + 2 * 3, "keys are given back");
	assert.deepEqual(one.crypto.reused, []);
	// One is asked by four peers, and keeps contexts with two.
	for (const peer of [two, three, four, five]) assert.equal(hear(one, peer.options.address, ask(peer, 1)), put);
	assert.equal(hear(one, 2, ask(two, 1)), put);
	assert.equal(one.messages.fresh, false, "it could be a recording");
	const challenge = new Uint8Array(40);
	const length = one.messages.challenge(challenge);
	assert.equal(one.messages.acceptEcho(challenge, 0, length - 1), false);
	assert.equal(hear(one, 2, ask(two, 1)), put);
	assert.equal(one.messages.acceptEcho(challenge, 0, length), true);
	assert.equal(hear(one, 2, ask(two, 1)), put);
	assert.equal(one.messages.fresh, true);
});

test("nobody is spoken with of whom no boot is believed, or who is no member", () => {
	const alone = new SecureStand(new FakeRadio(), { address: 1, peers: [2] });
	assert.equal(ask(alone, 2), oscoreFaults.unknownContext);
	assert.equal(ask(alone, 77), oscoreFaults.unknownContext);
	const radio = new FakeRadio();
	const one = new SecureStand(radio, { address: 1, peers: [2], secrets: pretendedSecrets(1, [1]) });
	new SecureStand(radio, { address: 2, peers: [1], members: [1, 2] });
	radio.run(12_000);
	assert.deepEqual(one.believes, [2]);
	assert.equal(ask(one, 2), oscoreFaults.unknownContext, "it is not in the roster");
});

test("a frame to one is sealed for the hop: every bit of header and body counts, and no number is used twice", () => {
	const [one, two] = introduced([1, 2]) as [SecureStand, SecureStand];
	const frame = new Uint8Array(250);
	frame.set(fromHex("11cafe0100010002000100001042010203"));
	const identity = { origin: 1, place: 0, destination: 2, boot: 1, sequence: 16 };
	assert.equal(one.hop.protect(frame, 13, 4, identity), 4 + hopTagLength);
	const sealed = frame.slice(0, 13 + 4 + hopTagLength);
	const received = { ...identity, place: 1 };
	for (let bit = 0; bit < 8 * sealed.length; bit++) {
		const damaged = sealed.slice();
		damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
		assert.equal(two.hop.unprotect(damaged, 13, 8, received), protectionFaults.notAuthentic, `${bit}`);
	}
	assert.equal(two.hop.unprotect(sealed.slice(), 13, 8, { ...received, sequence: 17 }), protectionFaults.notAuthentic);
	assert.equal(two.hop.unprotect(sealed, 13, 8, received), 4);
	assert.equal(toHex(sealed.slice(13, 17)), "42010203");
	assert.equal(one.hop.protect(frame, 13, 4, identity), protectionFaults.noKey);
	assert.equal(two.hop.unprotect(sealed, 13, hopTagLength - 1, received), protectionFaults.tooShort);
});
