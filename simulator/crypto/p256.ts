import { createECDH } from "node:crypto";
import { type CryptoFault, cryptoFaults, p256PublicLength } from "kith/core/crypto";

const curve = "prime256v1";
/** First byte of an uncompressed point (SEC 1 section 2.3.3). */
const uncompressed = 4;

/** ECDH: the x coordinate of private key (32 bytes) · public key, or why there is none. */
export function agreeOnP256(privateKey: Uint8Array, publicKey: Uint8Array): Buffer | CryptoFault {
	const ecdh = open(privateKey);
	if (ecdh === undefined) return cryptoFaults.badPrivateKey;
	if (publicKey.length !== p256PublicLength || publicKey[0] !== uncompressed) return cryptoFaults.badPoint;
	try {
		return ecdh.computeSecret(publicKey);
	} catch {
		return cryptoFaults.badPoint;
	}
}

/** The uncompressed point that belongs to a private key of 32 bytes. */
export function publicKeyOnP256(privateKey: Uint8Array): Buffer | CryptoFault {
	return open(privateKey)?.getPublicKey() ?? cryptoFaults.badPrivateKey;
}

function open(privateKey: Uint8Array): ReturnType<typeof createECDH> | undefined {
	const ecdh = createECDH(curve);
	try {
		ecdh.setPrivateKey(privateKey);
		return ecdh;
	} catch {
		return undefined;
	}
}
