/** SenML labels as CBOR has them (RFC 8428 section 6, table 6). */
export const senmlLabels = {
	baseVersion: -1,
	baseName: -2,
	baseTime: -3,
	baseUnit: -4,
	baseValue: -5,
	baseSum: -6,
	name: 0,
	unit: 1,
	value: 2,
	stringValue: 3,
	booleanValue: 4,
	sum: 5,
	time: 6,
	updateTime: 7,
	dataValue: 8,
} as const;

/** The version of SenML that RFC 8428 defines (section 4.4). */
export const senmlVersion = 10;

/** Why a pack was refused. 0: it was not. */
export const senmlFaults = {
	none: 0,
	/** Not an array of maps that fills the bytes, or CBOR that cannot be read here. */
	notAPack: 1,
	/** A field with a value of the wrong type, or twice in a record. */
	badField: 2,
	/** A label ending in "_" that is not known: the record must not be used (section 4.4). */
	mandatoryLabel: 3,
	/** A later version than 10. */
	version: 4,
	/** A base value, which would change every value after it: not read here. */
	baseValue: 5,
	/** More than one value in a record (section 4.2). */
	twoValues: 6,
} as const;
export type SenmlFault = (typeof senmlFaults)[keyof typeof senmlFaults];

/** What the value of a record is. */
export const recordKinds = { none: 0, decimal: 1, boolean: 2, float: 3, text: 4, data: 5 } as const;
