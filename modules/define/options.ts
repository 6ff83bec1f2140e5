import type { OptionValue } from "kith/definition/definition";
import { type Duration, describeDuration, hours, seconds } from "./duration";

/** How one option of a device kind is checked. `undefined` as value means that it was left out. */
export interface OptionRule {
	/** What it must be, for the sentence about a wrong one: "a GPIO number". */
	readonly expected: string;
	/** Used when it is left out; without one the option must be given. */
	readonly initial?: OptionValue;
	accepts(value: unknown): value is OptionValue;
	/** How a wrong value is shown; by default as it would be written. */
	show?(value: unknown): string;
}

/** One rule for each option of `Options`, so that none can be forgotten. */
export type OptionSchema<Options> = { readonly [Name in keyof Required<Options>]: OptionRule };

/** Sampling period, 1 s … 1 h. */
export function period(initial: Duration): OptionRule {
	const minimum = seconds(1);
	const maximum = hours(1);
	return {
		expected: `a duration from ${describeDuration(minimum)} to ${describeDuration(maximum)}, such as seconds(30)`,
		initial,
		accepts: (value): value is OptionValue => isWhole(value) && value >= minimum && value <= maximum,
	};
}

/** GPIO number; whether the board has it is checked with the board. */
export function pinNumber(): OptionRule {
	return { expected: "a GPIO number", accepts: (value): value is OptionValue => isWhole(value) && value >= 0 };
}

export function flag(initial: boolean): OptionRule {
	return {
		expected: "true or false",
		initial,
		accepts: (value): value is OptionValue => typeof value === "boolean",
	};
}

/** One of a few words. The first choice is the initial one. */
export function choice(choices: readonly [string, ...string[]]): OptionRule {
	return {
		expected: choices.map(show).join(" or "),
		initial: choices[0],
		accepts: (value): value is OptionValue => choices.some((one) => one === value),
	};
}

/** 7-bit I2C addresses that a chip can be strapped to. The first one is the initial one. */
export function busAddress(choices: readonly [number, ...number[]]): OptionRule {
	return {
		expected: choices.map(hexadecimal).join(" or "),
		initial: choices[0],
		accepts: (value): value is OptionValue => choices.some((one) => one === value),
		show: hexadecimal,
	};
}

/** A whole number from `minimum` to `maximum`. */
export function whole(range: { minimum: number; maximum: number; unit?: string; initial?: number }): OptionRule {
	const { minimum, maximum, unit, initial } = range;
	const expected = `a whole number from ${minimum} to ${maximum}${unit === undefined ? "" : ` ${unit}`}`;
	const accepts = (value: unknown): value is OptionValue => isWhole(value) && value >= minimum && value <= maximum;
	return initial === undefined ? { expected, accepts } : { expected, accepts, initial };
}

/** The options with the initial ones filled in, in the schema's order; or the sentence about the first wrong one. */
export function readOptions<Options extends object>(
	schema: OptionSchema<Options>,
	given: Options,
): ReadonlyMap<string, OptionValue> | string {
	const rules = new Map<string, OptionRule>(Object.entries(schema));
	for (const name of Object.keys(given)) {
		if (!rules.has(name)) return `has no option "${name}" (it has ${[...rules.keys()].join(", ")})`;
	}
	const values = new Map<string, unknown>(Object.entries(given));
	const options = new Map<string, OptionValue>();
	for (const [name, rule] of rules) {
		const value = values.get(name) ?? rule.initial;
		if (value === undefined) return `needs the option "${name}": ${rule.expected}`;
		if (!rule.accepts(value)) {
			return `cannot use ${(rule.show ?? show)(value)} as "${name}": it must be ${rule.expected}`;
		}
		options.set(name, value);
	}
	return options;
}

function isWhole(value: unknown): value is number {
	return typeof value === "number" && Number.isSafeInteger(value);
}

function show(value: unknown): string {
	if (typeof value === "string") return `"${value}"`;
	return String(value);
}

function hexadecimal(value: unknown): string {
	return typeof value === "number" ? `0x${value.toString(16)}` : show(value);
}
