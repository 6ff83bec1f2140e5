import assert from "node:assert/strict";
import { test } from "node:test";
import { GroupProtection, groupPeerLimit } from "kith/oscore/group-protection";
import { addressId } from "kith/oscore/id-context";
import { ChecksumProtection } from "kith/security/checksum-protection";
import { type MessageIdentity, protectionFaults } from "kith/security/protection";
import { fromHex, toHex } from "../../support/hex";
import { OscoreStand } from "../../support/oscore-stand";
import { ReferenceCrypto } from "../../support/reference-crypto";

const networkSecret = "5ec4e7".repeat(10);
const everybody = 0xffff;
/** Bytes of a frame's header, which this protection never looks at. */
const header = 13;
/** NON POST "r", SenML-CBOR, No-Response, a payload. */
const reading = "50020102b1721170d1e91aff8182020a";

interface Member {
	readonly stand: OscoreStand;
	readonly protection: GroupProtection;
}

/** A node in a boot of its own, that knows the boots of others. */
function member(address: number, boot: string, known: readonly (readonly [address: number, boot: string])[]): Member {
	const stand = new OscoreStand(new ReferenceCrypto());
	const id = (of: number): string => toHex(addressId(of));
	const ownRow = stand.add({ secret: networkSecret, idContext: boot, senderId: id(address) });
	const protection = new GroupProtection({ cose: stand.cose, ownRow, unicast: new ChecksumProtection() });
	const result = { stand, protection };
	for (const [peer, idContext] of known) learn(result, peer, idContext);
	return result;
}

/** Another boot of a peer becomes known. */
function learn({ stand, protection }: Member, peer: number, idContext: string): void {
	const row = stand.add({ secret: networkSecret, idContext, recipientId: toHex(addressId(peer)) });
	assert.ok(row >= 0);
	protection.learn(peer, Number.parseInt(idContext.slice(0, 4), 16), row);
}

function identity(origin: number, sequence: number, boot = 1, destination = everybody): MessageIdentity {
	return { origin, destination, boot, sequence };
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
	const length = receiver.protection.unprotect(copy, header, frame.length - header, who);
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
	const row = stand.add({ secret: networkSecret, idContext: bootOfOne, senderId: "0001" });
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
	assert.equal(unprotect(to, frame, identity(4, 5)), protectionFaults.noKey);
	assert.equal(unprotect(to, frame, identity(1, 5, 2)), protectionFaults.noKey);
	assert.equal(unprotect(to, frame, identity(1, 5)), `50020005${reading.slice(8)}`);
});

test("a rebooted sender is not understood until its new context is known, and its old frames are dead then", () => {
	const old = sent(sender(), 5);
	const to = receiver();
	const rebooted = member(1, "0002121212121212", []);
	const frame = protect(rebooted, reading, identity(1, 0, 2)) as Uint8Array;
	assert.equal(unprotect(to, frame, identity(1, 0, 2)), protectionFaults.noKey);
	learn(to, 1, "0002121212121212");
	assert.equal(unprotect(to, frame, identity(1, 0, 2)), `50020000${reading.slice(8)}`);
	assert.equal(unprotect(to, old, identity(1, 5)), protectionFaults.noKey);
});

test("a sequence is sealed once, in rising order", () => {
	const from = sender();
	sent(from, 5);
	for (const sequence of [5, 4, 0]) assert.equal(protect(from, reading, identity(1, sequence)), protectionFaults.noKey);
	sent(from, 6);
	const row = from.stand.add({ secret: networkSecret, idContext: "0002343434343434", senderId: "0001" });
	from.protection.renew(row);
	sent(from, 0);
	assert.deepEqual((from.stand.crypto as ReferenceCrypto).reused, []);
});

test("a body of no more than a tag is too short, and frames to one are somebody else's", () => {
	const to = receiver();
	for (const length of [0, 1, 8])
		assert.equal(unprotect(to, new Uint8Array(header + length), identity(1, 5)), protectionFaults.tooShort);
	const unicast = identity(1, 5, 1, 2);
	const frame = protect(sender(), reading, unicast) as Uint8Array;
	assert.equal(frame.length - header, reading.length / 2 + 4);
	assert.equal(unprotect(to, frame, unicast), reading);
});

test("a group message that is confirmable or has a token is a bug", () => {
	for (const plain of [`40${reading.slice(2)}`, `51${reading.slice(2)}`, "5002"])
		assert.throws(() => protect(sender(), plain, identity(1, 0)), RangeError);
});

test("peers whose addresses meet in one place are told apart, up to a limit", () => {
	const addresses = [1, 0x101, 0x201, 2, 0x8001];
	const boots = addresses.map((_, index) => `000${index + 1}aaaaaaaaaaaa`);
	const to = member(9, "0001001122334455", []);
	for (const [index, address] of addresses.entries()) learn(to, address, boots[index] as string);
	for (const [index, address] of addresses.entries()) {
		const from = member(address, boots[index] as string, []);
		const frame = protect(from, reading, identity(address, 3, index + 1)) as Uint8Array;
		assert.equal(unprotect(to, frame, identity(address, 3, index + 1)), `50020003${reading.slice(8)}`);
		assert.equal(unprotect(to, frame, identity(address + 0x400, 3, index + 1)), protectionFaults.noKey);
	}
	to.protection.learn(0x201, 3, -1);
	assert.equal(unprotect(to, new Uint8Array(40), identity(0x201, 3, 3)), protectionFaults.noKey);
	for (let address = 0x1000; address < 0x1000 + groupPeerLimit - addresses.length; address++)
		to.protection.learn(address, 1, 0);
	assert.throws(() => to.protection.learn(0x2000, 1, 0), RangeError);
	to.protection.learn(1, 7, 0);
});
