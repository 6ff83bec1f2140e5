/** CoAP path to which readings are posted, by everybody to everybody. */
export const readingsPath = "r";

/** Hexadecimal names of the 256 resource ids, lower case, made once: names and paths on the air are short ids. */
const names: readonly string[] = Array.from({ length: 256 }, (_, id) => id.toString(16));

/** CoAP path of a resource, and its SenML name: its short id in lower-case hexadecimal, "0" … "ff". */
export function resourcePath(resourceId: number): string {
	const name = names[resourceId];
	if (name === undefined) throw new RangeError(`no resource id: ${resourceId}`);
	return name;
}
