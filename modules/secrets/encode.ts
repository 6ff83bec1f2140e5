import { utf8Encode, utf8Length } from "kith/cbor/utf8";
import { p256PrivateLength, p256PublicLength } from "kith/core/crypto";
import { networkSecretLength, type Role } from "kith/core/secrets";
import { crc32 } from "kith/security/crc-32";
import {
	checksumLength,
	memberLength,
	rosterLimit,
	type SettingId,
	secretsHeaderLength,
	secretsLayout,
	secretsMagic,
	secretsVersion,
	settingLengthLimit,
} from "./layout";

/** One line of the roster. */
export interface Member {
	/** 1…`addressLimit`. */
	readonly address: number;
	readonly role: Role;
	/** Uncompressed point of P-256, 65 bytes. */
	readonly publicKey: Uint8Array;
}

/** What goes into the image of one node. */
export interface SecretsContents {
	readonly address: number;
	/** 32 bytes. */
	readonly networkSecret: Uint8Array;
	/** 32 bytes, big-endian. */
	readonly privateKey: Uint8Array;
	/** Everybody, this node too, in any order. */
	readonly roster: readonly Member[];
	readonly settings?: ReadonlyMap<SettingId, string>;
}

/**
 * The image, for the desktop: see layout.ts. The same contents give the same bytes.
 *
 * @throws RangeError for more than an image can hold, an address twice, or a key of the wrong length
 */
export function encodeSecrets(contents: SecretsContents): Uint8Array {
	const { address, networkSecret, privateKey, settings } = contents;
	mustHave(networkSecret, networkSecretLength, "network secret");
	mustHave(privateKey, p256PrivateLength, "private key");
	const roster = sorted(contents.roster);
	const entries = [...(settings ?? [])].sort(([a], [b]) => a - b);
	const length =
		secretsHeaderLength +
		roster.length * memberLength +
		entries.reduce((sum, [, text]) => sum + 2 + settingLength(text), 0) +
		checksumLength;
	const image = new Uint8Array(length);
	putUint16(image, 0, secretsMagic >> 16);
	putUint16(image, 2, secretsMagic);
	image[secretsLayout.version] = secretsVersion;
	putUint16(image, secretsLayout.address, address);
	putUint16(image, secretsLayout.length, length);
	putUint16(image, secretsLayout.members, roster.length);
	image.set(networkSecret, secretsLayout.networkSecret);
	image.set(privateKey, secretsLayout.privateKey);
	let at: number = secretsLayout.roster;
	for (const member of roster) {
		image.set(member.publicKey, at + 2);
		putUint16(image, at, member.address);
		image[at + 2] = member.role;
		at += memberLength;
	}
	for (const [id, text] of entries) {
		image[at] = id;
		image[at + 1] = settingLength(text);
		at = utf8Encode(text, image, at + 2);
	}
	const crc = crc32(image, 0, at);
	putUint16(image, at, crc >> 16);
	putUint16(image, at + 2, crc);
	return image;
}

function sorted(roster: readonly Member[]): readonly Member[] {
	if (roster.length > rosterLimit) throw new RangeError(`${roster.length} members: an image holds ${rosterLimit}`);
	const members = [...roster].sort((a, b) => a.address - b.address);
	for (const [index, { address, publicKey }] of members.entries()) {
		mustHave(publicKey, p256PublicLength, `public key of address ${address}`);
		if (members[index + 1]?.address === address) throw new RangeError(`two members have the address ${address}`);
	}
	return members;
}

function settingLength(text: string): number {
	const length = utf8Length(text);
	if (length > settingLengthLimit) throw new RangeError(`a setting of ${length} bytes`);
	return length;
}

function mustHave(bytes: Uint8Array, length: number, what: string): void {
	if (bytes.length !== length) throw new RangeError(`${what} of ${bytes.length} bytes`);
}

function putUint16(bytes: Uint8Array, at: number, value: number): void {
	bytes[at] = value >> 8;
	bytes[at + 1] = value;
}
