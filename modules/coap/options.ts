/** One row of the registry: how an option's value is to be read and how long it may be, in bytes. */
export interface OptionDefinition {
	readonly number: number;
	readonly name: string;
	readonly format: "empty" | "opaque" | "uint" | "string";
	readonly minimumLength: number;
	readonly maximumLength: number;
	readonly repeatable: boolean;
	readonly source: string;
}

export const optionNumbers = {
	ifMatch: 1,
	uriHost: 3,
	etag: 4,
	ifNoneMatch: 5,
	observe: 6,
	uriPort: 7,
	locationPath: 8,
	oscore: 9,
	uriPath: 11,
	contentFormat: 12,
	maxAge: 14,
	uriQuery: 15,
	accept: 17,
	locationQuery: 20,
	block2: 23,
	block1: 27,
	size2: 28,
	proxyUri: 35,
	proxyScheme: 39,
	size1: 60,
	echo: 252,
	noResponse: 258,
	requestTag: 292,
} as const;

const rfc7252 = "RFC 7252 section 5.10";

function row(
	number: number,
	name: string,
	format: OptionDefinition["format"],
	lengths: readonly [number, number],
	repeatable: boolean,
	source = rfc7252,
): OptionDefinition {
	return Object.freeze({
		number,
		name,
		format,
		minimumLength: lengths[0],
		maximumLength: lengths[1],
		repeatable,
		source,
	});
}

/** The options that Kith knows by name, in the order of their numbers. */
export const optionRegistry: readonly OptionDefinition[] = Object.freeze([
	row(optionNumbers.ifMatch, "If-Match", "opaque", [0, 8], true),
	row(optionNumbers.uriHost, "Uri-Host", "string", [1, 255], false),
	row(optionNumbers.etag, "ETag", "opaque", [1, 8], true),
	row(optionNumbers.ifNoneMatch, "If-None-Match", "empty", [0, 0], false),
	row(optionNumbers.observe, "Observe", "uint", [0, 3], false, "RFC 7641 section 2"),
	row(optionNumbers.uriPort, "Uri-Port", "uint", [0, 2], false),
	row(optionNumbers.locationPath, "Location-Path", "string", [0, 255], true),
	row(optionNumbers.oscore, "OSCORE", "opaque", [0, 255], false, "RFC 8613 section 2"),
	row(optionNumbers.uriPath, "Uri-Path", "string", [0, 255], true),
	row(optionNumbers.contentFormat, "Content-Format", "uint", [0, 2], false),
	row(optionNumbers.maxAge, "Max-Age", "uint", [0, 4], false),
	row(optionNumbers.uriQuery, "Uri-Query", "string", [0, 255], true),
	row(optionNumbers.accept, "Accept", "uint", [0, 2], false),
	row(optionNumbers.locationQuery, "Location-Query", "string", [0, 255], true),
	row(optionNumbers.block2, "Block2", "uint", [0, 3], false, "RFC 7959 section 2.1"),
	row(optionNumbers.block1, "Block1", "uint", [0, 3], false, "RFC 7959 section 2.1"),
	row(optionNumbers.size2, "Size2", "uint", [0, 4], false, "RFC 7959 section 4"),
	row(optionNumbers.proxyUri, "Proxy-Uri", "string", [1, 1034], false),
	row(optionNumbers.proxyScheme, "Proxy-Scheme", "string", [1, 255], false),
	row(optionNumbers.size1, "Size1", "uint", [0, 4], false),
	row(optionNumbers.echo, "Echo", "opaque", [1, 40], false, "RFC 9175 section 2.2.1"),
	row(optionNumbers.noResponse, "No-Response", "uint", [0, 1], false, "RFC 7967 section 2"),
	row(optionNumbers.requestTag, "Request-Tag", "opaque", [0, 8], true, "RFC 9175 section 3.2.1"),
]);

/** Critical: who does not understand it must not act on the message (section 5.4.1). Otherwise elective. */
export function isCritical(number: number): boolean {
	return (number & 1) !== 0;
}

/** Unsafe to forward: a proxy that does not understand it must not (section 5.4.2). */
export function isUnsafe(number: number): boolean {
	return (number & 2) !== 0;
}

/** Not part of what identifies a cached response (section 5.4.2 and 5.4.6). */
export function isNoCacheKey(number: number): boolean {
	return (number & 0x1e) === 0x1c;
}
