import { formatDecimal, parseDecimal } from "./decimal";

/** What a command's payload may be for one resource. */
export interface CommandRange {
	readonly boolean: boolean;
	readonly scale: number;
	/** Inclusive, in 10^-scale units. */
	readonly minimum: number;
	readonly maximum: number;
}

/** The value in 10^-scale units, or a sentence for the person who sent it. */
export type Command = { readonly value: number } | { readonly refused: string };

/** Longest part of a refused payload that an answer repeats. */
const quotedLimit = 32;

/** Reads a command as people and programs write it: JSON numbers and booleans, and "on"/"off" in any case. */
export function parseCommand(payload: Uint8Array, length: number, range: CommandRange): Command {
	const text = asciiTrimmed(payload, length);
	if (range.boolean) {
		const word = text.toLowerCase();
		if (word === "true" || word === "on" || word === "1") return { value: 1 };
		if (word === "false" || word === "off" || word === "0") return { value: 0 };
		return { refused: `expected true, false, on or off, got ${quote(text)}` };
	}
	const value = parseDecimal(text, range.scale);
	if (value === undefined || value < range.minimum || value > range.maximum) {
		const decimals = range.scale === 0 ? "a whole number" : `a number with at most ${range.scale} decimals`;
		const from = formatDecimal(range.minimum, range.scale);
		const to = formatDecimal(range.maximum, range.scale);
		return { refused: `expected ${decimals} from ${from} to ${to}, got ${quote(text)}` };
	}
	return { value };
}

function asciiTrimmed(payload: Uint8Array, length: number): string {
	let text = "";
	const end = Math.min(length, quotedLimit + 1);
	for (let index = 0; index < end; index++) {
		const code = payload[index] as number;
		const blank = code === 0x09 || code === 0x0a || code === 0x0d;
		text += blank ? " " : String.fromCharCode(code < 0x20 || code > 0x7e ? 0x3f : code);
	}
	return text.trim();
}

function quote(text: string): string {
	if (text === "") return "nothing";
	return text.length > quotedLimit ? `"${text.slice(0, quotedLimit)}..."` : `"${text}"`;
}
