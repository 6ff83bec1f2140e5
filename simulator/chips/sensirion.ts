/** The wire format of Sensirion's I2C chips, from the chip's side. */

/** CRC-8 with polynomial 0x31 and initial value 0xff, over the two bytes of `word`. */
export function sensirionCrc(word: number): number {
	let crc = 0xff00 ^ word;
	// Long division of 16 message bits at once; the initial value sits on the first byte.
	for (let bit = 0; bit < 16; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x3100 : crc << 1;
	return (crc >> 8) & 0xff;
}

/** Words as they leave the chip: each big-endian and followed by its checksum, every one of them wrong on request. */
export function sensirionWords(words: readonly number[], checksumWrong: boolean): Uint8Array {
	const bytes = new Uint8Array(words.length * 3);
	words.forEach((word, index) => {
		bytes[index * 3] = word >> 8;
		bytes[index * 3 + 1] = word & 0xff;
		bytes[index * 3 + 2] = sensirionCrc(word) ^ (checksumWrong ? 0xff : 0);
	});
	return bytes;
}

/** The 16-bit code that stands for `value` on a line from `low` (0) to `high` (65535), clipped to its ends. */
export function toTicks(value: number, low: number, high: number): number {
	const ticks = Math.round(((value - low) / (high - low)) * 65535);
	return Math.max(0, Math.min(65535, ticks));
}
