import { asciiText } from "kith/coap/ascii-text";

/** CoAP path to which readings are posted, by everybody to everybody. */
export const readingsPath = "r";
/** Where a node lists what it offers (RFC 6690 section 4). */
export const corePath = ".well-known/core";

/** Where a node tells who of the others is there. */
export const nodesPath = "nodes";

/** Where a gateway tells its present boot's ID Context, which an operator's first request must name. */
export const bootPath = "boot";

/** Hexadecimal names of the 256 resource ids, lower case, made once: names and paths on the air are short ids. */
const names: readonly string[] = Array.from({ length: 256 }, (_, id) => id.toString(16));

/** CoAP path of a resource, and its SenML name: its short id in lower-case hexadecimal, "0" … "ff". */
export function resourcePath(resourceId: number): string {
	const name = names[resourceId];
	if (name === undefined) throw new RangeError(`no resource id: ${resourceId}`);
	return name;
}

/** The same as bytes, in ROM. */
const idTexts: readonly Uint8Array[] = Object.freeze(names.map(asciiText));

export function resourceIdText(resourceId: number): Uint8Array {
	return idTexts[resourceId] as Uint8Array;
}
