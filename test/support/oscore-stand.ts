import type { Crypto } from "kith/core/crypto";
import type { ContextParameters } from "kith/oscore/context-parameters";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { oscoreFaultName } from "kith/oscore/faults";
import { MessageProtector, protectionOverhead } from "kith/oscore/message-protector";
import { MessageVerifier } from "kith/oscore/message-verifier";
import { RequestBinding } from "kith/oscore/request-binding";
import { fromHex, toHex } from "./hex";

/** Bytes in front of every message, so that nothing relies on a message starting at 0. */
const lead = 3;

/** One endpoint's OSCORE, with messages as hex and faults by name. */
export class OscoreStand {
	readonly contexts: ContextTable;
	readonly cose: CoseObject;
	readonly protector: MessageProtector;
	readonly verifier: MessageVerifier;
	readonly crypto: Crypto;

	constructor(crypto: Crypto, capacity = 8, sequenceLimit?: number, spare = 0) {
		this.crypto = crypto;
		this.contexts = new ContextTable(crypto, capacity, sequenceLimit, spare);
		this.cose = new CoseObject(crypto, this.contexts);
		this.protector = new MessageProtector(this.contexts, this.cose);
		this.verifier = new MessageVerifier(this.contexts, this.cose);
	}

	/** A context of `secret`, all as hex. @returns its row */
	add(parameters: HexParameters): number {
		const secret = fromHex(parameters.secret ?? testSecret);
		const handle = this.crypto.importKey(secret, secret.length);
		const { wrapIdContext } = parameters;
		const optional = (name: "idContext" | "senderId" | "recipientId"): Partial<ContextParameters> => {
			const text = parameters[name];
			return text === undefined ? {} : { [name]: fromHex(text) };
		};
		const row = this.contexts.add({
			secret: handle,
			salt: fromHex(parameters.salt ?? ""),
			...optional("idContext"),
			...optional("senderId"),
			...optional("recipientId"),
			...(wrapIdContext === undefined ? {} : { wrapIdContext }),
		});
		this.crypto.forgetKey(handle);
		return row;
	}

	/** @returns the OSCORE message, or the fault's name */
	protectRequest(row: number, plain: string, binding = new RequestBinding(), withContext = false): string {
		const { buffer, length } = laid(plain);
		const result = this.protector.protectRequest(row, buffer, lead, length, buffer.length, withContext, binding);
		return taken(buffer, lead, result);
	}

	protectResponse(row: number, plain: string, binding: RequestBinding, numbered = false): string {
		const { buffer, length } = laid(plain);
		const result = this.protector.protectResponse(row, buffer, lead, length, buffer.length, binding, numbered);
		return taken(buffer, lead, result);
	}

	/** @returns the plain message, or the fault's name */
	unprotectRequest(sealed: string, binding = new RequestBinding()): string {
		const { buffer, length } = laid(sealed);
		const result = this.verifier.unprotectRequest(buffer, lead, length, binding);
		return taken(buffer, this.verifier.messageOffset, result);
	}

	unprotectResponse(sealed: string, binding: RequestBinding, row = binding.row): string {
		const { buffer, length } = laid(sealed);
		const result = this.verifier.unprotectResponse(row, buffer, lead, length, binding);
		return taken(buffer, this.verifier.messageOffset, result);
	}
}

export interface HexParameters {
	/** Default: `testSecret`. */
	readonly secret?: string;
	readonly salt?: string;
	readonly idContext?: string;
	readonly senderId?: string;
	readonly recipientId?: string;
	readonly wrapIdContext?: boolean;
}

/** The Master Secret of RFC 8613 appendix C. */
export const testSecret = "0102030405060708090a0b0c0d0e0f10";

function laid(hex: string): { readonly buffer: Uint8Array; readonly length: number } {
	const bytes = fromHex(hex);
	const buffer = new Uint8Array(lead + bytes.length + protectionOverhead).fill(0xee);
	buffer.set(bytes, lead);
	return { buffer, length: bytes.length };
}

function taken(buffer: Uint8Array, offset: number, result: number): string {
	return result < 0 ? oscoreFaultName(result) : toHex(buffer.slice(offset, offset + result));
}

/** Two endpoints with one context between them: "client" sends as 01, "server" as 02. */
export function oscorePair(crypto: () => Crypto): {
	readonly client: OscoreStand;
	readonly server: OscoreStand;
	readonly toServer: number;
	readonly toClient: number;
} {
	const client = new OscoreStand(crypto());
	const server = new OscoreStand(crypto());
	const shared = { salt: "9e7ca92223786340", idContext: "0a0b0c0d" };
	const toServer = client.add({ ...shared, senderId: "01", recipientId: "02" });
	const toClient = server.add({ ...shared, senderId: "02", recipientId: "01" });
	return { client, server, toServer, toClient };
}
