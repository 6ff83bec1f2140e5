import { cryptoFaults, type KeyHandle, keyLimit, p256PublicLength } from "kith/core/crypto";
import { Sha256 } from "./reference/sha-256";
import { ReferenceCrypto } from "./reference-crypto";

/**
 * `ReferenceCrypto` with an agreement that two nodes come to the same secret by, so that portable tests can have pairwise
 * contexts inside XS. It is no P-256, and protects nothing: who knows both public keys knows the secret.
 */
export class PretendAgreement extends ReferenceCrypto {
	/** Of imported keys, what the pretended public key is made of. */
	readonly #publics = new Map<KeyHandle, Uint8Array>();
	agreements = 0;

	override importKey(bytes: Uint8Array, length: number): KeyHandle {
		const handle = super.importKey(bytes, length);
		if (handle >= 0 && handle < keyLimit) this.#publics.set(handle, new Sha256().digest(bytes.slice(0, length)));
		return handle;
	}

	override agreeP256(privateKey: KeyHandle, publicKey: Uint8Array): KeyHandle {
		const own = this.#publics.get(privateKey);
		if (own === undefined || publicKey.length !== p256PublicLength) return cryptoFaults.badPoint;
		this.agreements++;
		const other = publicKey.slice(1, 33);
		const ordered = own.join() < other.join() ? [own, other] : [other, own];
		const both = new Uint8Array(64);
		both.set(ordered[0] as Uint8Array);
		both.set(ordered[1] as Uint8Array, 32);
		return this.importKey(new Sha256().digest(both), 32);
	}
}

/** The public key that goes with a private one in this pretence. */
export function pretendedPublicKey(privateKey: Uint8Array): Uint8Array {
	const key = new Uint8Array(p256PublicLength).fill(1);
	key[0] = 4;
	key.set(new Sha256().digest(privateKey), 1);
	return key;
}
