import { createHmac } from "node:crypto";

/** Order of the base point of P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3). */
export const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const digestLength = 32;

/**
 * HMAC_DRBG with SHA-256 as RFC 6979 section 3.2 uses it (steps b to h): the same seed gives the same bytes on every
 * machine. For simulated boards, whose keys may be guessed; never for real ones.
 */
export class HmacDrbg {
	#key: Buffer = Buffer.alloc(digestLength, 0);
	#value: Buffer = Buffer.alloc(digestLength, 1);
	#drawn = false;

	constructor(seed: Uint8Array) {
		this.#update(seed);
		this.#key = this.#hmac(this.#value, Uint8Array.of(1), seed);
		this.#value = this.#hmac(this.#value);
	}

	/** The next 32 bytes. */
	draw(): Buffer {
		if (this.#drawn) this.#update(new Uint8Array(0));
		this.#drawn = true;
		this.#value = this.#hmac(this.#value);
		return Buffer.from(this.#value);
	}

	/** The next ones that are a private key of P-256: big-endian, from 1 to the order - 1. */
	drawScalar(): Buffer {
		for (;;) {
			const candidate = this.draw();
			const scalar = BigInt(`0x${candidate.toString("hex")}`);
			if (scalar > 0n && scalar < p256Order) return candidate;
		}
	}

	#update(seed: Uint8Array): void {
		this.#key = this.#hmac(this.#value, Uint8Array.of(0), seed);
		this.#value = this.#hmac(this.#value);
	}

	#hmac(...parts: readonly Uint8Array[]): Buffer {
		const hmac = createHmac("sha256", this.#key);
		for (const part of parts) hmac.update(part);
		return hmac.digest();
	}
}
