/** UTF-8 (RFC 3629) for texts on desktop and at boot; XS has no TextDecoder. */

/** Bytes that `text` takes. A lone surrogate has no UTF-8 and throws RangeError. */
export function utf8Length(text: string): number {
	let length = 0;
	for (let index = 0; index < text.length; index++) {
		const code = codePointAt(text, index);
		length += sequenceLength(code);
		if (code > 0xffff) index++;
	}
	return length;
}

/** Writes `text` to `bytes` from `offset`, where there is room. @returns where it ends */
export function utf8Encode(text: string, bytes: Uint8Array, offset: number): number {
	let at = offset;
	for (let index = 0; index < text.length; index++) {
		const code = codePointAt(text, index);
		if (code > 0xffff) index++;
		const length = sequenceLength(code);
		if (length === 1) bytes[at++] = code;
		else {
			bytes[at++] = (leadBits[length] as number) | (code >> (6 * (length - 1)));
			for (let rest = length - 2; rest >= 0; rest--) bytes[at++] = 0x80 | ((code >> (6 * rest)) & 0x3f);
		}
	}
	return at;
}

/** The text of `length` bytes, or undefined where they are no UTF-8: overlong, a surrogate, above U+10FFFF, cut. */
export function utf8Decode(bytes: Uint8Array, offset: number, length: number): string | undefined {
	let text = "";
	const end = offset + length;
	let at = offset;
	while (at < end) {
		const first = bytes[at] as number;
		if (first < 0x80) {
			text += String.fromCharCode(first);
			at++;
			continue;
		}
		const size = sizeOfLead(first);
		if (size === 0 || at + size > end) return undefined;
		let code = first & (0x7f >> size);
		for (let index = 1; index < size; index++) {
			const next = bytes[at + index] as number;
			if (next >> 6 !== 2) return undefined;
			code = (code << 6) | (next & 0x3f);
		}
		if (sequenceLength(code) !== size || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
		text += String.fromCodePoint(code);
		at += size;
	}
	return text;
}

const leadBits = [0, 0, 0xc0, 0xe0, 0xf0] as const;

/** Bytes of the sequence that starts with `first`, 0x80 or above; 0 where none does. */
function sizeOfLead(first: number): number {
	if (first >> 5 === 6) return 2;
	if (first >> 4 === 14) return 3;
	return first >> 3 === 30 ? 4 : 0;
}

function sequenceLength(code: number): number {
	if (code < 0x80) return 1;
	if (code < 0x800) return 2;
	return code < 0x10000 ? 3 : 4;
}

function codePointAt(text: string, index: number): number {
	const code = text.codePointAt(index) as number;
	if (code >= 0xd800 && code <= 0xdfff) throw new RangeError("a lone surrogate is no text");
	return code;
}
