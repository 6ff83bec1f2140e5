import type { BlockSink, BlockSource } from "kith/coap/block-source";
import { codes, contentFormats } from "kith/coap/codes";
import { CoapEndpoint, type RequestHandler, type ResponseListener } from "kith/coap/endpoint";
import type { IncomingRequest } from "kith/coap/incoming-request";
import type { MessageWriter } from "kith/coap/message-writer";
import { optionNumbers } from "kith/coap/options";
import { Transfer } from "kith/coap/transfer";
import { Scheduler } from "kith/core/scheduler";
import { Turn } from "kith/core/turn";
import { parseDefinition } from "kith/definition/parse";
import { openLink } from "kith/node/open-link";
import { openNetwork, placesOf } from "kith/node/open-network";
import { NodeSecurity } from "kith/node/security";
import { TurnLink } from "kith/node/turn-link";
import { openPlatform } from "kith/platform";
import { bodyLength, bodyPath, clientAddress, introductionMs, outcomes, serverAddress } from "./body";

// A board's whole stack below its devices: link, relaying, security, CoAP. The last board of the row has a body that is
// longer than any message, and takes one; the first board reads it, writes it, and says so as the value of its slot 0.

const byteAt = (at: number): number => (at * 7 + (at >> 8)) & 0xff;

/** A body that is nowhere: its bytes are computed. */
class Computed implements BlockSource {
	more = false;

	readBlock(offset: number, target: Uint8Array, size: number): number {
		const end = Math.min(bodyLength, offset + size);
		this.more = end < bodyLength;
		for (let at = offset; at < end; at++) target[at - offset] = byteAt(at);
		return Math.max(0, end - offset);
	}
}

/** Checks what comes, and keeps nothing. */
class Checked implements BlockSink {
	#length = 0;
	#wrong = 0;

	/** Every byte came, once, in order, and was right. */
	get whole(): boolean {
		return this.#wrong === 0 && this.#length === bodyLength;
	}

	writeBlock(offset: number, buffer: Uint8Array, at: number, length: number): number {
		if (offset === 0) this.abort();
		if (offset !== this.#length) this.#wrong++;
		for (let index = 0; index < length; index++) if (buffer[at + index] !== byteAt(offset + index)) this.#wrong++;
		this.#length += length;
		return 0;
	}

	finish(): number {
		return this.whole ? codes.changed : codes.badRequest;
	}

	abort(): void {
		this.#length = 0;
		this.#wrong = 0;
	}
}

/** Where the end of a transfer does not matter. */
class Ignored implements BlockSink {
	writeBlock(): number {
		return 0;
	}
	finish(): number {
		return codes.changed;
	}
	abort(): void {}
}

class Library implements RequestHandler {
	readonly #source = new Computed();
	readonly #sink = new Checked();

	onRequest(request: IncomingRequest): number {
		if (request.code !== codes.get) return codes.methodNotAllowed;
		request.replyEtag = bodyLength;
		request.setSource(this.#source, contentFormats.text);
		return codes.content;
	}

	onUpload(): BlockSink {
		return this.#sink;
	}
}

const head = {
	writeTo(writer: MessageWriter): void {
		writer.bytesOption(optionNumbers.uriPath, Uint8Array.of(bodyPath.charCodeAt(0)), 1);
	},
};

/** SZX: blocks of 128 bytes. */
const szx = 3;

/** Told of an answer it waits for the end of the turn, when the stack is shallow and the answer is still in its buffer. */
class Reader implements ResponseListener {
	transfer: Transfer | undefined;
	readonly #report: (outcome: number) => void;
	readonly #turn: Turn;
	#code = 0;
	#buffer: Uint8Array | undefined;
	#offset = 0;
	#length = 0;

	constructor(turn: Turn, report: (outcome: number) => void) {
		this.#turn = turn;
		this.#report = report;
	}

	/** The end of a turn. */
	work(): void {
		const buffer = this.#buffer;
		this.#buffer = undefined;
		if (buffer !== undefined) this.transfer?.onResponse(this.#code, buffer, this.#offset, this.#length);
	}

	start(endpoint: CoapEndpoint): void {
		this.transfer = new Transfer(endpoint, szx);
		this.read();
	}

	onResponse(exchange: number, code: number, buffer: Uint8Array, offset: number, length: number): void {
		if (exchange !== this.transfer?.exchange) return;
		this.#code = code;
		this.#buffer = buffer;
		this.#offset = offset;
		this.#length = length;
		this.#turn.queued();
	}

	onTimeout(exchange: number): void {
		if (exchange === this.transfer?.exchange) this.transfer.onTimeout();
	}

	private read(): void {
		const sink = new Checked();
		this.#report(outcomes.begun);
		this.transfer?.start(
			{ destination: serverAddress, code: codes.get, head, sink, szx },
			{
				onAnswer: (code) => {
					this.#report(code === codes.content && sink.whole ? outcomes.read : outcomes.failed);
					this.write();
				},
				onFault: () => this.#report(outcomes.failed),
			},
		);
	}

	private write(): void {
		this.transfer?.start(
			{ destination: serverAddress, code: codes.put, head, source: new Computed(), sink: new Ignored(), szx },
			{
				// The server says 2.04 when what came was whole.
				onAnswer: (code) => this.#report(code === codes.changed ? outcomes.written : outcomes.failed),
				onFault: () => this.#report(outcomes.failed),
			},
		);
	}
}

const platform = openPlatform();
const definition = parseDefinition(platform.readDefinition());
if ("fault" in definition) throw new Error(definition.fault);
const { address, networkTag } = definition;
const { random, diagnostics } = platform;
const turn = new Turn(() => reader.work());
const scheduler = new Scheduler(platform.clock, turn);
const places = placesOf(definition);
const security = new NodeSecurity(definition, places, scheduler, platform);
const network = openNetwork(definition, platform, {
	link: new TurnLink(openLink(definition, platform, scheduler), turn),
	scheduler,
	group: security.group,
	hop: security.hop,
	acquaintance: security.acquaintance,
	address,
	networkTag,
	boot: security.boot,
	places,
});
const reader = new Reader(turn, (outcome) => diagnostics.reading(0, outcome));
const endpoint = new CoapEndpoint({
	transport: network,
	security: security.messages,
	scheduler,
	random,
	diagnostics,
	handler: new Library(),
	responses: reader,
});
security.start(network, endpoint);
if (address === clientAddress) scheduler.after(introductionMs, () => reader.start(endpoint));
