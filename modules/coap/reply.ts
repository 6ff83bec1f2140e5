import { asciiText } from "./ascii-text";
import { blockOffset, blockSize, blockSzx, blockValue } from "./block";
import { codes } from "./codes";
import type { IncomingRequest } from "./incoming-request";
import type { CoapMessage } from "./message";
import type { MessageWriter } from "./message-writer";
import { optionNumbers } from "./options";

const pastTheEnd = asciiText("no such block");

/**
 * Makes of what the handler said the reply that goes: the block that was asked for (RFC 7959 section 2.4), or 2.03
 * without a payload where the peer has this representation already.
 * @param message the request, undefined for a notification
 * @param largest SZX of the largest block that fits a message
 * @returns the response's code
 */
export function settleReply(
	request: IncomingRequest,
	message: CoapMessage | undefined,
	code: number,
	largest: number,
): number {
	if (message !== undefined && code === codes.content && request.replyEtag > 0 && hasEtag(message, request.replyEtag)) {
		request.source = undefined;
		request.replyLength = 0;
		return codes.valid;
	}
	const { source, block2 } = request;
	if (code !== codes.content || (source === undefined && block2 < 0)) return code;
	const szx = block2 >= 0 && blockSzx(block2) < largest ? blockSzx(block2) : largest;
	const offset = block2 < 0 ? 0 : blockOffset(block2);
	const size = blockSize(szx);
	let more = false;
	let length = 0;
	if (source === undefined) {
		const whole = request.replyLength;
		more = offset + size < whole;
		length = Math.max(0, more ? size : whole - offset);
		request.reply.copyWithin(0, offset, offset + length);
	} else {
		request.source = undefined;
		length = source.readBlock(offset, request.reply, size);
		more = source.more;
	}
	if (length === 0 && offset > 0) {
		request.clearReply();
		return request.explain(codes.badRequest, pastTheEnd);
	}
	request.replyLength = length;
	// Its number counts blocks of the size that goes, which is the peer's or a smaller one.
	if (more || block2 >= 0) request.replyBlock2 = blockValue(offset / size, more, szx);
	return code;
}

/** Writes the reply's options and payload. @param sequence of a notification, -1: it is none */
export function writeReply(writer: MessageWriter, request: IncomingRequest, code: number, sequence: number): void {
	const fine = code >> 5 === 2;
	if (fine && request.replyEtag > 0) writer.uintOption(optionNumbers.etag, request.replyEtag);
	if (sequence >= 0) writer.uintOption(optionNumbers.observe, sequence);
	if (request.replyLength > 0 && request.replyFormat >= 0)
		writer.uintOption(optionNumbers.contentFormat, request.replyFormat);
	if (fine && request.replyMaxAge >= 0) writer.uintOption(optionNumbers.maxAge, request.replyMaxAge);
	if (request.replyBlock2 >= 0) writer.uintOption(optionNumbers.block2, request.replyBlock2);
	if (request.replyBlock1 >= 0) writer.uintOption(optionNumbers.block1, request.replyBlock1);
	writer.payload(request.reply, request.replyLength);
}

function hasEtag(message: CoapMessage, etag: number): boolean {
	for (let index = 0; index < message.optionCount; index++) {
		if (message.optionNumbers[index] === optionNumbers.etag && message.optionUint(index) === etag) return true;
	}
	return false;
}
