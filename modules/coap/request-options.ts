import { blockLengthLimit, blockSzx, largestSzx } from "./block";
import { codes } from "./codes";
import type { IncomingRequest } from "./incoming-request";
import type { CoapMessage } from "./message";
import { isCritical, optionNumbers } from "./options";

/** Of every reading: names of their own are a bytecode cheaper than a look into the table. */
const uriPath = optionNumbers.uriPath;
const contentFormatOption = optionNumbers.contentFormat;
const noResponseOption = optionNumbers.noResponse;
const echoLimit = 40;

/** What the options of a request say, as far as a server here understands them. */
export class RequestOptions {
	/** RFC 7967: bit n-1 asks for no response of class n. */
	noResponse = 0;
	/** What the options alone decided: an error code, or 0. */
	error = 0;
	/** Of the options that the request's fields are from. */
	serial = 0;
	/** The answer to a challenge in the request: where it lies; a length of 0: there is none. */
	echoOffset = 0;
	echoLength = 0;
	readonly #message: CoapMessage;
	readonly #request: IncomingRequest;

	constructor(message: CoapMessage, request: IncomingRequest) {
		this.#message = message;
		this.#request = request;
	}

	/** Forgets: the request could not be verified. */
	clear(): void {
		this.noResponse = 0;
		this.serial = -1;
	}

	/** Takes from the options what a request can say here. */
	read(): void {
		const message = this.#message;
		const request = this.#request;
		const numbers = message.optionNumbers;
		const lengths = message.optionLengths;
		const count = message.optionCount;
		let error = 0;
		let contentFormat = -1;
		let noResponse = 0;
		this.echoLength = 0;
		let previous = -1;
		let number = 0;
		request.accept = -1;
		request.observe = -1;
		request.block1 = -1;
		request.block2 = -1;
		request.queryCount = 0;
		request.clearPath();
		for (let index = 0; index < count; index++) {
			number = numbers[index] as number;
			if (number === uriPath) {
				if (!this.readPath(index, previous !== number)) error = codes.notFound;
			} else if (number === optionNumbers.uriQuery) request.queryCount++;
			else if (previous === number) error = this.otherOption(number, error);
			else if (number === contentFormatOption) {
				if ((lengths[index] as number) <= 2) contentFormat = message.optionUint(index);
			} else if (number === noResponseOption) {
				if ((lengths[index] as number) <= 1) noResponse = message.optionUint(index);
			} else error = this.rareOption(index, number, error);
			previous = number;
		}
		request.contentFormat = contentFormat;
		this.noResponse = noResponse;
		this.error = error;
		this.serial = message.optionSerial;
	}

	private readPath(index: number, first: boolean): boolean {
		const message = this.#message;
		const offset = message.optionOffsets[index] as number;
		const length = message.optionLengths[index] as number;
		return first ? this.#request.startPath(offset, length) : this.#request.appendPath(offset, length);
	}

	/** @returns the error so far, or what this option makes of it */
	private rareOption(index: number, number: number, error: number): number {
		const message = this.#message;
		const request = this.#request;
		const length = message.optionLengths[index] as number;
		if (number === optionNumbers.accept && length <= 2) {
			request.accept = message.optionUint(index);
			return error;
		}
		if (number === optionNumbers.block1 || number === optionNumbers.block2) return this.block(index, number, error);
		if (number === optionNumbers.observe && length <= 3) {
			request.observe = message.optionUint(index);
			return error;
		}
		if (number === optionNumbers.echo && length > 0 && length <= echoLimit) {
			this.echoOffset = message.optionOffsets[index] as number;
			this.echoLength = length;
			return error;
		}
		// One server, one name: whatever host and port were asked for, it is this node.
		if (number === optionNumbers.uriHost && length > 0 && length <= 255) return error;
		if (number === optionNumbers.uriPort && length <= 2) return error;
		return this.otherOption(number, error);
	}

	private block(index: number, number: number, error: number): number {
		const message = this.#message;
		const value = message.optionUint(index);
		if ((message.optionLengths[index] as number) > blockLengthLimit) return codes.badOption;
		// The reserved size (RFC 7959 section 2.2).
		if (blockSzx(value) > largestSzx) return codes.badRequest;
		if (number === optionNumbers.block1) this.#request.block1 = value;
		else this.#request.block2 = value;
		return error;
	}

	/** An option that this server does not know, or one of a wrong length, or repeated: the same (section 5.4). */
	private otherOption(number: number, error: number): number {
		if (!isCritical(number)) return error;
		const proxy = number === optionNumbers.proxyUri || number === optionNumbers.proxyScheme;
		return proxy ? codes.proxyingNotSupported : codes.badOption;
	}
}
