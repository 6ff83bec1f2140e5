import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from "node:crypto";
import {
	type AeadParameters,
	aeadKeyLength,
	type Crypto,
	checkAeadCall,
	cryptoFaults,
	dataLengthLimit,
	derivedLengthLimit,
	digestLength,
	type KeyHandle,
	keyLengthLimit,
	p256PrivateLength,
	p256PublicLength,
} from "kith/core/crypto";
import { KeyRing } from "./key-ring";
import { agreeOnP256, publicKeyOnP256 } from "./p256";

/** The port on Node's OpenSSL: for desktop tools. */
export class NodeCrypto implements Crypto {
	/** What one Ethernet frame holds, with room to spare. */
	readonly textLimit = 1500;
	readonly #keys = new KeyRing();

	importKey(bytes: Uint8Array, length: number): KeyHandle {
		if (length > bytes.length) throw new RangeError(`key of ${length} bytes, there are ${bytes.length}`);
		return this.#keys.add(bytes.subarray(0, length));
	}

	forgetKey(key: KeyHandle): void {
		this.#keys.forget(key);
	}

	/** Keys in keeping, for those who look for forgotten ones. */
	get keyCount(): number {
		return this.#keys.size;
	}

	seal(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		const { tagLength } = parameters;
		const end = offset + length;
		checkAeadCall(this, parameters, buffer, offset, end + tagLength);
		const key = this.#aeadKey(parameters.key);
		if (key === undefined) return cryptoFaults.noKey;
		const cipher = createCipheriv("aes-128-ccm", key, parameters.nonce, { authTagLength: tagLength });
		cipher.setAAD(parameters.aad.subarray(0, parameters.aadLength), { plaintextLength: length });
		buffer.set(cipher.update(buffer.subarray(offset, end)), offset);
		cipher.final();
		buffer.set(cipher.getAuthTag(), end);
		return length + tagLength;
	}

	open(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		const { tagLength } = parameters;
		checkAeadCall(this, parameters, buffer, offset, offset + length);
		const textLength = length - tagLength;
		const key = this.#aeadKey(parameters.key);
		if (key === undefined) return cryptoFaults.noKey;
		if (textLength < 0) return cryptoFaults.notAuthentic;
		const end = offset + textLength;
		const decipher = createDecipheriv("aes-128-ccm", key, parameters.nonce, { authTagLength: tagLength });
		decipher.setAuthTag(buffer.subarray(end, end + tagLength));
		decipher.setAAD(parameters.aad.subarray(0, parameters.aadLength), { plaintextLength: textLength });
		try {
			const text = decipher.update(buffer.subarray(offset, end));
			decipher.final();
			buffer.set(text, offset);
		} catch {
			// OpenSSL has one error here, and it says no more than this.
			return cryptoFaults.notAuthentic;
		}
		return textLength;
	}

	sha256(data: Uint8Array, length: number, digest: Uint8Array): void {
		digest.set(createHash("sha256").update(checked(data, length)).digest());
	}

	hmacSha256(key: KeyHandle, data: Uint8Array, length: number, mac: Uint8Array): number {
		const secret = this.#keys.get(key);
		if (secret === undefined) return cryptoFaults.noKey;
		mac.set(createHmac("sha256", secret).update(checked(data, length)).digest());
		return digestLength;
	}

	hkdfSha256(secret: KeyHandle, salt: Uint8Array, info: Uint8Array, infoLength: number, output: Uint8Array): number {
		const key = this.#keys.get(secret);
		if (key === undefined) return cryptoFaults.noKey;
		if (salt.length > keyLengthLimit || infoLength > keyLengthLimit || output.length > derivedLengthLimit)
			throw new RangeError("salt, info or output too long");
		output.set(new Uint8Array(hkdfSync("sha256", key, salt, checked(info, infoLength), output.length)));
		return output.length;
	}

	agreeP256(privateKey: KeyHandle, publicKey: Uint8Array): KeyHandle {
		const key = this.#p256Key(privateKey);
		if (key === undefined) return cryptoFaults.noKey;
		const secret = agreeOnP256(key, publicKey);
		if (typeof secret === "number") return secret;
		const handle = this.#keys.add(secret);
		secret.fill(0);
		return handle;
	}

	publicP256(privateKey: KeyHandle, publicKey: Uint8Array): number {
		const key = this.#p256Key(privateKey);
		if (key === undefined) return cryptoFaults.noKey;
		const point = publicKeyOnP256(key);
		if (typeof point === "number") return point;
		publicKey.set(point);
		return p256PublicLength;
	}

	#aeadKey(handle: KeyHandle): Buffer | undefined {
		const key = this.#keys.get(handle);
		return key?.length === aeadKeyLength ? key : undefined;
	}

	#p256Key(handle: KeyHandle): Buffer | undefined {
		const key = this.#keys.get(handle);
		return key?.length === p256PrivateLength ? key : undefined;
	}
}

function checked(data: Uint8Array, length: number): Uint8Array {
	if (length < 0 || length > data.length || length > dataLengthLimit) throw new RangeError(`data of ${length} bytes`);
	return data.subarray(0, length);
}
