/** The frames of docs/protocol.md: whoever writes a peer from that page must come to the same bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { PeerPlaces } from "kith/network/peer-places";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { deriveSecret, GroupContexts } from "kith/oscore/group-contexts";
import { GroupProtection } from "kith/oscore/group-protection";
import { HopProtection } from "kith/oscore/hop-protection";
import { addressId, pairContext } from "kith/oscore/id-context";
import { OscoreSecurity } from "kith/oscore/oscore-security";
import { FakeClock } from "../../support/fake-clock";
import { FixedRandom } from "../../support/fixed-random";
import { fromHex, toHex } from "../../support/hex";
import { memberSecrets } from "../../support/member-secrets";
import { ReferenceCrypto } from "../../support/reference-crypto";

const networkTag = 0xcafe;
/** Boot 7 with its chance, of the node 0x0102. */
const boot = fromHex("0007a1a2a3a4a5a6");

function sender() {
	const crypto = new ReferenceCrypto();
	const contexts = new ContextTable(crypto, 4, undefined, 100);
	const places = new PeerPlaces(Uint16Array.of(0x0201));
	const address = 0x0102;
	const secrets = memberSecrets(address);
	const groups = new GroupContexts({ crypto, contexts, secrets, networkTag, address, places });
	groups.begin(7, { fill: (bytes) => bytes.set(boot) });
	return { crypto, contexts, groups, cose: new CoseObject(crypto, contexts) };
}

/** A frame of the sender: header, and message protected. */
function frameOf(header: string, message: string, make: (frame: Uint8Array, length: number) => number): string {
	const frame = new Uint8Array(250);
	frame.set(fromHex(header));
	frame.set(fromHex(message), 13);
	return toHex(frame, 13 + make(frame, message.length / 2));
}

const reading = "50020009b1721170d1e91aff81a20062316102c48221190929";
const identity = { origin: 0x0102, place: 0, destination: 0xffff, boot: 7, sequence: 9 };

test("a reading to all", () => {
	const { groups, cose } = sender();
	const protection = new GroupProtection(cose, groups);
	const frame = frameOf("10cafe010102ffff0007000009", reading, (bytes, length) =>
		protection.protect(bytes, 13, length, identity),
	);
	assert.equal(frame, "10cafe010102ffff0007000009b1df4523a0fa2db9cdb64266194fedc74e3b48c5c065c7562cd1ea490d5c");
});

test("a hello that names one challenge and asks with another", () => {
	const { groups, cose } = sender();
	const protection = new GroupProtection(cose, groups);
	const text = "a1a2a3a4a5a6 80010000 c1c2c3c4c5c6 d1d2d3d4d5d6".replaceAll(" ", "");
	const frame = frameOf("12cafe010102ffff0007000000", text, (bytes, length) =>
		protection.protect(bytes, 13, length, { ...identity, sequence: 0 }),
	);
	assert.equal(frame, "12cafe010102ffff0007000000a1a2a3a4a5a6bd986c0183bd7ec3d8e477ae74ca42c326a8589da290a383");
});

test("an act, under the keys of the pair, sealed for the hop", () => {
	const { crypto, contexts, groups, cose } = sender();
	// What ECDH gives both; here its bytes are given.
	const shared = crypto.importKey(fromHex("5e".repeat(32)), 32);
	const secret = deriveSecret(crypto, shared, networkTag, "kith pair", 0x0102, 0x0201);
	const idContext = pairContext(0x0102, groups.own, 0x0201, fromHex("0003b1b2b3b4b5b6"));
	const parameters = { secret, salt: new Uint8Array(0), idContext };
	const row = contexts.add({ ...parameters, senderId: addressId(0x0102), recipientId: addressId(0x0201) });
	const scheduler = new Scheduler(new FakeClock());
	const random = new FixedRandom();
	const security = new OscoreSecurity({ crypto, contexts, cose, source: { rowOf: () => row }, scheduler, random });
	const hop = new HopProtection(crypto, groups);
	const put = "42030a0b1234b231661170ff81a20062316604f5";
	const buffer = new Uint8Array(250);
	buffer.set(fromHex(put));
	const length = security.protectRequest(0x0201, 0, buffer, put.length / 2, 250);
	const message = toHex(buffer, length);
	assert.equal(message, "42020a0b12349409000102ff81b658e24c0c434a3ac1c39b514af7dbf7279dd256648e");
	const frame = frameOf("11cafe01010202010007000002", message, (bytes, messageLength) =>
		hop.protect(bytes, 13, messageLength, { ...identity, destination: 0x0201, sequence: 2 }),
	);
	assert.equal(
		frame,
		"11cafe01010202010007000002c794990aa2e9df9e99fd17173992d080a1f9a0234aa3d54cd2490c47fa41ac2c5e73a092f814cf",
	);
});
