import { createECDH, hkdfSync } from "node:crypto";
import type { OscoreContext } from "./context-file";

export interface OperatorKeys {
	/** Of the operator: 32 bytes, big-endian. */
	readonly privateKey: Uint8Array;
	readonly address: number;
	/** Of the gateway: an uncompressed point. */
	readonly gatewayPublicKey: Uint8Array;
	readonly gatewayAddress: number;
	readonly networkTag: number;
}

const secretLength = 32;

/**
 * What an operator's desktop and a gateway share, from the desktop's side: the Master Secret of any two members
 * (docs/protocol.md), which each run of the desktop and each boot of the gateway make new keys of.
 */
export function operatorContext(keys: OperatorKeys): OscoreContext {
	const { privateKey, address, gatewayPublicKey, gatewayAddress, networkTag } = keys;
	const ecdh = createECDH("prime256v1");
	ecdh.setPrivateKey(privateKey);
	const info = Buffer.concat([
		Buffer.from("kith pair"),
		idOf(Math.min(address, gatewayAddress)),
		idOf(Math.max(address, gatewayAddress)),
	]);
	const shared = ecdh.computeSecret(gatewayPublicKey);
	const masterSecret = new Uint8Array(hkdfSync("sha256", shared, idOf(networkTag), info, secretLength));
	shared.fill(0);
	return {
		masterSecret,
		masterSalt: new Uint8Array(0),
		senderId: idOf(address),
		recipientId: idOf(gatewayAddress),
		bootContext: true,
	};
}

/** An address, or a network tag, as two bytes. */
function idOf(number: number): Uint8Array {
	return Uint8Array.of(number >> 8, number);
}
