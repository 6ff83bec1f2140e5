import { nodeLimits } from "kith/definition/definition";
import { DefinitionError } from "./definition-error";
import { type AnyNode, specOf } from "./node";
import { planRule, type RulePlan } from "./plan";
import type { NodeSpec } from "./reference";
import type { Rule } from "./rule";

/** The rules that one node runs. */
export class RuleSet {
	readonly #node: NodeSpec;
	readonly #plans: readonly RulePlan[];

	constructor(node: NodeSpec, plans: readonly RulePlan[]) {
		this.#node = node;
		this.#plans = plans;
	}

	get node(): NodeSpec {
		return this.#node;
	}

	get plans(): readonly RulePlan[] {
		return this.#plans;
	}
}

/**
 * Gives `node` its rules, in their order: of two that want different things with the same priority the later wins.
 *
 * @throws DefinitionError where a number does not fit its property, or a rule is too large
 */
export function rules(node: AnyNode, list: readonly Rule[]): RuleSet {
	const spec = specOf(node);
	return new RuleSet(
		spec,
		list.map((one) => planRule(one.spec, spec.name)),
	);
}

/** @throws DefinitionError for two rules with one name, or too many: of all of a node's rule sets together */
export function checkRuleNames(node: string, plans: readonly RulePlan[]): void {
	const names = new Set<string>();
	for (const { name } of plans) {
		if (names.has(name)) throw new DefinitionError(`${node} has two rules named "${name}"; give each its own name`);
		names.add(name);
	}
	if (plans.length > nodeLimits.rules) {
		throw new DefinitionError(`${node} has ${plans.length} rules; one board takes at most ${nodeLimits.rules}`);
	}
}
