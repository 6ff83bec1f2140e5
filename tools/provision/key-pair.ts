import { createECDH } from "node:crypto";

const curve = "prime256v1";
const privateKeyLength = 32;

/** A private key of P-256 from the system's random numbers. */
export function drawPrivateKey(): Buffer {
	const ecdh = createECDH(curve);
	ecdh.generateKeys();
	// OpenSSL leaves leading zeros out.
	const key = Buffer.alloc(privateKeyLength);
	const drawn = ecdh.getPrivateKey();
	drawn.copy(key, privateKeyLength - drawn.length);
	return key;
}

/** Uncompressed, 65 bytes; undefined where the bytes are no private key. */
export function publicKeyOf(privateKey: Buffer): Buffer | undefined {
	const ecdh = createECDH(curve);
	try {
		ecdh.setPrivateKey(privateKey);
	} catch {
		return undefined;
	}
	return ecdh.getPublicKey();
}
