import { blockLengthLimit } from "./block";
import type { CoapMessage } from "./message";
import { optionNumbers } from "./options";

/** Seconds for which a response holds that does not say (RFC 7252 section 5.10.5). */
const defaultMaxAge = 60;

/** What the response says that a listener is being told of, beside its code and payload. Valid during that call only. */
export class IncomingResponse {
	/** Whether the request was protected and the response was, too. */
	protected = false;
	readonly #message: CoapMessage;

	constructor(message: CoapMessage) {
		this.#message = message;
	}

	/** Of the payload, -1 where the peer did not say. */
	get contentFormat(): number {
		return this.number(optionNumbers.contentFormat, 2);
	}

	/** Sequence of a notification, -1: it is none. */
	get observe(): number {
		return this.number(optionNumbers.observe, 3);
	}

	/** Seconds for which it holds. */
	get maxAge(): number {
		const age = this.number(optionNumbers.maxAge, 4);
		return age < 0 ? defaultMaxAge : age;
	}

	/** Values of the Block options, -1 where there are none. */
	get block1(): number {
		return this.number(optionNumbers.block1, blockLengthLimit);
	}

	get block2(): number {
		return this.number(optionNumbers.block2, blockLengthLimit);
	}

	/** Bytes of the whole body, -1 where the peer did not say. */
	get size2(): number {
		return this.number(optionNumbers.size2, 4);
	}

	/** Copies the ETag (1-8 bytes) to the start of `target`. @returns its length, 0: there is none */
	etag(target: Uint8Array): number {
		const message = this.#message;
		const index = message.find(optionNumbers.etag);
		const length = index < 0 ? 0 : (message.optionLengths[index] as number);
		if (length > 8) return 0;
		for (let at = 0; at < length; at++)
			target[at] = message.buffer[(message.optionOffsets[index] as number) + at] as number;
		return length;
	}

	private number(option: number, longest: number): number {
		const message = this.#message;
		const index = message.find(option);
		if (index < 0 || (message.optionLengths[index] as number) > longest) return -1;
		return message.optionUint(index);
	}
}
