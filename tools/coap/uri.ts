import { UsageError } from "../usage-error";

/** What a `coap://` URI says (RFC 7252 section 6.4). */
export interface CoapUri {
	readonly host: string;
	readonly port: number;
	/** Decoded. */
	readonly segments: readonly string[];
	readonly queries: readonly string[];
}

const defaultPort = 5683;

/** @throws UsageError with a sentence that says how to write one */
export function parseCoapUri(text: string): CoapUri {
	const example = "for example coap://127.0.0.1/.well-known/core";
	if (text.startsWith("coaps:")) throw new UsageError(`coaps is not spoken here: use coap:// with --oscore`);
	if (!text.startsWith("coap://") || !URL.canParse(text))
		throw new UsageError(`"${text}" is no CoAP address; ${example}`);
	const url = new URL(text);
	if (url.hostname === "") throw new UsageError(`"${text}" names no host; ${example}`);
	if (url.hash !== "")
		throw new UsageError(`"${text}" has a fragment, which CoAP does not send: leave "${url.hash}" away`);
	const path = url.pathname.startsWith("/") ? url.pathname.slice(1) : url.pathname;
	return {
		host: url.hostname.replace(/^\[|\]$/g, ""),
		port: url.port === "" ? defaultPort : Number(url.port),
		segments: path === "" ? [] : path.split("/").map((part) => decoded(part, text)),
		queries:
			url.search.length < 2
				? []
				: url.search
						.slice(1)
						.split("&")
						.map((part) => decoded(part, text)),
	};
}

function decoded(part: string, uri: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		throw new UsageError(`"${uri}" has a "%" that is not followed by two hexadecimal digits: write %25 for it`);
	}
}
