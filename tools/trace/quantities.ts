/** In a trace a boolean is a number without a unit, and so is a count: the resource's name tells them apart. */
const booleans = ["motion", "open", "on"];

export function isBoolean(path: string, unit: string): boolean {
	return unit === "" && booleans.includes(path.slice(path.lastIndexOf("/") + 1));
}
