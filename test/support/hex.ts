/** Bytes from hexadecimal; blanks and whatever stands behind "#" up to the line's end are for people. */
export function fromHex(text: string): Uint8Array {
	const digits = text.replace(/#[^\n]*/g, "").replace(/\s+/g, "");
	const bytes = new Uint8Array(digits.length / 2);
	for (let index = 0; index < bytes.length; index++)
		bytes[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
	return bytes;
}

/** Lower-case hexadecimal of the first `length` bytes. */
export function toHex(bytes: Uint8Array, length = bytes.length): string {
	let text = "";
	for (let index = 0; index < length; index++) {
		const byte = bytes[index] as number;
		text += (byte < 16 ? "0" : "") + byte.toString(16);
	}
	return text;
}
