/** Major types (RFC 8949 section 3.1). */
export const majorTypes = {
	unsigned: 0,
	negative: 1,
	bytes: 2,
	text: 3,
	array: 4,
	map: 5,
	tag: 6,
	simple: 7,
} as const;

/** Simple values and floating-point numbers of major type 7 (section 3.3), by additional information. */
export const simpleValues = {
	false: 20,
	true: 21,
	null: 22,
	undefined: 23,
	/** A simple value in the byte that follows. */
	byte: 24,
	half: 25,
	single: 26,
	double: 27,
	break: 31,
} as const;

/** Additional information 31: the length is not said, a break ends the item (section 3.2). */
export const indefinite = 31;

/** Tag 4: an array of exponent and mantissa, worth mantissa · 10^exponent (section 3.4.4). */
export const decimalFractionTag = 4;

/** Why bytes could not be read as CBOR, or as the item that was asked for. 0: they could. */
export const cborFaults = {
	none: 0,
	/** The data ends within an item. */
	truncated: 1,
	/** Well-formed perhaps, but not what was asked for. */
	wrongType: 2,
	/** More levels than the reader allows. */
	tooDeep: 3,
	/** An integer beyond ±(2^53 - 1), or a decimal fraction beyond int32. */
	tooLarge: 4,
	/** Reserved additional information, a break or chunk where none may be: section 5.3.1 and appendix F. */
	notWellFormed: 5,
	/** An indefinite length where only definite ones are read. */
	indefiniteLength: 6,
	/** Bytes after the item. */
	trailingBytes: 7,
	/** A text that is no UTF-8. */
	notUtf8: 8,
	/** A key twice in one map. */
	duplicateKey: 9,
	/** Well-formed, but of a kind that has no place in a `CborValue`. */
	unsupported: 10,
	/** More items than the limits allow. */
	tooLong: 11,
} as const;
export type CborFault = (typeof cborFaults)[keyof typeof cborFaults];

/** Names of the faults, for people. */
export function cborFaultName(fault: CborFault): string {
	for (const [name, value] of Object.entries(cborFaults)) if (value === fault) return name;
	return "unknown";
}
