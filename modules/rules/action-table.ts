import { actionCases, type RuleDefinition } from "kith/definition/definition";
import type { ValueTable } from "kith/model/value-table";
import { line } from "./line";
import { type Truth, truthFalse, truthTrue } from "./truth";

/** No case was chosen yet. */
const noCase = -1;

/** Cells of a rule; the last record is the end of the one before it. */
const ruleSize = 3;
const firstActionCell = 0;
const flagsCell = 1;
const chosenCell = 2;
/** Flag: the rule says what to do when stale. */
const handlesStale = 1;
/** Flag: one of the rule's actions follows a slot. */
const follows = 2;

/** Cells of an action. One that follows a slot has in place of its value where its line's four numbers begin. */
const actionSize = 3;
const caseCell = 0;
const sourceCell = 1;
const valueCell = 2;

/** What all rules do in which case, packed into one array; the actions are numbered through the plan. */
export class ActionTable {
	readonly #cells: Int32Array;
	/** Where the actions' records begin. */
	readonly #actions: number;
	readonly #table: ValueTable;

	constructor(rules: readonly RuleDefinition[], table: ValueTable) {
		const actions = rules.flatMap((rule) => rule.actions);
		const lines = actions.filter((action) => action.from >= 0).length;
		const cells = new Int32Array((rules.length + 1) * ruleSize + actions.length * actionSize + 4 * lines);
		this.#actions = (rules.length + 1) * ruleSize;
		let count = 0;
		rules.forEach((rule, index) => {
			const at = index * ruleSize;
			cells[at + firstActionCell] = count;
			if (rule.actions.some((action) => action.when === actionCases.stale)) cells[at + flagsCell] = handlesStale;
			if (rule.actions.some((action) => action.from >= 0))
				cells[at + flagsCell] = (cells[at + flagsCell] ?? 0) | follows;
			cells[at + chosenCell] = noCase;
			count += rule.actions.length;
		});
		cells[rules.length * ruleSize + firstActionCell] = count;
		let place = this.#actions + actions.length * actionSize;
		actions.forEach(({ when, from, value, x1, y1, x2, y2 }, index) => {
			cells.set([when, from, from < 0 ? value : place], this.#actions + index * actionSize);
			if (from < 0) return;
			cells.set([x1, y1, x2, y2], place);
			place += 4;
		});
		this.#cells = cells;
		this.#table = table;
	}

	/** The first of the rule's actions. Those of the rule after the last begin where all end. */
	firstAction(rule: number): number {
		return this.#cells[rule * ruleSize + firstActionCell] as number;
	}

	/**
	 * Chooses which of the rule's actions apply; a value that they follow and that is missing counts like an unknown
	 * condition. @returns whether what the rule wants may be something else than before
	 */
	choose(rule: number, truth: Truth): boolean {
		const at = rule * ruleSize;
		const flags = this.#cells[at + flagsCell] as number;
		let chosen: number = actionCases.stale;
		if (truth === truthTrue) chosen = actionCases.met;
		else if (truth === truthFalse) chosen = actionCases.otherwise;
		if (chosen !== actionCases.stale && (flags & follows) !== 0 && this.lacksSource(rule, chosen))
			chosen = actionCases.stale;
		if (chosen === actionCases.stale && (flags & handlesStale) === 0) chosen = actionCases.otherwise;
		if (chosen === this.#cells[at + chosenCell] && (flags & follows) === 0) return false;
		this.#cells[at + chosenCell] = chosen;
		return true;
	}

	/** Whether the action has something to set in the case chosen for its rule. */
	applies(rule: number, action: number): boolean {
		const at = this.#actions + action * actionSize;
		if (this.#cells[at + caseCell] !== this.#cells[rule * ruleSize + chosenCell]) return false;
		const source = this.#cells[at + sourceCell] as number;
		return source < 0 || this.#table.known(source);
	}

	/** What the action sets, in 10^-scale units of its target. */
	value(action: number): number {
		const cells = this.#cells;
		const at = this.#actions + action * actionSize;
		const source = cells[at + sourceCell] as number;
		const value = cells[at + valueCell] as number;
		if (source < 0) return value;
		return line(
			this.#table.value(source),
			cells[value] as number,
			cells[value + 1] as number,
			cells[value + 2] as number,
			cells[value + 3] as number,
		);
	}

	private lacksSource(rule: number, chosen: number): boolean {
		const end = this.firstAction(rule + 1);
		for (let action = this.firstAction(rule); action < end; action++) {
			const at = this.#actions + action * actionSize;
			const source = this.#cells[at + sourceCell] as number;
			if (this.#cells[at + caseCell] === chosen && source >= 0 && !this.#table.known(source)) return true;
		}
		return false;
	}
}
