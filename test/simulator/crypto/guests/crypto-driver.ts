import { SimulatedCrypto } from "kith/simulator/guest/crypto";
import { cryptoEvents, cryptoPosts } from "./crypto-events";

const crypto = new SimulatedCrypto();
const event = new Uint8Array(2048);
const output = new Uint8Array(32);
const answer = new Uint8Array(4);
const parameters = { key: 0, nonce: new Uint8Array(13), aad: new Uint8Array(64), aadLength: 0, tagLength: 8 };
const nonceAt = 4;
const aadAt = nonceAt + 13;

function copy(target: Uint8Array, from: number, length: number): void {
	for (let index = 0; index < length; index++) target[index] = event[from + index] as number;
}

function report(result: number, bytes: Uint8Array, length: number): void {
	for (let index = 0; index < 4; index++) answer[index] = result >> (8 * index);
	host.post(cryptoPosts.result, answer, 4);
	host.post(cryptoPosts.bytes, bytes, length);
}

/** Seals and opens the text where it lies in the event, at whatever offset that is. */
function aead(kind: number, key: number, length: number): void {
	parameters.key = key;
	parameters.tagLength = event[2] as number;
	parameters.aadLength = event[3] as number;
	copy(parameters.nonce, nonceAt, 13);
	copy(parameters.aad, aadAt, parameters.aadLength);
	const at = aadAt + parameters.aadLength;
	const result =
		kind === cryptoEvents.seal
			? crypto.seal(parameters, event, at, length - at)
			: crypto.open(parameters, event, at, length - at);
	const count = kind === cryptoEvents.seal ? Math.max(0, result) : length - at;
	report(result, event.subarray(at, at + count), count);
}

function repeat(key: number, count: number, length: number): void {
	parameters.key = key;
	parameters.tagLength = 8;
	parameters.aadLength = 24;
	for (let time = 0; time < count; time++) {
		crypto.seal(parameters, event, 16, length);
		if (crypto.open(parameters, event, 16, length + 8) !== length) throw new Error("not authentic");
	}
}

host.listen(event, (kind, length) => {
	const handle = (event[0] as number) | ((event[1] as number) << 8);
	if (kind === cryptoEvents.importKey) report(crypto.importKey(event, length), event, 0);
	else if (kind === cryptoEvents.forgetKey) crypto.forgetKey(handle);
	else if (kind === cryptoEvents.repeat)
		repeat(
			handle,
			(event[2] as number) | ((event[3] as number) << 8),
			(event[4] as number) | ((event[5] as number) << 8),
		);
	else if (kind === cryptoEvents.seal || kind === cryptoEvents.open) aead(kind, handle, length);
	else if (kind === cryptoEvents.sha256) {
		crypto.sha256(event, length, output);
		report(32, output, 32);
	} else if (kind === cryptoEvents.hmac) {
		const data = event.subarray(2);
		report(crypto.hmacSha256(handle, data, length - 2, output), output, 32);
	} else if (kind === cryptoEvents.hkdf) {
		const derived = new Uint8Array(event[2] as number);
		const infoAt = 4 + (event[3] as number);
		const salt = event.subarray(4, infoAt);
		report(crypto.hkdfSha256(handle, salt, event.subarray(infoAt), length - infoAt, derived), derived, derived.length);
	}
});
