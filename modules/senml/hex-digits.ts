/** What `hexValues` has for other bytes. */
export const noDigit = 16;
/** What a byte is worth as a lower-case hexadecimal digit, or `noDigit`. Only ever read, so that it may lie in flash. */
export const hexValues = makeHexValues();

function makeHexValues(): Uint8Array {
	const values = new Uint8Array(256).fill(noDigit);
	for (let value = 0; value < 16; value++) values[(value < 10 ? 0x30 : 0x57) + value] = value;
	return values;
}
