/** A module that is preloaded in the tests. */
export const table = Object.freeze([10, 20, 30]);
export const scratch = new Uint8Array(4);
export const words: string[] = ["in ROM"];
export let calls = 0;

export interface Sized {
	readonly size: number;
}

export function count(): number {
	calls++;
	return calls;
}

export function fits(thing: Sized): boolean {
	if (thing.size > 3) {
		throw new RangeError(`size ${thing.size} is too large`);
	}
	return true;
}

export class Counter {
	#value = 0;

	next(): number {
		this.#value++;
		return this.#value;
	}
}

/** Makes a closure at run time. */
export function adder(by: number): (to: number) => number {
	return (to) => to + by;
}

/** A pattern in ROM. */
const digits = /(\d+)-(\d+)/;

export function parts(text: string): string {
	const [, first, second] = digits.exec(text) ?? [];
	return `${second} ${first}`;
}

/** One of each kind of data that XS keeps in chunks. */
export const treasure = Object.freeze({
	text: ["first", "second"].join(" and "),
	large: 2n ** 70n + BigInt(words.length),
	list: [1, "two", [3, "four".toUpperCase()]] as const,
	map: new Map([["key", { value: "kept" }]]),
	set: new Set(["member"]),
	bytes: Uint8Array.of(1, 2, 3),
	when: new Date(86_400_000),
	pattern: /k(.)pt/,
});
