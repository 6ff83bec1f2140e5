/** Methods, in the order of the bits of a matcher. All others are refused alike. */
export const methods = { get: 0, head: 1, options: 2, other: -1 } as const;
export const methodWords: readonly string[] = Object.freeze(["GET", "HEAD", "OPTIONS"]);

/** Headers that are looked at. */
export const headers = {
	host: 0,
	accept: 1,
	contentLength: 2,
	transferEncoding: 3,
	ifNoneMatch: 4,
	other: -1,
} as const;
export const headerWords: readonly string[] = Object.freeze([
	"host",
	"accept",
	"content-length",
	"transfer-encoding",
	"if-none-match",
]);

/** Media types and ranges that may be asked for: their numbers are bits of `accept`. */
export const mediaTypes = { any: 0, html: 1, senml: 2, json: 3, links: 4, events: 5, text: 6, application: 7 } as const;
export const mediaWords: readonly string[] = Object.freeze([
	"*/*",
	"text/html",
	"application/senml+json",
	"application/json",
	"application/link-format",
	"text/event-stream",
	"text/*",
	"application/*",
]);

/** Whoever accepts one of these takes the document. */
export const takers = Object.freeze({
	html: (1 << mediaTypes.any) | (1 << mediaTypes.html) | (1 << mediaTypes.text),
	senml: (1 << mediaTypes.any) | (1 << mediaTypes.senml) | (1 << mediaTypes.json) | (1 << mediaTypes.application),
	links: (1 << mediaTypes.any) | (1 << mediaTypes.links) | (1 << mediaTypes.application),
	events: (1 << mediaTypes.any) | (1 << mediaTypes.events) | (1 << mediaTypes.text),
});
