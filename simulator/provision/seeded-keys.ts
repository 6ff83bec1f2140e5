import { createECDH } from "node:crypto";
import type { Role } from "kith/core/secrets";
import { roles } from "kith/core/secrets";
import { encodeSecrets, type Member } from "kith/secrets/encode";
import { HmacDrbg } from "./hmac-drbg";

/** Who is given keys. */
export interface SeededMember {
	/** "kitchen"; a node and an operator may bear the same. */
	readonly name: string;
	readonly address: number;
	readonly role: Role;
}

export interface SeededKeysOptions {
	readonly installation: string;
	/** The session's: unsigned 32-bit. */
	readonly seed: number;
	readonly members: readonly SeededMember[];
}

interface KeyPair {
	readonly privateKey: Uint8Array;
	readonly publicKey: Uint8Array;
}

/**
 * The keys of a simulated installation. They follow from its name, the seed and each member's name alone, so that runs
 * repeat, need no secrets file, and a board more changes no other's keys. They are no secret to anybody.
 */
export class SeededKeys {
	readonly networkSecret: Uint8Array;
	readonly #options: SeededKeysOptions;
	readonly #pairs = new Map<SeededMember, KeyPair>();
	/** How often a member was given new keys, by address. */
	readonly #generations = new Map<number, number>();

	constructor(options: SeededKeysOptions) {
		this.#options = options;
		this.networkSecret = this.#drbg("network").draw();
	}

	/** @throws RangeError: no member has it */
	privateKey(address: number): Uint8Array {
		return this.#pair(this.#member(address)).privateKey;
	}

	roster(): Member[] {
		return this.#options.members.map((member) => {
			return { address: member.address, role: member.role, publicKey: this.#pair(member).publicKey };
		});
	}

	/** The secrets image of a member. @throws RangeError: no member has the address */
	image(address: number): Uint8Array {
		const privateKey = this.privateKey(address);
		return encodeSecrets({ address, networkSecret: this.networkSecret, privateKey, roster: this.roster() });
	}

	/** As `kith provision --rotate` does: images made from now on have another key pair of this member. */
	rotate(address: number): void {
		const member = this.#member(address);
		this.#generations.set(address, (this.#generations.get(address) ?? 0) + 1);
		this.#pairs.delete(member);
	}

	#pair(member: SeededMember): KeyPair {
		const known = this.#pairs.get(member);
		if (known !== undefined) return known;
		const generation = this.#generations.get(member.address) ?? 0;
		const kind = member.role === roles.operator ? "operator" : "node";
		const privateKey = this.#drbg(`${kind}/${member.name}/${generation}`).drawScalar();
		const ecdh = createECDH("prime256v1");
		ecdh.setPrivateKey(privateKey);
		const pair = { privateKey, publicKey: ecdh.getPublicKey() };
		this.#pairs.set(member, pair);
		return pair;
	}

	#member(address: number): SeededMember {
		const member = this.#options.members.find((one) => one.address === address);
		if (member === undefined) throw new RangeError(`no member has the address ${address}`);
		return member;
	}

	/** Names hold no slash, so no two purposes have the same text. */
	#drbg(purpose: string): HmacDrbg {
		const { installation, seed } = this.#options;
		return new HmacDrbg(Buffer.from(`kith simulated keys/${installation}/${seed}/${purpose}`));
	}
}
