import { targetLimit } from "kith/http/limits";
import { isWhole, needsMore, RequestParser } from "kith/http/request-parser";
import type { FuzzTarget } from "../target";

const seeds = [
	"GET / HTTP/1.1\r\nHost: kith.local\r\n\r\n",
	"\r\nHEAD /kitchen/climate/temperature?x=y HTTP/1.0\r\nConnection: close\r\n\r\n",
	'GET /kitchen HTTP/1.1\r\nHost: a\r\nAccept: text/html;q=0.9, application/senml+json\r\nIf-None-Match: W/"0123abcd"\r\n\r\n',
	"GET http://kith.local:8080/events HTTP/1.1\nHost: kith.local\nAccept: text/event-stream\n\n",
	"PUT /fan/on HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\non",
	"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\non\r\n0\r\n\r\n",
	"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
	"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	`GET /${"a".repeat(targetLimit - 1)} HTTP/1.1\r\nHost: a\r\nCookie: ${"b".repeat(600)}\r\n\r\n`,
].map((text) => Uint8Array.from(text, (character) => character.charCodeAt(0)));

/** The head of a request, from anybody on the network, in two pieces as TCP may bring it. */
export function httpRequest(): FuzzTarget {
	const parser = new RequestParser();
	return {
		seeds,
		feed(bytes, length) {
			parser.begin();
			const first = length >> 1;
			let result = parser.feed(bytes, first);
			if (result === needsMore) {
				bytes.copyWithin(0, first, length);
				result = parser.feed(bytes, length - first);
			}
			if (result !== needsMore && result !== isWhole && (result < 400 || result > 505))
				throw new Error("no HTTP status");
			if (parser.pathLength > targetLimit) throw new Error("a path beyond the target");
			parser.pathIs("/events");
			return result === isWhole;
		},
	};
}
