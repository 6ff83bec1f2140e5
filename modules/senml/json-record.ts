import type { TextWriter } from "kith/core/text-writer";
import { valueTextLimit, writeValueText } from "kith/model/value-text";

/** Where the parts of a resource's full name lie: "kitchen", and "climate/temperature". */
export interface NamePlace {
	readonly bytes: Uint8Array;
	readonly nodeOffset: number;
	readonly nodeLength: number;
	readonly pathOffset: number;
	readonly pathLength: number;
}

/**
 * Appends one record of a SenML pack in JSON (RFC 8428 section 5), without allocating:
 * `{"n":"kitchen/climate/temperature","u":"Cel","v":23.45,"t":-12}`. Where it does not fit, the writer overflows.
 *
 * @param unit of SenML; "": none
 * @param value in 10^-scale units, or 0 and 1 of a boolean
 * @param ageSeconds since the value was measured; 0: it is said to hold now
 */
export function writeJsonRecord(
	writer: TextWriter,
	name: NamePlace,
	unit: string,
	value: number,
	scale: number,
	boolean: boolean,
	ageSeconds: number,
): void {
	writer.text('{"n":"').escaped(name.bytes, name.nodeOffset, name.nodeLength).byte(0x2f);
	writer.escaped(name.bytes, name.pathOffset, name.pathLength);
	if (unit !== "") writer.text('","u":"').text(unit);
	writer.text(boolean ? '","vb":' : '","v":');
	if (writer.room < valueTextLimit) writer.overflow = true;
	else writer.length = writeValueText(writer.bytes, value, scale, boolean, writer.length);
	if (ageSeconds > 0) writer.text(',"t":').whole(-ageSeconds);
	writer.byte(0x7d);
}
