import type { TextWriter } from "kith/core/text-writer";
import type { Exchange } from "./exchange";

/** The reason phrase of a status (RFC 9110 section 15, RFC 6585), which is also a problem's title. */
export function titleOf(status: number): string {
	switch (status) {
		case 200:
			return "OK";
		case 204:
			return "No Content";
		case 304:
			return "Not Modified";
		case 400:
			return "Bad Request";
		case 403:
			return "Forbidden";
		case 404:
			return "Not Found";
		case 405:
			return "Method Not Allowed";
		case 406:
			return "Not Acceptable";
		case 408:
			return "Request Timeout";
		case 413:
			return "Content Too Large";
		case 414:
			return "URI Too Long";
		case 431:
			return "Request Header Fields Too Large";
		case 503:
			return "Service Unavailable";
		case 505:
			return "HTTP Version Not Supported";
	}
	return "Error";
}

/** Whether a response of this status may have a body. */
export function takesBody(status: number): boolean {
	return status !== 204 && status !== 304;
}

/** The status line and the headers. Every response may be read by pages from elsewhere, and ends its connection. */
export function writeHead(writer: TextWriter, exchange: Exchange): void {
	const { status, contentType, etag } = exchange;
	writer.text("HTTP/1.1 ").whole(status).byte(0x20).text(titleOf(status));
	if (takesBody(status)) {
		writer.text("\r\nContent-Type: ").text(exchange.body === undefined ? "application/problem+json" : contentType);
		if (exchange.minor > 0) writer.text("\r\nTransfer-Encoding: chunked");
	}
	writer.text("\r\nCache-Control: ").text(etag === 0 ? "no-store" : "no-cache");
	if (etag !== 0) writer.text('\r\nETag: "').hex(etag, 8).byte(0x22);
	if (status === 405 || status === 204) writer.text("\r\nAllow: GET, HEAD, OPTIONS");
	if (status === 204) writer.text("\r\nAccess-Control-Allow-Methods: GET, HEAD\r\nAccess-Control-Allow-Headers: *");
	if (status === 503) writer.text("\r\nRetry-After: 1");
	writer.text("\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n");
}

/** What is wrong, as RFC 9457 wants it told. */
export function writeProblem(writer: TextWriter, exchange: Exchange): void {
	const { status, detail } = exchange;
	writer.text('{"title":"').text(titleOf(status)).text('","status":').whole(status);
	writer.text(',"detail":"').text(detail).text('"}\n');
}
