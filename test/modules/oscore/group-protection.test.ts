import assert from "node:assert/strict";
import { test } from "node:test";
import { PeerPlaces } from "kith/network/peer-places";
import { GroupContexts } from "kith/oscore/group-contexts";
import { GroupProtection } from "kith/oscore/group-protection";
import { type MessageIdentity, protectionFaults } from "kith/security/protection";
import { fromHex, toHex } from "../../support/hex";
import { contents, memberSecrets } from "../../support/member-secrets";
import { OscoreStand } from "../../support/oscore-stand";
import { Sha256 } from "../../support/reference/sha-256";
import { ReferenceCrypto } from "../../support/reference-crypto";

const everybody = 0xffff;
/** Bytes of a frame's header, of which this protection looks at the type. */
const header = 13;
const networkTag = 0xcafe;
/** NON POST "r", SenML-CBOR, No-Response, a payload. */
const reading = "50020102b1721170d1e91aff8182020a";

interface Member {
	readonly stand: OscoreStand;
	readonly places: PeerPlaces;
	readonly groups: GroupContexts;
	readonly protection: GroupProtection;
}

/** A node in a boot of its own, that knows the boots of others. */
function member(address: number, boot: string, known: readonly (readonly [address: number, boot: string])[]): Member {
	const stand = new OscoreStand(new ReferenceCrypto(), 8, undefined, 200);
	const { contexts, crypto } = stand;
	const places = new PeerPlaces(Uint16Array.of(1, 2, 3).filter((peer) => peer !== address));
	const groups = new GroupContexts({ crypto, contexts, secrets: memberSecrets(address), networkTag, address, places });
	begin(groups, boot);
	const result = { stand, places, groups, protection: new GroupProtection(stand.cose, groups) };
	for (const [peer, idContext] of known) learn(result, peer, idContext);
	return result;
}

function begin(groups: GroupContexts, boot: string): void {
	groups.begin(Number.parseInt(boot.slice(0, 4), 16), { fill: (bytes) => bytes.set(fromHex(boot)) });
}

/** Another boot of a peer becomes known. */
function learn({ groups, places }: Member, peer: number, idContext: string): void {
	const place = places.find(peer);
	assert.ok(groups.derive(place, Number.parseInt(idContext.slice(0, 4), 16), fromHex(idContext), 2));
	groups.install(place);
}

function identity(origin: number, sequence: number, boot = 1): MessageIdentity {
	return { origin, place: 0, destination: everybody, boot, sequence };
}

/** @returns the frame with its body in place, or the fault */
function protect(sender: Member, plain: string, who: MessageIdentity): Uint8Array | number {
	const message = fromHex(plain);
	const frame = new Uint8Array(header + message.length + sender.protection.overhead);
	frame.set(message, header);
	const length = sender.protection.protect(frame, header, message.length, who);
	return length < 0 ? length : frame.slice(0, header + length);
}

/** @returns the message as hex, or the fault */
function unprotect(receiver: Member, frame: Uint8Array, who: MessageIdentity): string | number {
	const copy = frame.slice();
	const place = receiver.places.find(who.origin);
	const length = receiver.protection.unprotect(copy, header, frame.length - header, { ...who, place });
	return length < 0 ? length : toHex(copy.slice(header, header + length));
}

const bootOfOne = "0001aabbccddeeff";
const sender = (): Member => member(1, bootOfOne, []);
const receiver = (): Member => member(2, "0001001122334455", [[1, bootOfOne]]);

function sent(from: Member, sequence: number): Uint8Array {
	const frame = protect(from, reading, identity(1, sequence));
	assert.ok(typeof frame !== "number");
	return frame;
}

test("of a reading only code, options, payload and tag travel, and all of the message comes back", () => {
	const frame = sent(sender(), 0x010203);
	assert.equal(frame.length - header, reading.length / 2 - 4 + 1 + 8);
	// The message id is the sequence's: nobody answers.
	assert.equal(unprotect(receiver(), frame, identity(1, 0x010203)), `50020203${reading.slice(8)}`);
});

