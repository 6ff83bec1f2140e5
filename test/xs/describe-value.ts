/** Longest description of a value, in characters. */
const LIMIT = 300;

/** Shows a value in a failure's message. Not for machines: depth and length are cut. */
export function describeValue(value: unknown, depth = 3): string {
	const text = describeFully(value, depth);
	return text.length > LIMIT ? `${text.slice(0, LIMIT)}…` : text;
}

function describeFully(value: unknown, depth: number): string {
	if (typeof value === "string") {
		return JSON.stringify(value);
	}
	if (typeof value === "bigint") {
		return `${value}n`;
	}
	if (typeof value === "function") {
		return `[function ${value.name}]`;
	}
	if (typeof value !== "object" || value === null) {
		return Object.is(value, -0) ? "-0" : String(value);
	}
	if (value instanceof Error) {
		return `[${value.name}: ${value.message}]`;
	}
	if (depth === 0) {
		return "…";
	}
	if (Array.isArray(value)) {
		return `[${value.map((item) => describeFully(item, depth - 1)).join(", ")}]`;
	}
	if (ArrayBuffer.isView(value)) {
		return `${value.constructor.name}[${Array.from(value as Uint8Array).join(", ")}]`;
	}
	if (value instanceof Map) {
		return `Map${describeFully([...value], depth)}`;
	}
	if (value instanceof Set) {
		return `Set${describeFully([...value], depth)}`;
	}
	const entries = Object.entries(value).map(([key, item]) => `${key}: ${describeFully(item, depth - 1)}`);
	return `{ ${entries.join(", ")} }`;
}
