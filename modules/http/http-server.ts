import { elapsed } from "kith/core/clock";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import { TextWriter } from "kith/core/text-writer";
import { Exchange, type HttpBody, stages } from "./exchange";
import { takesBody, writeHead, writeProblem } from "./head";
import {
	connectionLimit,
	lingerBytes,
	lingerMs,
	quietLimitMs,
	requestLimitMs,
	responseLimitMs,
	tickMs,
} from "./limits";
import { isWhole, needsMore } from "./request-parser";
import { type StreamListener, type Streams, streamLimit, streamWriteLimit } from "./streams";
import { methods } from "./words";

export interface HttpHandler {
	/** The request is whole: calls `reply` or `refuse` of the exchange, or sets its status. */
	answer(exchange: Exchange): void;
}

export interface HttpServerOptions {
	readonly streams: Streams;
	readonly scheduler: Scheduler;
	readonly handler: HttpHandler;
}

/** "1e0" and a line end before a chunk, a line end behind it, and perhaps the last, empty chunk. */
const chunkHead = 5;
const chunkEnd = 2;
const lastChunk = "0\r\n\r\n";

/**
 * An HTTP/1.1 server for documents that others only read, over any streams (docs/http.md). It never holds more of a
 * request than its target, nor more of a response than one piece, which the body writes when the client takes it: so a
 * slow client costs nothing but its connection, and a silent one loses that after a while. Every response ends its
 * connection. Made when the node starts, it allocates its buffer when the first client comes.
 */
export class HttpServer implements StreamListener {
	readonly #options: HttpServerOptions;
	/** By stream; made when first needed, kept for the next. */
	readonly #exchanges: (Exchange | undefined)[] = [];
	#writer: TextWriter | undefined;
	#ticking: TimerHandle = 0;
	#tick: (() => void) | undefined;
	#served = 0;
	/** Answers given, connections told that the server is busy, and those given up because they were too slow. */
	responses = 0;
	busy = 0;
	tooSlow = 0;

	constructor(options: HttpServerOptions) {
		this.#options = options;
		options.streams.listener = this;
	}

	close(): void {
		this.#options.scheduler.cancel(this.#ticking);
		this.#options.streams.listener = undefined;
		this.#options.streams.end();
	}

	/** There is news for whoever reads this body without an end. */
	wake(body: HttpBody): void {
		for (let stream = 0; stream < this.#exchanges.length; stream++) {
			const exchange = this.#exchanges[stream];
			if (exchange !== undefined && exchange.stage === stages.body && exchange.body === body) this.pump(exchange);
		}
	}

