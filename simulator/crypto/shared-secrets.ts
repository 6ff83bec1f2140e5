/** Agreements remembered at most; the oldest go first. */
export const sharedSecretLimit = 100_000;

/**
 * What simulated boards agreed on, by private and public key. Computing one takes OpenSSL longer than a board's whole
 * turn, and a building where everybody boots does it for every pair; the answer is the same every time.
 */
export class SharedSecrets {
	readonly #secrets = new Map<string, Buffer>();

	get(privateKey: Uint8Array, publicKey: Uint8Array): Buffer | undefined {
		return this.#secrets.get(nameOf(privateKey, publicKey));
	}

	put(privateKey: Uint8Array, publicKey: Uint8Array, secret: Uint8Array): void {
		if (this.#secrets.size >= sharedSecretLimit) {
			const [oldest] = this.#secrets.keys();
			if (oldest !== undefined) this.#secrets.delete(oldest);
		}
		this.#secrets.set(nameOf(privateKey, publicKey), Buffer.from(secret));
	}

	get size(): number {
		return this.#secrets.size;
	}
}

function nameOf(privateKey: Uint8Array, publicKey: Uint8Array): string {
	return `${Buffer.from(privateKey).toString("latin1")}/${Buffer.from(publicKey).toString("latin1")}`;
}
