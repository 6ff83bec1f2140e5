/** The reflected polynomial of IEEE 802.3. */
const polynomial = 0xedb88320 | 0;

/** Made when the module is loaded, so that on a board it lies in flash: it is only ever read. */
const table = makeTable();

function makeTable(): Int32Array {
	const rows = new Int32Array(256);
	for (let index = 0; index < 256; index++) {
		let row = index;
		for (let bit = 0; bit < 8; bit++) row = row & 1 ? (row >>> 1) ^ polynomial : row >>> 1;
		rows[index] = row;
	}
	return rows;
}

/**
 * CRC-32 (IEEE 802.3, as in Ethernet, zip and PNG) of bytes `start` … `end`-1, as int32. Metered in XS, a byte costs 22
 * bytecodes this way; with one byte a round 26; with tables for two or four bytes at once 24 and 23, as XS puts words
 * together byte by byte; with a table of 16 it costs 40, and without one 166.
 *
 * @param before the CRC-32 of what went before, for data that comes in pieces
 */
export function crc32(bytes: Uint8Array, start: number, end: number, before = 0): number {
	const rows = table;
	let crc = ~before;
	let at = start;
	while (at + 3 < end) {
		crc = (rows[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8);
		crc = (rows[(crc ^ (bytes[at + 1] as number)) & 0xff] as number) ^ (crc >>> 8);
		crc = (rows[(crc ^ (bytes[at + 2] as number)) & 0xff] as number) ^ (crc >>> 8);
		crc = (rows[(crc ^ (bytes[at + 3] as number)) & 0xff] as number) ^ (crc >>> 8);
		at += 4;
	}
	while (at < end) {
		crc = (rows[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8);
		at++;
	}
	return ~crc;
}
