import assert from "node:assert/strict";
import { test } from "node:test";
import { headerLimit, targetLimit } from "kith/http/limits";
import { isWhole, needsMore, RequestParser } from "kith/http/request-parser";
import { mediaTypes, methods } from "kith/http/words";

function feed(parser: RequestParser, text: string, piece = text.length): number {
	let result = needsMore as number;
	for (let at = 0; at < text.length && result === needsMore; at += piece) {
		const part = text.slice(at, at + piece);
		const bytes = new Uint8Array(part.length);
		for (let index = 0; index < part.length; index++) bytes[index] = part.charCodeAt(index);
		result = parser.feed(bytes, part.length);
	}
	return result;
}

/** What a request with these first lines is taken for. */
function parse(...lines: string[]): RequestParser {
	const parser = new RequestParser();
	assert.equal(feed(parser, `${lines.join("\r\n")}\r\n\r\n`), isWhole);
	return parser;
}

function refusal(text: string): number {
	return feed(new RequestParser(), text);
}

test("a request is read whole or byte by byte", () => {
	const text =
		"GET /kitchen/climate?a=/b HTTP/1.1\r\nHost: kith\r\nUser-Agent: x/1.0 (y; z)\r\nAccept: text/html\r\n\r\n";
	for (const piece of [1, 2, 7, text.length]) {
		const parser = new RequestParser();
		assert.equal(feed(parser, text, piece), isWhole);
		assert.equal(parser.method, methods.get);
		assert.ok(parser.pathIs("/kitchen/climate"));
		assert.equal(parser.minor, 1);
		assert.equal(parser.accept, 1 << mediaTypes.html);
		assert.equal(parser.hasBody, false);
	}
});

test("it says that more must come until the last byte", () => {
	const text = "HEAD / HTTP/1.1\r\nHost: kith\r\n\r\n";
	for (let length = 0; length < text.length; length++) {
		const parser = new RequestParser();
		assert.equal(feed(parser, text.slice(0, length)), needsMore);
		assert.equal(parser.begun, length > 0);
	}
});

test("lines may end without a carriage return, and an empty line may come first", () => {
	assert.equal(refusal("\r\nGET / HTTP/1.1\nHost: kith\n\n"), isWhole);
	assert.equal(refusal("\r\n\r\n\r\nGET / HTTP/1.1\r\n"), 400);
});

test("methods are told apart", () => {
	assert.equal(parse("OPTIONS * HTTP/1.1", "Host: k").method, methods.options);
	for (const method of ["GE", "GETS", "get", "PUT", "POST", "PROPFIND"])
		assert.equal(parse(`${method} / HTTP/1.1`, "Host: k").method, methods.other, method);
});

test("the absolute form means its path", () => {
	assert.ok(parse("GET http://kith.local:8080/a/b?c HTTP/1.1", "Host: k").pathIs("/a/b"));
	assert.equal(parse("GET http://kith/ HTTP/1.1", "Host: k").pathLength, 1);
});

test("a target of the longest length is read, and one byte more refused", () => {
	const longest = `/${"a".repeat(targetLimit - 1)}`;
	assert.equal(parse(`GET ${longest} HTTP/1.1`, "Host: k").pathLength, targetLimit);
	assert.equal(refusal(`GET ${longest}a HTTP/1.1\r\n`), 414);
	assert.equal(refusal(`GET http://${"h".repeat(200)}/ HTTP/1.1\r\n`), 414);
});

test("headers have a limit all together", () => {
	const start = "GET / HTTP/1.1\r\n";
	const line = `X-Long: ${"a".repeat(100)}\r\n`;
	assert.equal(refusal(start + line.repeat(headerLimit / line.length) + line), 431);
	assert.equal(refusal(`${start}X: ${"b".repeat(headerLimit)}`), 431);
	assert.equal(refusal(start + "c".repeat(headerLimit + 1)), 431);
});

