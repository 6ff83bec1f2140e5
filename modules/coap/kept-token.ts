import type { CoapMessage } from "./message";
import type { MessageWriter } from "./message-writer";

/**
 * A peer's token (0-8 bytes) kept in two cells of a table, for answers that come later; its length is kept by the caller.
 */
export function keepToken(message: CoapMessage, cells: Int32Array, at: number): void {
	const { buffer, tokenOffset, tokenLength } = message;
	cells[at] = part(buffer, tokenOffset, tokenLength);
	cells[at + 1] = part(buffer, tokenOffset + 4, tokenLength - 4);
}

/** Whether the message has the kept token. */
export function isKeptToken(message: CoapMessage, cells: Int32Array, at: number, length: number): boolean {
	const { buffer, tokenOffset, tokenLength } = message;
	if (tokenLength !== length) return false;
	if (cells[at] !== part(buffer, tokenOffset, length)) return false;
	return cells[at + 1] === part(buffer, tokenOffset + 4, length - 4);
}

/** Directly after `begin`. */
export function writeKeptToken(writer: MessageWriter, cells: Int32Array, at: number, length: number): void {
	const { buffer } = writer;
	for (let index = 0; index < length; index++)
		buffer[4 + index] = (cells[at + (index >> 2)] as number) >>> (24 - 8 * (index & 3));
	writer.tokenWritten(length);
}

/** Up to four bytes from `offset`, the first one highest. */
function part(buffer: Uint8Array, offset: number, length: number): number {
	let value = 0;
	for (let index = 0; index < 4 && index < length; index++)
		value |= (buffer[offset + index] as number) << (24 - 8 * index);
	return value;
}
