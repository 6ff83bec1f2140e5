/**
 * What Sensirion's I2C chips have in common: big-endian 16-bit words, each followed by a CRC-8, that stand for a share
 * of 65,535 of a linear range (SHT4x datasheet version 6, sections 4.4 and 4.6; SCD4x datasheet 1.4, section 3.12).
 */

/** CRC-8 of the two bytes at `offset`: polynomial 0x31, initial 0xff, not reflected. 0xbeef gives 0x92. */
export function wordChecksum(bytes: Uint8Array, offset: number): number {
	let crc = 0xff;
	for (let index = offset; index < offset + 2; index++) {
		crc ^= bytes[index] as number;
		for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x31) & 0xff : crc << 1;
	}
	return crc;
}

/** What `checkedWord` answers for a word whose checksum is wrong. */
export const wrongWord = -1;

/** The word at `offset`, 0…65535, or `wrongWord`. */
export function checkedWord(bytes: Uint8Array, offset: number): number {
	if (wordChecksum(bytes, offset) !== bytes[offset + 2]) return wrongWord;
	return ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
}

/**
 * `origin + span * ticks / 65535`, rounded to the nearest. Exact for spans up to 32,000.
 * The division by 2^16 - 1 is two shifts, since a chip without floating point would do it in software.
 */
export function fromTicks(ticks: number, span: number, origin: number): number {
	const above = span * ticks + 32768;
	return ((above + (above >>> 16)) >>> 16) + origin;
}