	onOpened(stream: number): void {
		if (stream >= streamLimit) return;
		const exchanges = this.#exchanges;
		while (exchanges.length <= stream) exchanges.push(undefined);
		exchanges[stream] ??= new Exchange(stream);
		const exchange = exchanges[stream] as Exchange;
		const served = this.#served < connectionLimit;
		exchange.begin(this.#options.scheduler.now(), served);
		this.#writer ??= new TextWriter(new Uint8Array(streamWriteLimit));
		this.keepTime();
		if (served) {
			this.#served++;
			return;
		}
		this.busy++;
		this.refuse(exchange, 503);
	}

	onData(stream: number, bytes: Uint8Array, length: number): void {
		const exchange = this.#exchanges[stream];
		if (exchange === undefined) return;
		if (exchange.stage !== stages.receiving) {
			this.ignore(exchange, length);
			return;
		}
		const result = exchange.request.feed(bytes, length);
		if (result === needsMore) return;
		if (result !== isWhole) {
			this.refuse(exchange, result);
			return;
		}
		const { method, hasBody } = exchange.request;
		exchange.unread = hasBody;
		if (method === methods.other) this.refuse(exchange, 405);
		else if (hasBody) this.refuse(exchange, 413);
		else {
			this.#options.handler.answer(exchange);
			this.respond(exchange);
		}
	}

	onWritable(stream: number): void {
		const exchange = this.#exchanges[stream];
		if (exchange !== undefined) this.pump(exchange);
	}

	onClosed(stream: number): void {
		const exchange = this.#exchanges[stream];
		if (exchange !== undefined) this.free(exchange);
	}

	/** Answers what is no request to hand on. */
	private refuse(exchange: Exchange, status: number): void {
		exchange.unread = true;
		exchange.refuse(status, detailOf(status));
		this.respond(exchange);
	}

	private respond(exchange: Exchange): void {
		this.responses++;
		this.enter(exchange, stages.head);
		this.pump(exchange);
	}

	/** Writes as much as the client takes. */
	private pump(exchange: Exchange): void {
		const { streams, scheduler } = this.#options;
		const { stream } = exchange;
		const writer = this.#writer as TextWriter;
		while (exchange.stage === stages.head || exchange.stage === stages.body) {
			if (!streams.writable(stream)) return;
			if (exchange.stage === stages.head) {
				writer.begin(0, streamWriteLimit);
				writeHead(writer, exchange);
				if (!streams.write(stream, writer.bytes, writer.length)) this.drop(exchange);
				else if (exchange.bare || !takesBody(exchange.status)) this.finish(exchange);
				else exchange.stage = stages.body;
				continue;
			}
			const length = this.piece(exchange, writer);
			if (length === 0) return;
			if (exchange.body?.endless !== undefined) exchange.since = scheduler.now();
			if (!streams.write(stream, writer.bytes, length)) this.drop(exchange);
			else if (exchange.ended) this.finish(exchange);
		}
	}

	/** The next piece of the body lies in the writer. @returns its bytes, 0: there is no news */
	private piece(exchange: Exchange, writer: TextWriter): number {
		const chunked = exchange.minor > 0;
		const start = chunked ? chunkHead : 0;
		writer.begin(start, streamWriteLimit - (chunked ? chunkEnd + lastChunk.length : 0));
		const { body } = exchange;
		if (body !== undefined) body.write(exchange, writer);
		else {
			writeProblem(writer, exchange);
			exchange.ended = true;
		}
		return this.frame(exchange, writer, start);
	}

	/** Puts a chunk's head and end around what was written from `start` on. */
	private frame(exchange: Exchange, writer: TextWriter, start: number): number {
		const end = writer.length;
		if (start === 0) return end;
		if (end === start) {
			if (!exchange.ended) return 0;
			writer.begin(0, streamWriteLimit);
			return writer.text(lastChunk).length;
		}
		writer.begin(0, streamWriteLimit);
		writer.hex(end - start, 3).text("\r\n");
		writer.rewind(end);
		writer.text("\r\n");
		if (exchange.ended) writer.text(lastChunk);
		return writer.length;
	}

	/** All is written. Whoever still sends would have its answer taken back by a reset if this ended at once. */
	private finish(exchange: Exchange): void {
		if (!exchange.unread) {
			this.drop(exchange);
			return;
		}
		this.leavePlace(exchange);
		this.enter(exchange, stages.lingering);
	}

	private ignore(exchange: Exchange, length: number): void {
		if (exchange.stage !== stages.lingering) {
			exchange.unread = true;
			return;
		}
		exchange.position += length;
		if (exchange.position > lingerBytes) this.drop(exchange);
	}

	private enter(exchange: Exchange, stage: number): void {
		exchange.stage = stage;
		exchange.since = this.#options.scheduler.now();
		if (stage === stages.lingering) exchange.position = 0;
	}

	private drop(exchange: Exchange): void {
		this.#options.streams.close(exchange.stream);
		this.free(exchange);
	}

	private free(exchange: Exchange): void {
		if (exchange.stage === stages.free) return;
		exchange.stage = stages.free;
		this.leavePlace(exchange);
		const { body } = exchange;
		exchange.body = undefined;
		body?.over?.(exchange);
	}

	private leavePlace(exchange: Exchange): void {
		if (exchange.served) this.#served--;
		exchange.served = false;
	}

	private keepTime(): void {
		if (this.#ticking !== 0) return;
		this.#tick ??= () => this.tick();
		this.#ticking = this.#options.scheduler.after(tickMs, this.#tick);
	}

	private tick(): void {
		this.#ticking = 0;
		const now = this.#options.scheduler.now();
		let open = false;
		for (let stream = 0; stream < this.#exchanges.length; stream++) {
			const exchange = this.#exchanges[stream];
			if (exchange === undefined || exchange.stage === stages.free) continue;
			this.check(exchange, elapsed(exchange.since, now));
			if (exchange.stage !== stages.free) open = true;
		}
		if (open) this.keepTime();
	}

	/** @param age ms since the exchange's stage began */
	private check(exchange: Exchange, age: number): void {
		switch (exchange.stage) {
			case stages.receiving:
				if (age < requestLimitMs) return;
				this.tooSlow++;
				if (exchange.request.begun) this.refuse(exchange, 408);
				else this.drop(exchange);
				return;
			case stages.lingering:
				if (age >= lingerMs) this.drop(exchange);
				return;
		}
		if (age >= responseLimitMs) {
			this.tooSlow++;
			this.drop(exchange);
		} else if (age >= quietLimitMs) this.breakSilence(exchange);
	}

	private breakSilence(exchange: Exchange): void {
		const { streams, scheduler } = this.#options;
		const endless = exchange.body?.endless;
		if (exchange.stage !== stages.body || endless === undefined || !streams.writable(exchange.stream)) return;
		const writer = this.#writer as TextWriter;
		const start = exchange.minor > 0 ? chunkHead : 0;
		writer.begin(start, streamWriteLimit - chunkEnd);
		writer.text(endless);
		exchange.since = scheduler.now();
		if (!streams.write(exchange.stream, writer.bytes, this.frame(exchange, writer, start))) this.drop(exchange);
	}
}

function detailOf(status: number): string {
	switch (status) {
		case 405:
			return "this is read-only: set values over CoAP with OSCORE (kith coap put) or MQTT, which have keys; HTTP has none";
		case 408:
			return "the request was not whole within 10 seconds: send it at once";
		case 413:
			return "a body is not read here: send a GET without one";
		case 414:
			return "the address is longer than 128 bytes: see /.well-known/core for those that exist";
		case 431:
			return "the headers are longer than 4096 bytes: send fewer or no cookies";
		case 503:
			return "4 clients are being served: try again in a second";
		case 505:
			return "this server speaks HTTP/1.1 and 1.0";
	}
	return "this is no HTTP/1.1 request: send GET, a path, HTTP/1.1 and a Host header";
}
