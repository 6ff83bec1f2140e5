import { headerLimit, methodLimit, targetLimit } from "./limits";
import { WordMatcher } from "./word-matcher";
import { headers, headerWords, mediaWords, methods, methodWords } from "./words";

/** Where the parser is: of what the next byte is part. */
const places = {
	start: 0,
	method: 1,
	target: 2,
	authority: 3,
	version: 4,
	lineEnd: 5,
	lineStart: 6,
	name: 7,
	value: 8,
	lastLineEnd: 9,
	over: 10,
} as const;

/** What `feed` says: more must come, or the request is whole; anything else is the HTTP status of a refusal. */
export const needsMore = 0;
export const isWhole = 1;

const version = "HTTP/1.";
const cr = 0x0d;
const lf = 0x0a;
const space = 0x20;
const tab = 0x09;
const slash = 0x2f;
const comma = 0x2c;
const semicolon = 0x3b;
const allTypes = -1;

/**
 * Reads the head of an HTTP/1.0 or 1.1 request (RFC 9112) byte by byte as it comes. It keeps the target and four
 * numbers; every other header is passed over. A body is noticed, and never read.
 */
export class RequestParser {
	/** Of `methods`. */
	method: number = methods.other;
	/** "/kitchen/climate?x=y" up to the "?", in the first `pathLength` bytes. */
	readonly target = new Uint8Array(targetLimit);
	pathLength = 0;
	/** The 1 of HTTP/1.1. */
	minor = 1;
	/** Bits of `mediaTypes`; all, where the client does not say. */
	accept = allTypes;
	/** The hexadecimal number that If-None-Match names, 0: none. */
	etag = 0;
	hasBody = false;
	#place: number = places.start;
	readonly #matcher = new WordMatcher();
	#length = 0;
	#headerBytes = 0;
	#header: number = headers.other;
	#hosts = 0;
	/** Within a media type: what comes are its parameters. */
	#parameters = false;
	/** Of the target's scheme and host: the third begins the path. */
	#slashes = 0;

	constructor() {
		this.begin();
	}

	/** Forgets what was before. */
	begin(): void {
		this.method = methods.other;
		this.pathLength = 0;
		this.minor = 1;
		this.accept = allTypes;
		this.etag = 0;
		this.hasBody = false;
		this.#place = places.start;
		this.#length = 0;
		this.#headerBytes = 0;
		this.#hosts = 0;
		this.#matcher.begin(methodWords);
	}

	/** Whether anything of a request has come. */
	get begun(): boolean {
		return this.#place !== places.start;
	}

	pathIs(path: string): boolean {
		if (path.length !== this.pathLength) return false;
		for (let index = 0; index < path.length; index++) if (this.target[index] !== path.charCodeAt(index)) return false;
		return true;
	}

	/** @returns `needsMore`, `isWhole` (bytes behind it are ignored), or the status of a refusal */
	feed(bytes: Uint8Array, length: number): number {
		for (let index = 0; index < length; index++) {
			const result = this.#take(bytes[index] as number);
			if (result === needsMore) continue;
			this.#place = places.over;
			return result;
		}
		return needsMore;
	}

