/**
 * CBOR as plain JavaScript values, for desktop and boot: integers up to ±(2^53 - 1) and floats are numbers; byte strings
 * are Uint8Arrays; maps are Maps with integers or texts as keys, never objects, because names from the wire must not
 * become property names (XS never frees one); other tags than those of RFC 8949 keep their number.
 */
export type CborValue =
	| number
	| string
	| boolean
	| null
	| undefined
	| Uint8Array
	| readonly CborValue[]
	| CborMap
	| CborTag;

export type CborMap = ReadonlyMap<CborKey, CborValue>;
export type CborKey = number | string;

/** A tagged item. What the tag means is the caller's business. */
export class CborTag {
	readonly tag: number;
	readonly value: CborValue;

	constructor(tag: number, value: CborValue) {
		this.tag = tag;
		this.value = value;
	}
}

/** Bounds on what is decoded or encoded. */
export interface CborLimits {
	/** Levels of arrays, maps and tags. */
	readonly depth: number;
	/** Items in all, keys included: what the result can cost in memory. */
	readonly items: number;
}

/** Roomy for a definition of `nodeLimits.definitionBytes`. */
export const cborLimits: CborLimits = Object.freeze({ depth: 16, items: 8192 });
