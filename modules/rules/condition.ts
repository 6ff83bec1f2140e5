import { conditionAnd, conditionNot, type RuleDefinition } from "kith/definition/definition";
import { type Truth, truthFalse, truthTrue } from "./truth";

/** The conditions of all rules as one packed program in postfix order, its leaves numbered through the whole plan. */
export class Conditions {
	/** Where each rule's program begins, and the end of all; the programs; room for the stack. */
	readonly #cells: Int16Array;
	/** Where the room for the stack begins. */
	readonly #stack: number;

	/** Throws RangeError on a condition that does not come out at one value, or names a leaf that is not there. */
	constructor(rules: readonly RuleDefinition[]) {
		let length = rules.length + 1;
		let deepest = 0;
		for (const rule of rules) {
			deepest = Math.max(deepest, checkCondition(rule));
			length += rule.condition.length;
		}
		const cells = new Int16Array(length + deepest);
		let place = rules.length + 1;
		let firstLeaf = 0;
		rules.forEach((rule, index) => {
			cells[index] = place;
			for (const code of rule.condition) cells[place++] = code < 0 ? code : firstLeaf + code;
			firstLeaf += rule.leaves.length;
		});
		cells[rules.length] = place;
		this.#cells = cells;
		this.#stack = length;
	}

	/** @param truths of all leaves */
	evaluate(rule: number, truths: Uint8Array): Truth {
		const cells = this.#cells;
		const end = cells[rule + 1] as number;
		let depth = this.#stack;
		// The top of the stack lives in a local; what is below it, in the array.
		let top = 0;
		for (let place = cells[rule] as number; place < end; place++) {
			const code = cells[place] as number;
			if (code >= 0) {
				cells[depth++] = top;
				top = truths[code] as number;
			} else if (code === conditionNot) {
				top = truthTrue + truthFalse - top;
			} else {
				const below = cells[--depth] as number;
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
