import { decode } from "kith/cbor/decode";
import { codes, contentFormats } from "kith/coap/codes";
import { nodesPath } from "kith/node/paths";
import { ask } from "./ask";
import { CoapError } from "./coap-error";
import { printable } from "./printable";
import type { CoapUri } from "./uri";

/** Names of nodes by their addresses. */
export type NodeNames = ReadonlyMap<number, string>;

/** The names that a node keeps of others, as its `/nodes` says; none where it keeps none, or does not answer. */
export async function readNodeNames(uri: CoapUri, oscore: string | undefined): Promise<NodeNames> {
	try {
		const target = { ...uri, segments: [nodesPath], queries: [] };
		const answer = await ask({ code: codes.get, uri: target, accept: contentFormats.cbor }, oscore);
		return answer.code === codes.content ? parseNodeNames(answer.payload) : new Map();
	} catch (error) {
		if (error instanceof CoapError) return new Map();
		throw error;
	}
}

/** Of the list in CBOR (docs/presence.md); what is no row of it is passed over. */
export function parseNodeNames(payload: Uint8Array): NodeNames {
	const names = new Map<number, string>();
	const decoded = decode(payload);
	if (decoded.fault !== 0 || !Array.isArray(decoded.value)) return names;
	for (const row of decoded.value) {
		if (!Array.isArray(row)) continue;
		const [address, name] = row;
		if (typeof address === "number" && typeof name === "string" && name !== "") names.set(address, printable(name));
	}
	return names;
}
