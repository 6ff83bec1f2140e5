import fc from "fast-check";
import { toHex } from "../../support/hex";

/** CoAP messages as hex, for properties. */

/** Options that go inside, in any order and number; Observe, OSCORE and Proxy-Uri are for tests of their own. */
const innerNumbers = [1, 4, 5, 8, 11, 12, 14, 15, 17, 20, 23, 27, 28, 60, 252, 258, 292, 2048, 65000];
const outerNumbers = [3, 7, 39];

export interface Option {
	readonly number: number;
	readonly value: Uint8Array;
}

function options(numbers: readonly number[], maximum: number, valueLimit: number): fc.Arbitrary<Option[]> {
	return fc.array(fc.record({ number: fc.constantFrom(...numbers), value: fc.uint8Array({ maxLength: valueLimit }) }), {
		maxLength: maximum,
	});
}

/** Written from RFC 7252 section 3.1 for these tests alone. */
export function encodeOptions(list: readonly Option[]): string {
	let hex = "";
	let previous = 0;
	const byte = (value: number): string => (0x100 | value).toString(16).slice(1);
	const extension = (value: number): string =>
		value < 13 ? "" : value < 269 ? byte(value - 13) : byte((value - 269) >> 8) + byte((value - 269) & 0xff);
	const nibble = (value: number): number => (value < 13 ? value : value < 269 ? 13 : 14);
	for (const { number, value } of [...list].sort((a, b) => a.number - b.number)) {
		const delta = number - previous;
		hex +=
			byte((nibble(delta) << 4) | nibble(value.length)) + extension(delta) + extension(value.length) + toHex(value);
		previous = number;
	}
	return hex;
}

function message(codes: readonly number[], outer: fc.Arbitrary<Option[]>): fc.Arbitrary<string> {
	return fc
		.record({
			type: fc.integer({ min: 0, max: 3 }),
			code: fc.constantFrom(...codes),
			id: fc.integer({ min: 0, max: 0xffff }),
			token: fc.uint8Array({ maxLength: 8 }),
			inner: options(innerNumbers, 8, 40),
			outer,
			payload: fc.uint8Array({ maxLength: 120 }),
		})
		.map(({ type, code, id, token, inner, outer, payload }) => {
			const head = toHex(Uint8Array.of(0x40 | (type << 4) | token.length, code, id >> 8, id));
			const marked = payload.length > 0 ? `ff${toHex(payload)}` : "";
			return head + toHex(token) + encodeOptions([...inner, ...outer]) + marked;
		});
}

export const requests = message([1, 2, 3, 4, 5, 6, 7], options(outerNumbers, 3, 20));
export const plainRequests = message([1, 2, 3, 4, 5, 6, 7], fc.constant([]));
export const responses = message([0x41, 0x44, 0x45, 0x5f, 0x84, 0x8d, 0xa0, 0xa3], options(outerNumbers, 2, 20));

/** Flips bit `bit` of hexadecimal text. */
export function flipBit(hex: string, bit: number): string {
	const at = (bit >> 3) * 2;
	const byte = Number.parseInt(hex.slice(at, at + 2), 16) ^ (0x80 >> (bit & 7));
	return hex.slice(0, at) + (0x100 | byte).toString(16).slice(1) + hex.slice(at + 2);
}