	#take(byte: number): number {
		switch (this.#place) {
			case places.start:
				// An empty line before a request is passed over (RFC 9112 section 2.2).
				if (byte === cr || byte === lf) return ++this.#length > 2 ? 400 : needsMore;
				this.#place = places.method;
				return this.#takeMethod(byte);
			case places.method:
				return this.#takeMethod(byte);
			case places.target:
				return this.#takeTarget(byte);
			case places.authority:
				return this.#takeAuthority(byte);
			case places.version:
				return this.#takeVersion(byte);
			case places.lineEnd:
				this.#place = places.lineStart;
				return byte === lf ? needsMore : 400;
			case places.lastLineEnd:
				return byte === lf ? this.#whole() : 400;
			default:
				return ++this.#headerBytes > headerLimit ? 431 : this.#takeHeader(byte);
		}
	}

	#takeMethod(byte: number): number {
		if (byte === space) {
			this.method = this.#matcher.found(methodWords);
			this.#place = places.target;
			this.#length = 0;
			return needsMore;
		}
		if (!isTokenByte(byte) || this.#matcher.length >= methodLimit) return 400;
		this.#matcher.take(methodWords, byte);
		return needsMore;
	}

	#takeTarget(byte: number): number {
		if (byte === space) {
			if (this.#length === 0) return 400;
			if (this.pathLength === 0) this.pathLength = this.#length;
			this.#length = 0;
			this.#place = places.version;
			return needsMore;
		}
		if (byte < 0x21 || byte > 0x7e) return 400;
		if (this.#length >= targetLimit) return 414;
		if (this.#length === 0 && byte !== slash && byte !== 0x2a) {
			// The absolute form, as to a proxy: what is before the path is passed over (RFC 9112 section 3.2.2).
			this.#place = places.authority;
			this.#length = 1;
			this.#slashes = 0;
			return needsMore;
		}
		if (byte === 0x3f && this.pathLength === 0) this.pathLength = this.#length;
		this.target[this.#length++] = byte;
		return needsMore;
	}

	/** "http://host", up to the slash behind it. */
	#takeAuthority(byte: number): number {
		if (byte < 0x21 || byte > 0x7e) return 400;
		if (++this.#length > targetLimit) return 414;
		if (byte !== slash || ++this.#slashes < 3) return needsMore;
		this.#length = 0;
		this.#place = places.target;
		return this.#takeTarget(byte);
	}

	#takeVersion(byte: number): number {
		const at = this.#length++;
		if (at < version.length) {
			if (byte === version.charCodeAt(at)) return needsMore;
			// Another major version, such as the "PRI * HTTP/2.0" of HTTP/2.
			return at === 5 && byte >= 0x30 && byte <= 0x39 ? 505 : 400;
		}
		if (at === version.length) {
			this.minor = byte - 0x30;
			return this.minor >= 0 && this.minor <= 9 ? needsMore : 400;
		}
		this.#place = byte === cr ? places.lineEnd : places.lineStart;
		return byte === cr || byte === lf ? needsMore : 400;
	}

	#takeHeader(byte: number): number {
		if (this.#place === places.value) return this.#takeValue(byte);
		if (this.#place === places.lineStart) {
			if (byte === lf) return this.#whole();
			if (byte === cr) {
				this.#place = places.lastLineEnd;
				return needsMore;
			}
			this.#place = places.name;
			this.#matcher.begin(headerWords);
		}
		if (byte === 0x3a) {
			if (this.#matcher.length === 0) return 400;
			return this.#beginValue(this.#matcher.found(headerWords));
		}
		if (!isTokenByte(byte)) return 400;
		this.#matcher.take(headerWords, lower(byte));
		return needsMore;
	}

	#beginValue(header: number): number {
		this.#header = header;
		this.#place = places.value;
		this.#length = 0;
		this.#parameters = false;
		if (header === headers.host && ++this.#hosts > 1) return 400;
		if (header === headers.transferEncoding) this.hasBody = true;
		if (header === headers.accept) {
			if (this.accept === allTypes) this.accept = 0;
			this.#matcher.begin(mediaWords);
		}
		return needsMore;
	}

	#takeValue(byte: number): number {
		if (byte === lf) {
			if (this.#header === headers.accept) this.#endType();
			this.#place = places.lineStart;
			return needsMore;
		}
		if (byte === cr) return needsMore;
		if (byte < space && byte !== tab) return 400;
		switch (this.#header) {
			case headers.accept:
				this.#takeType(lower(byte));
				break;
			case headers.contentLength:
				if (byte === space || byte === tab) break;
				if (byte < 0x30 || byte > 0x39) return 400;
				if (byte !== 0x30) this.hasBody = true;
				break;
			case headers.ifNoneMatch:
				this.#takeTag(byte);
				break;
		}
		return needsMore;
	}

	/** Of a list of media types, each perhaps with parameters, which make no difference here. */
	#takeType(byte: number): void {
		if (byte === comma) this.#endType();
		else if (byte === semicolon) this.#parameters = true;
		else if (!this.#parameters && byte !== space && byte !== tab) this.#matcher.take(mediaWords, byte);
	}

	#endType(): void {
		const type = this.#matcher.found(mediaWords);
		if (type >= 0) this.accept |= 1 << type;
		this.#matcher.begin(mediaWords);
		this.#parameters = false;
	}

	/** The last tag of eight hexadecimal digits is the one that counts: ours have no other form. */
	#takeTag(byte: number): void {
		const digit = hexDigit(byte);
		if (digit < 0) this.#length = 0;
		else {
			this.etag = this.#length === 0 ? digit : (this.etag << 4) | digit;
			this.#length++;
		}
	}

	#whole(): number {
		// RFC 9112 section 3.2: without a host a request of 1.1 is malformed.
		return this.minor > 0 && this.#hosts === 0 ? 400 : isWhole;
	}
}

/** RFC 9110 section 5.6.2, a little wider: no separators that matter here, no blanks, no controls. */
function isTokenByte(byte: number): boolean {
	return (
		byte > space && byte < 0x7f && byte !== 0x22 && byte !== 0x28 && byte !== 0x29 && byte !== comma && byte !== slash
	);
}

function lower(byte: number): number {
	return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function hexDigit(byte: number): number {
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
}
