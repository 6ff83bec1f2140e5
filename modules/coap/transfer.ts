import { blockMore, blockNumber, blockNumberLimit, blockOffset, blockSize, blockSzx, blockValue } from "./block";
import type { BlockSink, BlockSource } from "./block-source";
import { codes } from "./codes";
import type { CoapEndpoint, RequestContent } from "./endpoint";
import type { MessageWriter } from "./message-writer";
import { optionNumbers } from "./options";

/** Why a transfer ended without the whole of an answer. */
export const transferFaults = {
	/** The peer does not answer. */
	silence: 1,
	/** A block that does not follow the one before, or not of the size that it says. */
	broken: 2,
	/** The representation changed again and again while it was read. */
	changing: 3,
	/** Too many requests are open. */
	busy: 4,
	/** The sink has enough. */
	refused: 5,
} as const;
export type TransferFault = (typeof transferFaults)[keyof typeof transferFaults];

export interface TransferListener {
	/** The answer is in the sink. @param code of the response */
	onAnswer(code: number): void;
	onFault(fault: TransferFault): void;
}

export interface TransferRequest {
	readonly destination: number;
	readonly code: number;
	/** Writes the options with numbers below that of Block2 (23), and no payload. */
	readonly head: RequestContent;
	/** What is sent; absent: nothing. */
	readonly source?: BlockSource;
	/** Where the answer's payload goes, of errors too. */
	readonly sink: BlockSink;
	/** SZX of the largest block to send and to ask for. */
	readonly szx: number;
}

/** A representation that changes while it is read, or a body whose blocks got lost, is begun anew so often. */
const restartLimit = 3;
const etagLimit = 8;

/**
 * One request and its answer, either of which may be longer than a message (RFC 7959): blocks are read from a source and
 * go to a sink, one at a time. Takes the block size that the peer wants where that is smaller. One object makes transfer
 * after transfer; who owns the endpoint's listener passes on what concerns `exchange`.
 */
export class Transfer implements RequestContent {
	/** The exchange that is open, -1: none. */
	exchange = -1;
	/** Bytes of the answer so far. */
	received = 0;
	readonly #endpoint: CoapEndpoint;
	readonly #block: Uint8Array;
	readonly #etag = new Uint8Array(etagLimit);
	readonly #newEtag = new Uint8Array(etagLimit);
	readonly #tag = new Uint8Array(1);
	#etagLength = 0;
	#request: TransferRequest | undefined;
	#listener: TransferListener | undefined;
	#szx = 0;
	#sent = 0;
	#length = 0;
	#more = false;
	#uploading = false;
	#restarts = 0;

	/** @param largest SZX of the largest block that a message of the endpoint holds */
	constructor(endpoint: CoapEndpoint, largest: number) {
		this.#endpoint = endpoint;
		this.#block = new Uint8Array(blockSize(largest));
	}

	start(request: TransferRequest, listener: TransferListener): void {
		this.#request = request;
		this.#listener = listener;
		this.#restarts = 0;
		this.#szx = request.szx;
		this.begin();
	}

	/** The first of an answer came by another way: goes on with what is behind it. */
	resume(
		request: TransferRequest,
		listener: TransferListener,
		buffer: Uint8Array,
		offset: number,
		length: number,
	): void {
		this.#request = request;
		this.#listener = listener;
		this.#restarts = 0;
		this.#szx = request.szx;
		this.#uploading = false;
		this.received = 0;
		this.#etagLength = this.#endpoint.response.etag(this.#etag);
		this.take(codes.content, buffer, offset, length);
	}

