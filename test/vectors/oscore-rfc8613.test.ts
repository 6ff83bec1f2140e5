/** RFC 8613 appendix C, from the vectors that lie beside the checkout. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { nonceLength } from "kith/core/crypto";
import { rowFields } from "kith/oscore/context-table";
import { RequestBinding } from "kith/oscore/request-binding";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { toHex } from "../support/hex";
import { OscoreStand } from "../support/oscore-stand";

const path = "../shared/vectors/oscore-rfc8613-appendix-c.json";
const skip = existsSync(path) ? false : `no ${path} beside this checkout`;

interface Derivation {
	readonly name: string;
	readonly master_salt: string | null;
	readonly id_context: string | null;
	readonly sender_id: string;
	readonly recipient_id: string;
	readonly sender_key: string;
	readonly recipient_key: string;
	readonly sender_nonce_piv0: string;
	readonly recipient_nonce_piv0: string;
}

interface Message {
	readonly name: string;
	readonly context: string;
	readonly partial_iv?: string;
	readonly with_kid_context?: boolean;
	readonly request_piv?: string;
	readonly own_partial_iv?: string | null;
	readonly plain: string;
	readonly protected: string;
}

interface Vectors {
	readonly master_secret: string;
	readonly key_derivation: readonly Derivation[];
	readonly messages: readonly Message[];
}

const vectors = (): Vectors => JSON.parse(readFileSync(path, "utf8")) as Vectors;

/** Keeps what it is given, to be looked at. */
class OpenCrypto extends NodeCrypto {
	readonly imported: string[] = [];

	override importKey(bytes: Uint8Array, length: number): number {
		this.imported.push(toHex(bytes, length));
		return super.importKey(bytes, length);
	}
}

function stand(derivation: Derivation, swapped = false): { readonly endpoint: OscoreStand; readonly row: number } {
	const endpoint = new OscoreStand(new OpenCrypto());
	const { master_salt, id_context, sender_id, recipient_id } = derivation;
	const row = endpoint.add({
		secret: vectors().master_secret,
		salt: master_salt ?? "",
		...(id_context === null ? {} : { idContext: id_context }),
		senderId: swapped ? recipient_id : sender_id,
		recipientId: swapped ? sender_id : recipient_id,
	});
	return { endpoint, row };
}

test("every context of appendix C has its keys and nonces", { skip }, () => {
	const { key_derivation } = vectors();
	assert.ok(key_derivation.length >= 4);
	for (const derivation of key_derivation) {
		const { endpoint, row } = stand(derivation);
		assert.ok(row >= 0, derivation.name);
		const { contexts, crypto } = endpoint;
		const keys = (crypto as OpenCrypto).imported.slice(1);
		assert.deepEqual(keys, [derivation.sender_key, derivation.recipient_key], derivation.name);
		const nonceAt = (field: number): string => {
			const at = contexts.at(row) + field;
			return toHex(contexts.bytes.slice(at, at + nonceLength));
		};
		assert.equal(nonceAt(rowFields.senderNonce), derivation.sender_nonce_piv0, derivation.name);
		assert.equal(nonceAt(rowFields.recipientNonce), derivation.recipient_nonce_piv0, derivation.name);
	}
});

test("every message of appendix C is made and read byte for byte", { skip }, () => {
	const { key_derivation, messages } = vectors();
	assert.ok(messages.length >= 5);
	for (const message of messages) {
		const derivation = key_derivation.find(({ name }) => name === message.context) as Derivation;
		const sender = stand(derivation);
		const receiver = stand(derivation, true);
		const binding = new RequestBinding();
		if (message.partial_iv !== undefined) {
			sender.endpoint.contexts.sequences.resume(sender.row, Number.parseInt(message.partial_iv, 16));
			const sealed = sender.endpoint.protectRequest(sender.row, message.plain, binding, message.with_kid_context);
			assert.equal(sealed, message.protected, message.name);
			assert.equal(receiver.endpoint.unprotectRequest(message.protected), message.plain, message.name);
			continue;
		}
		const requestNumber = Number.parseInt(message.request_piv as string, 16);
		binding.bindReceived(sender.row, sender.endpoint.contexts.serial(sender.row), requestNumber, false, true);
		const numbered = message.own_partial_iv !== null;
		const sealed = sender.endpoint.protectResponse(sender.row, message.plain, binding, numbered);
		assert.equal(sealed, message.protected, message.name);
		const asked = new RequestBinding();
		asked.bindSent(receiver.row, receiver.endpoint.contexts.serial(receiver.row), requestNumber, false);
		assert.equal(receiver.endpoint.unprotectResponse(message.protected, asked), message.plain, message.name);
	}
});
