import type { RuleDefinition } from "kith/definition/definition";
import { Grouping } from "./grouping";
import { type Target, targetOf } from "./plan";

/** Cells of a claim. */
const claimSize = 4;
const ruleCell = 0;
const targetCell = 1;
/** 1 where the rule wants something at present. */
const activeCell = 2;
const valueCell = 3;

interface Claim {
	readonly rule: number;
	readonly target: number;
	readonly priority: number;
}

/**
 * What each rule wants of each target that it names: one claim per pair, numbered through the plan. Rules write them,
 * the arbiter reads them.
 */
export class ClaimTable {
	/** The claims' records, then the claim of each action, then the first claim of each rule and the end of all. */
	readonly #cells: Int32Array;
	readonly #ofAction: number;
	readonly #ofRule: number;
	/** Claims per target: the one that wins comes first. */
	readonly #ofTarget: Grouping;

	constructor(rules: readonly RuleDefinition[], targets: readonly Target[]) {
		const claims: Claim[] = [];
		const ofAction: number[] = [];
		const ofRule = rules.map(({ actions, priority }, rule) => {
			const first = claims.length;
			for (const action of actions) {
				const target = targetOf(action, targets);
				let claim = claims.findIndex((known) => known.rule === rule && known.target === target);
				if (claim < 0) claim = claims.push({ rule, target, priority }) - 1;
				ofAction.push(claim);
			}
			return first;
		});
		this.#ofAction = claims.length * claimSize;
		this.#ofRule = this.#ofAction + ofAction.length;
		const records = claims.flatMap(({ rule, target }) => [rule, target, 0, 0]);
		this.#cells = Int32Array.from([...records, ...ofAction, ...ofRule, claims.length]);
		const order = claims.map((_, claim) => claim).sort((a, b) => compare(claims[a] as Claim, claims[b] as Claim));
		this.#ofTarget = new Grouping(
			targets.length,
			order.map((claim) => (claims[claim] as Claim).target),
			order,
		);
	}

	/** The first of the rule's claims. Those of the rule after the last begin where all end. */
	firstClaim(rule: number): number {
		return this.#cells[this.#ofRule + rule] as number;
	}

	ofAction(action: number): number {
		return this.#cells[this.#ofAction + action] as number;
	}

	/** Stores what a rule wants now. True when that is something else than before. */
	set(claim: number, active: boolean, value: number): boolean {
		const cells = this.#cells;
		const at = claim * claimSize;
		const was = cells[at + activeCell] === 1;
		if (was === active && (!active || cells[at + valueCell] === value)) return false;
		cells[at + activeCell] = active ? 1 : 0;
		cells[at + valueCell] = value;
		return true;
	}

	rule(claim: number): number {
		return this.#cells[claim * claimSize + ruleCell] as number;
	}

	target(claim: number): number {
		return this.#cells[claim * claimSize + targetCell] as number;
	}

	value(claim: number): number {
		return this.#cells[claim * claimSize + valueCell] as number;
	}

	/** The claim that wins the target, or -1 where no rule wants anything. */
	winner(target: number): number {
		const places = this.#ofTarget.cells;
		const end = places[target + 1] as number;
		for (let place = places[target] as number; place < end; place++) {
			const claim = places[place] as number;
			if (this.#cells[claim * claimSize + activeCell] === 1) return claim;
		}
		return -1;
	}

	/** How many rules want something else of the target than `value`. */
	against(target: number, value: number): number {
		let count = 0;
		const places = this.#ofTarget.cells;
		const end = places[target + 1] as number;
		for (let place = places[target] as number; place < end; place++) {
			const at = (places[place] as number) * claimSize;
			if (this.#cells[at + activeCell] === 1 && this.#cells[at + valueCell] !== value) count++;
		}
		return count;
	}
}

/** Higher priorities come first, of equal ones the later rule. */
function compare(a: Claim, b: Claim): number {
	return b.priority - a.priority || b.rule - a.rule;
}