test("what is no HTTP/1 is refused", () => {
	for (const text of [
		"\u0016\u0003\u0001\u0002",
		"GET\r\n",
		" GET / HTTP/1.1\r\n",
		"GET  / HTTP/1.1\r\n",
		"GET / HTTP/1.1 \r\n",
		"GET / HTTX/1.1\r\n",
		"GET / http/1.1\r\n",
		"GET / HTTP/1.x\r\n",
		"GET /\u0001 HTTP/1.1\r\n",
		"GET /\u00ff HTTP/1.1\r\n",
		"GET / HTTP/1.1\rX",
		"AVERYLONGMETHODTHATISNONE / HTTP/1.1\r\n",
		"GET / HTTP/1.1\r\nno colon\r\n",
		"GET / HTTP/1.1\r\n: no name\r\n",
		"GET / HTTP/1.1\r\nHost : k\r\n",
		"GET / HTTP/1.1\r\nX: a\r\n folded\r\n",
		"GET / HTTP/1.1\r\nX: \u0000\r\n",
		"GET / HTTP/1.1\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
		"GET / HTTP/1.1\r\nHost: k\r\nContent-Length: -1\r\n",
		"GET / HTTP/1.1\r\nHost: k\r\n\rX",
	])
		assert.equal(refusal(text), 400, JSON.stringify(text));
	assert.equal(refusal("PRI * HTTP/2.0\r\n"), 505);
	assert.equal(refusal("GET / HTTP/3.0\r\n"), 505);
});

test("HTTP/1.0 needs no host", () => {
	assert.equal(parse("GET / HTTP/1.0").minor, 0);
});

test("a body is noticed", () => {
	assert.equal(parse("GET / HTTP/1.1", "Host: k", "Content-Length: 0").hasBody, false);
	assert.equal(parse("GET / HTTP/1.1", "Host: k", "content-length: 10").hasBody, true);
	assert.equal(parse("GET / HTTP/1.1", "Host: k", "Transfer-Encoding: chunked").hasBody, true);
});

test("media types are found in their list, in any case, with and without parameters", () => {
	const accept = (value: string): number => parse("GET / HTTP/1.1", "Host: k", `Accept: ${value}`).accept;
	assert.equal(accept("application/senml+json"), 1 << mediaTypes.senml);
	assert.equal(accept("Text/HTML;q=0.9, image/png ,*/*;q=0.8"), (1 << mediaTypes.html) | (1 << mediaTypes.any));
	assert.equal(accept("application/jso, application/jsonx"), 0);
	assert.equal(accept(""), 0);
	assert.equal(accept("text/event-stream"), 1 << mediaTypes.events);
	assert.equal(parse("GET / HTTP/1.1", "Host: k").accept, -1, "who does not say takes everything");
	const two = parse("GET / HTTP/1.1", "Host: k", "Accept: text/*", "Accept: application/json");
	assert.equal(two.accept, (1 << mediaTypes.text) | (1 << mediaTypes.json));
});

test("the tag of If-None-Match is its number", () => {
	const etag = (value: string): number => parse("GET / HTTP/1.1", "Host: k", `If-None-Match: ${value}`).etag;
	assert.equal(etag('"1a2b3c4d"'), 0x1a2b3c4d);
	assert.equal(etag('W/"ffffffff"'), -1);
	assert.equal(etag('"00000001", "1a2b3c4d"'), 0x1a2b3c4d);
	assert.equal(etag("*"), 0);
});

test("a parser that begins anew knows nothing of the request before", () => {
	const parser = new RequestParser();
	const first =
		'PUT /a?b HTTP/1.0\r\nHost: k\r\nAccept: text/html\r\nContent-Length: 3\r\nIf-None-Match: "12345678"\r\n\r\n';
	assert.equal(feed(parser, first), isWhole);
	parser.begin();
	assert.equal(parser.begun, false);
	assert.equal(feed(parser, "GET /cd HTTP/1.1\r\nHost: k\r\n\r\n"), isWhole);
	assert.ok(parser.pathIs("/cd"));
	assert.equal(parser.method, methods.get);
	assert.equal(parser.minor, 1);
	assert.equal(parser.accept, -1);
	assert.equal(parser.etag, 0);
	assert.equal(parser.hasBody, false);
});
