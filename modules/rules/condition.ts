import { conditionAnd, conditionNot, type RuleDefinition } from "kith/definition/definition";
import { type Truth, truthFalse, truthTrue } from "./truth";

/** The conditions of all rules as one packed program in postfix order, its leaves numbered through the whole plan. */
export class Conditions {
	readonly #starts: Uint16Array;
	readonly #program: Int16Array;
	readonly #stack: Uint8Array;

	/** Throws RangeError on a condition that does not come out at one value, or names a leaf that is not there. */
	constructor(rules: readonly RuleDefinition[]) {
		let length = 0;
		for (const rule of rules) length += rule.condition.length;
		this.#starts = new Uint16Array(rules.length + 1);
		this.#program = new Int16Array(length);
		let place = 0;
		let firstLeaf = 0;
		let deepest = 0;
		rules.forEach((rule, index) => {
			deepest = Math.max(deepest, checkCondition(rule));
			this.#starts[index] = place;
			for (const code of rule.condition) this.#program[place++] = code < 0 ? code : firstLeaf + code;
			firstLeaf += rule.leaves.length;
		});
		this.#starts[rules.length] = place;
		this.#stack = new Uint8Array(deepest);
	}

	/** @param truths of all leaves */
	evaluate(rule: number, truths: Uint8Array): Truth {
		const program = this.#program;
		const stack = this.#stack;
		const end = this.#starts[rule + 1] as number;
		let depth = 0;
		// The top of the stack lives in a local; what is below it, in the array.
		let top = 0;
		for (let place = this.#starts[rule] as number; place < end; place++) {
			const code = program[place] as number;
			if (code >= 0) {
				stack[depth++] = top;
				top = truths[code] as number;
			} else if (code === conditionNot) {
				top = truthTrue + truthFalse - top;
			} else {
				const below = stack[--depth] as number;
				if (code === conditionAnd ? below < top : below > top) top = below;
			}
		}
		return top as Truth;
	}
}

/** @returns how many values the condition holds at once */
function checkCondition(rule: RuleDefinition): number {
	let depth = 0;
	let deepest = 0;
	for (const code of rule.condition) {
		if (code >= rule.leaves.length || code < conditionNot) throw new RangeError(`${rule.name}: no leaf ${code}`);
		const taken = code >= 0 ? 0 : code === conditionNot ? 1 : 2;
		if (depth < taken) throw new RangeError(`${rule.name}: an operator without operands`);
		depth += 1 - taken;
		if (depth > deepest) deepest = depth;
	}
	if (depth !== 1) throw new RangeError(`${rule.name}: a condition of ${depth} values`);
	return deepest;
}
