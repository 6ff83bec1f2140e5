/**
 * Bytes of a text that the program holds, to be made once, at module level: then they lie in ROM, and nothing is
 * allocated when they are sent. Throws RangeError for other than printable ASCII.
 */
export function asciiText(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code > 0x7e || code < 0x20) throw new RangeError(`other than printable ASCII characters: ${text}`);
		bytes[index] = code;
	}
	return bytes;
}
