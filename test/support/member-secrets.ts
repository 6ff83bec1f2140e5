import { type Role, roles } from "kith/core/secrets";
import { encodeSecrets, type Member, type SecretsContents } from "kith/secrets/encode";
import { SecretsImage } from "kith/secrets/secrets-image";
import { MemoryPartition } from "./memory-partition";

/** `length` bytes that differ from those of another `start`. */
export function pattern(length: number, start: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let index = 0; index < length; index++) bytes[index] = start + index * 7;
	return bytes;
}

/** A member with a public key that is no point, for tests that compute nothing with it. */
export function member(address: number, role: Role = roles.node): Member {
	const publicKey = pattern(65, address);
	publicKey[0] = 4;
	return { address, role, publicKey };
}

/** What `kith provision` would put on the board `address` among `roster`. */
export function contents(address: number, roster: readonly Member[]): SecretsContents {
	return { address, networkSecret: pattern(32, 1), privateKey: pattern(32, 100 + address), roster };
}

/** The secrets of a board, as it has them: through its image. */
export function memberSecrets(address: number, roster: readonly Member[] = [member(address)]): SecretsImage {
	return new SecretsImage(new MemoryPartition(encodeSecrets(contents(address, roster))));
}
