/**
 * Port: a region of NOR flash that the firmware writes itself.
 *
 * For node code: an erased byte is 0xff, and a write only takes bits from 1 to 0. A power loss may cut a write or an
 * erase anywhere: what is then in the bytes it concerned is any mixture of before and after.
 *
 * For platform authors: none of the calls keeps its array or allocates; each reports a fault by false.
 */
export interface Flash {
	/** Bytes in a sector, the smallest thing that can be erased (4,096 on an ESP32). */
	readonly sectorLength: number;
	readonly sectors: number;
	/** Copies `length` bytes from `offset` to the start of `target`. */
	read(offset: number, target: Uint8Array, length: number): boolean;
	/** Programs the first `length` bytes of `source` at `offset`. */
	write(offset: number, source: Uint8Array, length: number): boolean;
	/** Erases sector number `sector`. */
	erase(sector: number): boolean;
}
