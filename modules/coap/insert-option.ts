import { type CoapMessage, messageFaults } from "./message";

/** Option deltas from here on take a byte more. */
const oneByteDelta = 13;
const twoByteDelta = 269;

/**
 * Puts an option behind the others of a request, in place of one of the same number that is the last there.
 * @param reader opened on the message, for its options
 * @param message the request, from the start of the buffer, of which `limit` bytes may be used
 * @param value of up to 255 bytes in another buffer, of which `valueLength` count
 * @returns the new length; -1: it does not fit, or an option of a higher number is there
 */
export function insertOption(
	reader: CoapMessage,
	message: Uint8Array,
	length: number,
	limit: number,
	number: number,
	value: Uint8Array,
	valueLength: number,
): number {
	if (reader.open(message, 0, length) !== messageFaults.none) return -1;
	let at = reader.payloadOffset;
	if (reader.payloadLength > 0) at--;
	let from = at;
	let last = reader.optionCount - 1;
	if (last >= 0 && reader.optionNumbers[last] === number) {
		// The one before it ends where its head begins.
		last--;
		at =
			last < 0
				? 4 + reader.tokenLength
				: (reader.optionOffsets[last] as number) + (reader.optionLengths[last] as number);
	}
	const delta = number - (last < 0 ? 0 : (reader.optionNumbers[last] as number));
	if (delta < 0) return -1;
	const extended = delta < oneByteDelta ? 0 : delta < twoByteDelta ? 1 : 2;
	const added = 1 + extended + (valueLength < oneByteDelta ? 0 : 1) + valueLength;
	const end = length - from + at + added;
	if (end > limit) return -1;
	message.copyWithin(at + added, from, length);
	from = at;
	const nibble = extended === 0 ? delta : 12 + extended;
	message[from++] = (nibble << 4) | Math.min(valueLength, oneByteDelta);
	if (extended === 1) message[from++] = delta - oneByteDelta;
	if (extended === 2) {
		message[from++] = (delta - twoByteDelta) >> 8;
		message[from++] = delta - twoByteDelta;
	}
	if (valueLength >= oneByteDelta) message[from++] = valueLength - oneByteDelta;
	for (let index = 0; index < valueLength; index++) message[from + index] = value[index] as number;
	return end;
}
