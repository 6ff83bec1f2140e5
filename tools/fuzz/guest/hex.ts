/** Bytes of a text of hexadecimal digits; blanks between them are passed over. */
export function hex(text: string): Uint8Array {
	const digits = text.replaceAll(" ", "");
	const bytes = new Uint8Array(digits.length / 2);
	for (let index = 0; index < bytes.length; index++)
		bytes[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
	return bytes;
}
