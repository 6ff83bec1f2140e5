import { Action } from "./action";
import type { Condition, ConditionTree } from "./condition";
import { DefinitionError } from "./definition-error";
import type { Duration } from "./duration";
import { checkRuleName } from "./names";

/** Everything said about one rule. */
export interface RuleSpec {
	readonly name: string;
	readonly condition: ConditionTree;
	readonly met: readonly Action[];
	readonly otherwise: readonly Action[];
	readonly stale: readonly Action[];
	readonly priority: number;
	/** ms, 0: no minimum. */
	readonly minimumOnMs: number;
	readonly minimumOffMs: number;
}

/** Begins a rule. @param name says in a few words what it does; shown as the reason when it acts */
export function rule(name: string): RuleStart {
	checkRuleName(name);
	return new RuleStart(name);
}

/** Of `minimumOn` and `minimumOff`. */
const shortestMinimumMs = 100;

/** A rule that has only its name yet. */
export class RuleStart {
	readonly #name: string;

	constructor(name: string) {
		this.#name = name;
	}

	when(condition: Condition): RuleCondition {
		return new RuleCondition(this.#name, condition);
	}
}

/** A rule that knows when, but not what. `and` and `or` join from left to right: a.and(b).or(c) is (a and b) or c. */
export class RuleCondition {
	readonly #name: string;
	readonly #condition: Condition;

	constructor(name: string, condition: Condition) {
		this.#name = name;
		this.#condition = condition;
	}

	and(condition: Condition): RuleCondition {
		return new RuleCondition(this.#name, this.#condition.and(condition));
	}

	or(condition: Condition): RuleCondition {
		return new RuleCondition(this.#name, this.#condition.or(condition));
	}

	/** What happens while the condition is true. */
	// biome-ignore lint/suspicious/noThenProperty: a rule reads "when … then …"; awaiting half a rule throws below.
	then(...actions: [Action, ...Action[]]): Rule {
		const name = this.#name;
		if (!actions.every((action) => action instanceof Action)) {
			throw new DefinitionError(`rule "${name}": then() takes actions, such as kitchen.cooler.on()`);
		}
		return new Rule({
			name,
			condition: this.#condition.tree,
			met: actions,
			otherwise: [],
			stale: [],
			priority: 0,
			minimumOnMs: 0,
			minimumOffMs: 0,
		});
	}
}

/** A whole rule. Each method gives a changed copy. */
export class Rule {
	readonly #spec: RuleSpec;

	constructor(spec: RuleSpec) {
		this.#spec = spec;
	}

	get spec(): RuleSpec {
		return this.#spec;
	}

	/** What happens while the condition is false. */
	otherwise(...actions: [Action, ...Action[]]): Rule {
		return new Rule({ ...this.#spec, otherwise: actions });
	}

	/** What happens while nobody can tell, because a value is missing or too old. Default: as `otherwise`. */
	whenStale(...actions: [Action, ...Action[]]): Rule {
		return new Rule({ ...this.#spec, stale: actions });
	}

	/** Once switched on, this node's actuators of the rule stay on for at least so long. */
	minimumOn(time: Duration): Rule {
		this.#checkMinimum("minimumOn", time);
		return new Rule({ ...this.#spec, minimumOnMs: time });
	}

	/** Once switched off, this node's actuators of the rule stay off for at least so long. */
	minimumOff(time: Duration): Rule {
		this.#checkMinimum("minimumOff", time);
		return new Rule({ ...this.#spec, minimumOffMs: time });
	}

	/** A bare number would be milliseconds, which nobody means here. */
	#checkMinimum(name: string, time: Duration): void {
		if (time >= shortestMinimumMs) return;
		throw new DefinitionError(
			`rule "${this.#spec.name}": ${name} is ${time} ms, at least ${shortestMinimumMs}: write for example minutes(3)`,
		);
	}

	/** Where rules want different things of one actuator the higher number wins; of equal ones the later rule. -100…100 */
	priority(priority: number): Rule {
		if (!Number.isInteger(priority) || Math.abs(priority) > 100) {
			throw new DefinitionError(`rule "${this.#spec.name}": a priority is a whole number from -100 to 100`);
		}
		return new Rule({ ...this.#spec, priority });
	}
}
