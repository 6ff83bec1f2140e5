/** CoAP codes (RFC 7252 section 12.1): three bits of class, five of detail, as they lie in the message's second byte. */
export const codes = {
	empty: 0x00,
	get: 0x01,
	post: 0x02,
	put: 0x03,
	delete: 0x04,
	created: 0x41,
	deleted: 0x42,
	valid: 0x43,
	changed: 0x44,
	content: 0x45,
	/** RFC 7959 section 2.9.1: the block is here, the next one may come. */
	continue: 0x5f,
	badRequest: 0x80,
	unauthorized: 0x81,
	badOption: 0x82,
	forbidden: 0x83,
	notFound: 0x84,
	methodNotAllowed: 0x85,
	notAcceptable: 0x86,
	/** RFC 7959 section 2.9.2: the blocks before this one are not here. */
	requestEntityIncomplete: 0x88,
	/** RFC 8132 section 4. */
	conflict: 0x89,
	preconditionFailed: 0x8c,
	requestEntityTooLarge: 0x8d,
	unsupportedContentFormat: 0x8f,
	/** RFC 8132 section 4. */
	unprocessableEntity: 0x96,
	internalServerError: 0xa0,
	notImplemented: 0xa1,
	badGateway: 0xa2,
	serviceUnavailable: 0xa3,
	proxyingNotSupported: 0xa5,
} as const;
export type CoapCode = (typeof codes)[keyof typeof codes];

/** Message types (section 3), as they lie in bits 4 and 5 of the first byte. */
export const messageTypes = { confirmable: 0, nonConfirmable: 1, acknowledgement: 2, reset: 3 } as const;

/** Content formats that Kith's messages use (section 12.3; RFC 8428 section 12.3; RFC 6690). */
export const contentFormats = { text: 0, linkFormat: 40, octets: 42, cbor: 60, senmlCbor: 112 } as const;

/** 0 request, 2 success, 4 client error, 5 server error; the others are reserved. */
export function codeClass(code: number): number {
	return code >> 5;
}

/** "4.04", for people. */
export function codeText(code: number): string {
	const detail = code & 0x1f;
	return `${code >> 5}.${detail < 10 ? "0" : ""}${detail}`;
}