test("what travels is the ciphertext of the OSCORE message that RFC 8613 makes of it", () => {
	const stand = new OscoreStand(new ReferenceCrypto());
	const secret = toHex(
		new Sha256().hkdf(contents(1, []).networkSecret, fromHex("cafe"), fromHex("6b6974682067726f7570"), 32),
	);
	const row = stand.add({ secret, idContext: bootOfOne, senderId: "0001" });
	const whole = stand.protectRequest(row, reading);
	const frame = sent(sender(), 0);
	assert.equal(whole, `500201029409000001ff${toHex(frame.slice(header))}`);
});

test("every bit of a body counts", () => {
	const frame = sent(sender(), 5);
	const to = receiver();
	for (let bit = 8 * header; bit < 8 * frame.length; bit++) {
		const changed = frame.slice();
		changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
		assert.equal(unprotect(to, changed, identity(1, 5)), protectionFaults.notAuthentic, `${bit}`);
	}
	assert.equal(unprotect(to, frame, identity(1, 5)), `50020005${reading.slice(8)}`);
});

test("origin, boot and sequence are those of the sender, or the frame is refused", () => {
	const frame = sent(sender(), 5);
	const to = member(2, "0001001122334455", [
		[1, bootOfOne],
		[3, "0001777777777777"],
	]);
	assert.equal(unprotect(to, frame, identity(1, 6)), protectionFaults.notAuthentic);
	assert.equal(unprotect(to, frame, identity(1, 0x1000005)), protectionFaults.notAuthentic);
	assert.equal(unprotect(to, frame, identity(3, 5)), protectionFaults.notAuthentic);
	assert.equal(unprotect(to, frame, identity(1, 5)), `50020005${reading.slice(8)}`);
});

test("a rebooted sender is not understood until its new context is known, and its old frames are dead then", () => {
	const old = sent(sender(), 5);
	const to = receiver();
	const rebooted = member(1, "0002121212121212", []);
	const frame = protect(rebooted, reading, identity(1, 0, 2)) as Uint8Array;
	assert.equal(unprotect(to, frame, identity(1, 0, 2)), protectionFaults.notAuthentic);
	assert.equal(unprotect(member(2, "0001001122334455", []), frame, identity(1, 0, 2)), protectionFaults.noKey);
	learn(to, 1, "0002121212121212");
	assert.equal(unprotect(to, frame, identity(1, 0, 2)), `50020000${reading.slice(8)}`);
	assert.equal(unprotect(to, old, identity(1, 5)), protectionFaults.notAuthentic);
});

test("a sequence is sealed once, in rising order", () => {
	const from = sender();
	sent(from, 5);
	for (const sequence of [5, 4, 0]) assert.equal(protect(from, reading, identity(1, sequence)), protectionFaults.noKey);
	sent(from, 6);
	begin(from.groups, "0002343434343434");
	sent(from, 0);
	assert.deepEqual((from.stand.crypto as ReferenceCrypto).reused, []);
});

test("a body of no more than a tag is too short", () => {
	const to = receiver();
	for (const length of [0, 1, 8])
		assert.equal(unprotect(to, new Uint8Array(header + length), identity(1, 5)), protectionFaults.tooShort);
});

test("a group message that is confirmable or has a token is a bug", () => {
	for (const plain of [`40${reading.slice(2)}`, `51${reading.slice(2)}`, "5002"])
		assert.throws(() => protect(sender(), plain, identity(1, 0)), RangeError);
});

test("no message can name a context of the group: what is protected for all does not pass for pairwise", () => {
	const to = receiver();
	const from = new OscoreStand(new ReferenceCrypto());
	const secret = toHex(
		new Sha256().hkdf(contents(1, []).networkSecret, fromHex("cafe"), fromHex("6b6974682067726f7570"), 32),
	);
	const row = from.add({ secret, idContext: bootOfOne, senderId: "0001" });
	const put = "4203112233440131ff01";
	assert.equal(to.stand.unprotectRequest(from.protectRequest(row, put)), "unknownContext");
	assert.equal(to.stand.unprotectRequest(from.protectRequest(row, put, undefined, true)), "unknownContext");
});
