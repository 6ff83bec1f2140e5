import { utf8Decode } from "kith/cbor/utf8";
import { p256PrivateLength, p256PublicLength } from "kith/core/crypto";
import type { Partition } from "kith/core/partition";
import { networkSecretLength, roles, type Secrets } from "kith/core/secrets";
import { crc32 } from "kith/security/crc-32";
import {
	checksumLength,
	memberLength,
	type SettingId,
	secretsHeaderLength,
	secretsLayout,
	secretsMagic,
	secretsPartitionLength,
	secretsVersion,
	settingLengthLimit,
} from "./layout";

/** Why an image gives nothing. */
export type SecretsFault = "unreadable" | "erased" | "not secrets" | "unknown version" | "wrong length" | "damaged";

/** Bytes that the checksum is computed over at a time. */
const chunkLength = 128;
/** First byte of an uncompressed point (SEC 1 section 2.3.3). */
const uncompressed = 4;
/**
 * What is looked at when an image is searched: address and role of a member, or id and length of a setting. More than
 * that, as reading just what an array holds takes no view of it on a board; the checksum lies behind all of them.
 */
const wordLength = 4;

/**
 * The secrets of one node, read from its partition piece by piece: of the roster nothing is kept in the heap. Opening
 * checks all of it once; an image with a fault answers every question with "none".
 */
export class SecretsImage implements Secrets {
	/** Undefined: the image is whole. */
	readonly fault: SecretsFault | undefined;
	/** The node that it was made for: another than the definition's means that images were mixed up. 0 with a fault. */
	readonly address: number = 0;
	readonly #partition: Partition;
	readonly #word = new Uint8Array(wordLength);
	/** 0 with a fault, as is the next. */
	readonly #members: number = 0;
	/** Where the settings end. */
	readonly #end: number = 0;

	constructor(partition: Partition) {
		this.#partition = partition;
		const header = new Uint8Array(secretsLayout.networkSecret);
		this.fault = this.check(header);
		if (this.fault !== undefined) return;
		this.address = uint16(header, secretsLayout.address);
		this.#members = uint16(header, secretsLayout.members);
		this.#end = uint16(header, secretsLayout.length) - checksumLength;
	}

	readNetworkSecret(target: Uint8Array): boolean {
		if (this.fault !== undefined) return false;
		return this.#partition.read(secretsLayout.networkSecret, target, networkSecretLength);
	}

	readPrivateKey(target: Uint8Array): boolean {
		if (this.fault !== undefined) return false;
		return this.#partition.read(secretsLayout.privateKey, target, p256PrivateLength);
	}

	readPublicKey(address: number, target: Uint8Array): boolean {
		const at = this.find(address);
		// From the role on, whose place in the point is that of its first byte.
		if (at < 0 || !this.#partition.read(at + 2, target, p256PublicLength)) return false;
		target[0] = uncompressed;
		return true;
	}

	role(address: number): number {
		return this.find(address) < 0 ? roles.none : (this.#word[2] as number);
	}

	/** For a board's host, when it boots: allocates. Undefined where the image does not have it. */
	readSetting(id: SettingId): string | undefined {
		const word = this.#word;
		let at = secretsHeaderLength + this.#members * memberLength;
		while (at + 2 <= this.#end) {
			if (!this.#partition.read(at, word, wordLength)) return undefined;
			const length = word[1] as number;
			if (word[0] === id) return this.text(at + 2, length);
			at += 2 + length;
		}
		return undefined;
	}

	private text(at: number, length: number): string | undefined {
		if (length > settingLengthLimit || at + length > this.#end) return undefined;
		const bytes = new Uint8Array(length);
		if (!this.#partition.read(at, bytes, length)) return undefined;
		const text = utf8Decode(bytes, 0, length);
		bytes.fill(0);
		return text;
	}

	/** Where the member's entry lies, its address and role now in the word; -1: no member. */
	private find(address: number): number {
		const word = this.#word;
		let low = 0;
		let high = this.#members;
		while (low < high) {
			const middle = (low + high) >> 1;
			const at = secretsHeaderLength + middle * memberLength;
			if (!this.#partition.read(at, word, wordLength)) return -1;
			const found = uint16(word, 0);
			if (found === address) return at;
			if (found < address) low = middle + 1;
			else high = middle;
		}
		return -1;
	}

	private check(header: Uint8Array): SecretsFault | undefined {
		if (!this.#partition.read(0, header, header.length)) return "unreadable";
		const magic = (uint16(header, 0) << 16) | uint16(header, 2);
		if (magic === -1) return "erased";
		if (magic !== secretsMagic) return "not secrets";
		if (header[secretsLayout.version] !== secretsVersion) return "unknown version";
		const length = uint16(header, secretsLayout.length);
		const least = secretsHeaderLength + uint16(header, secretsLayout.members) * memberLength + checksumLength;
		if (length < least || length > secretsPartitionLength) return "wrong length";
		return this.checksumFault(length - checksumLength);
	}

	private checksumFault(length: number): SecretsFault | undefined {
		const chunk = new Uint8Array(chunkLength);
		let crc = 0;
		for (let at = 0; at < length; at += chunkLength) {
			const count = Math.min(length - at, chunkLength);
			if (!this.#partition.read(at, chunk, count)) return "unreadable";
			crc = crc32(chunk, 0, count, crc);
		}
		// Secrets went through it.
		chunk.fill(0);
		const word = this.#word;
		if (!this.#partition.read(length, word, checksumLength)) return "unreadable";
		return ((uint16(word, 0) << 16) | uint16(word, 2)) === crc ? undefined : "damaged";
	}
}

function uint16(bytes: Uint8Array, at: number): number {
	return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