	onResponse(code: number, buffer: Uint8Array, offset: number, length: number): void {
		this.exchange = -1;
		if (this.#uploading && this.uploaded(code)) return;
		this.#uploading = false;
		this.take(code, buffer, offset, length);
	}

	onTimeout(): void {
		this.exchange = -1;
		this.#listener?.onFault(transferFaults.silence);
	}

	writeTo(writer: MessageWriter): void {
		const request = this.#request as TransferRequest;
		request.head.writeTo(writer);
		if (this.received > 0 || request.szx < 6) {
			const number = this.received / blockSize(this.#szx);
			writer.uintOption(optionNumbers.block2, blockValue(number, false, this.#szx));
		}
		if (!this.#uploading) return;
		const whole = this.#sent === 0 && !this.#more;
		if (!whole) {
			const number = this.#sent / blockSize(this.#szx);
			writer.uintOption(optionNumbers.block1, blockValue(number, this.#more, this.#szx));
			// Blocks of one attempt belong together (RFC 9175 section 3.3).
			this.#tag[0] = this.#restarts;
			writer.bytesOption(optionNumbers.requestTag, this.#tag, 1);
		}
		writer.payload(this.#block, this.#length);
	}

	private begin(): void {
		this.#uploading = this.#request?.source !== undefined;
		this.#sent = 0;
		this.received = 0;
		this.#etagLength = 0;
		this.next();
	}

	private next(): void {
		const request = this.#request as TransferRequest;
		if (this.#uploading) {
			this.#length = request.source?.readBlock(this.#sent, this.#block, blockSize(this.#szx)) ?? 0;
			this.#more = request.source?.more ?? false;
		}
		this.exchange = this.#endpoint.ask(request.destination, request.code, this);
		if (this.exchange < 0) this.#listener?.onFault(transferFaults.busy);
	}

	/** @returns false where this is the answer to the whole of it */
	private uploaded(code: number): boolean {
		const { block1 } = this.#endpoint.response;
		const wanted = block1 < 0 ? this.#szx : Math.min(this.#szx, blockSzx(block1));
		if (code === codes.continue && this.#more) {
			this.#sent += this.#length;
			this.#szx = wanted;
			this.next();
			return true;
		}
		const smaller = code === codes.requestEntityTooLarge && wanted < this.#szx;
		if (!smaller && code !== codes.requestEntityIncomplete) return false;
		if (this.#restarts === restartLimit) return false;
		this.#restarts++;
		this.#szx = wanted;
		this.begin();
		return true;
	}

	/** A block of the answer, or all of it. */
	private take(code: number, buffer: Uint8Array, offset: number, length: number): void {
		const { response } = this.#endpoint;
		const { block2 } = response;
		const { sink } = this.#request as TransferRequest;
		const more = block2 >= 0 && blockMore(block2);
		if (this.received > 0 && (code >> 5 !== 2 || this.changed())) {
			this.restart();
			return;
		}
		if (this.received === 0) this.#etagLength = response.etag(this.#etag);
		const misplaced = block2 >= 0 && blockOffset(block2) !== this.received;
		const uneven = more && length !== blockSize(blockSzx(block2));
		if (misplaced || uneven || (more && blockNumber(block2) === blockNumberLimit)) {
			this.fail(transferFaults.broken);
			return;
		}
		if (length > 0 && sink.writeBlock(this.received, buffer, offset, length) !== 0) {
			this.fail(transferFaults.refused);
			return;
		}
		this.received += length;
		if (!more) {
			sink.finish();
			this.#listener?.onAnswer(code);
			return;
		}
		this.#szx = blockSzx(block2);
		this.next();
	}

	/** Whether the block is of another representation than those before. */
	private changed(): boolean {
		const length = this.#endpoint.response.etag(this.#newEtag);
		if (length !== this.#etagLength) return true;
		for (let index = 0; index < length; index++) if (this.#newEtag[index] !== this.#etag[index]) return true;
		return false;
	}

	private restart(): void {
		if (this.#restarts === restartLimit) {
			this.fail(transferFaults.changing);
			return;
		}
		this.#restarts++;
		this.#request?.sink.abort();
		this.begin();
	}

	private fail(fault: TransferFault): void {
		this.#request?.sink.abort();
		this.#listener?.onFault(fault);
	}
}
