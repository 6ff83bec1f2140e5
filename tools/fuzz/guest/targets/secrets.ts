import { encodeSecrets } from "kith/secrets/encode";
import { checksumLength, secretsHeaderLength, secretsLayout, settingIds } from "kith/secrets/layout";
import { SecretsImage } from "kith/secrets/secrets-image";
import { crc32 } from "kith/security/crc-32";
import type { FuzzTarget } from "../target";

function image(members: number): Uint8Array {
	const roster = Array.from({ length: members }, (_, index) => ({
		address: index + 1,
		role: 1 as const,
		publicKey: new Uint8Array(65).fill(index + 1).fill(4, 0, 1),
	}));
	return encodeSecrets({
		address: 1,
		networkSecret: new Uint8Array(32).fill(7),
		privateKey: new Uint8Array(32).fill(9),
		roster,
		settings: new Map([
			[settingIds.wifiName, "attic"],
			[settingIds.brokerUrl, "mqtt://10.0.0.1:1883"],
		]),
	});
}

/** The secrets image, as rotten flash or another version may give it; every other one with a checksum that fits. */
export function secretsImage(): FuzzTarget {
	let bytes: Uint8Array = new Uint8Array(0);
	let end = 0;
	const partition = {
		read(offset: number, target: Uint8Array, length: number): boolean {
			if (offset + length > end) return false;
			for (let index = 0; index < length; index++) target[index] = bytes[offset + index] as number;
			return true;
		},
	};
	const key = new Uint8Array(65);
	let count = 0;
	return {
		seeds: [image(1), image(3), image(12)],
		feed(input, length) {
			bytes = input;
			end = length;
			if (++count % 2 === 0 && length > secretsHeaderLength + checksumLength) {
				// Of the length that it says, where there is as much.
				const said = ((input[secretsLayout.length] as number) << 8) | (input[secretsLayout.length + 1] as number);
				const at = (said >= checksumLength && said <= length ? said : length) - checksumLength;
				const crc = crc32(input, 0, at);
				for (let index = 0; index < 4; index++) input[at + index] = crc >> (24 - 8 * index);
			}
			const secrets = new SecretsImage(partition);
			secrets.readNetworkSecret(key);
			secrets.readPrivateKey(key);
			for (let address = 0; address < 14; address++) {
				secrets.role(address);
				secrets.readPublicKey(address, key);
			}
			secrets.readSetting(settingIds.wifiName);
			secrets.readSetting(settingIds.brokerPassword);
			return secrets.fault === undefined;
		},
	};
}
