import type { TextWriter } from "kith/core/text-writer";
import { RequestParser } from "./request-parser";
import { methods } from "./words";

/** What an exchange is doing. */
export const stages = {
	/** There is no connection. */
	free: 0,
	/** The request is on its way. */
	receiving: 1,
	/** The response's head is next, then its body. */
	head: 2,
	body: 3,
	/** All is said; what still comes is passed over, so that no reset takes the answer back. */
	lingering: 4,
} as const;

/** A response's body, written piece by piece as the client takes it. One object serves all exchanges. */
export interface HttpBody {
	/**
	 * Appends what fits, and sets `ended` behind the last piece. `exchange.position` and `exchange.count` are the body's
	 * own, 0 at first. Must write something or end, unless it is `endless`: then nothing means that there is no news.
	 */
	write(exchange: Exchange, writer: TextWriter): void;
	/** For a body without an end: what to say when there was no news for `quietLimitMs`. */
	readonly endless?: string;
	/** The exchange that was given this body is over. */
	over?(exchange: Exchange): void;
}

/** One connection: its request, and the response as far as it is told. Kept for the next one when it is over. */
export class Exchange {
	readonly stream: number;
	stage: number = stages.free;
	/** ms: when the stage began; of a body without an end: when some of it was last taken. */
	since = 0;
	/** It has a place among those that are served; else it is told that there is none. */
	served = false;

	status = 200;
	/** Of the body; "": there is none. */
	contentType = "";
	/** Of a document that only changes with the program; 0: it is not to be stored. */
	etag = 0;
	body: HttpBody | undefined;
	/** What is wrong and what to do, as a sentence, of a response without another body. */
	detail = "";
	position = 0;
	count = 0;
	ended = false;
	/** The request was not read to its end. */
	unread = false;
	#request: RequestParser | undefined;

	constructor(stream: number) {
		this.stream = stream;
	}

	get request(): RequestParser {
		this.#request ??= new RequestParser();
		return this.#request;
	}

	/** The minor version to answer in. */
	get minor(): number {
		return this.served ? this.request.minor : 1;
	}

	/** Whether the client wants the head alone. */
	get bare(): boolean {
		return this.served && this.request.method === methods.head;
	}

	begin(now: number, served: boolean): void {
		this.served = served;
		this.stage = stages.receiving;
		this.since = now;
		this.status = 200;
		this.contentType = "";
		this.etag = 0;
		this.body = undefined;
		this.detail = "";
		this.position = 0;
		this.count = 0;
		this.ended = false;
		this.unread = false;
		if (served) this.request.begin();
	}

	/** The answer is a document. */
	reply(contentType: string, body: HttpBody): void {
		this.status = 200;
		this.contentType = contentType;
		this.body = body;
	}

	/** The answer is a refusal. @param detail one sentence in ASCII, without quotes */
	refuse(status: number, detail: string): void {
		this.status = status;
		this.detail = detail;
		this.body = undefined;
	}
}
