import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RuleStand } from "../../support/rule-stand";
import { RuleOracle } from "./oracle";
import { boot, ownSlots, plan, type Step, script, slots } from "./plans";

/** What was done is compared after every step; the order within a step is the engine's own business. */
function sorted(actions: readonly string[]): string {
	return [...actions].sort().join(" ");
}

test("the incremental engine does what a full evaluation at every millisecond would do", () => {
	fc.assert(
		fc.property(plan, script, script, boot, (rules, before, steps, at) => {
			const stand = new RuleStand(rules, { ownSlots, slots, at });
			const oracle = new RuleOracle(rules, ownSlots);
			const compare = (step: Step | "start"): void => {
				const done = stand.take();
				assert.equal(sorted(done === "" ? [] : done.split(" ")), sorted(oracle.take()), JSON.stringify(step));
			};
			for (const step of before) {
				if (step.do !== "see") continue;
				stand.put(step.slot, step.value);
				oracle.put(step.slot, step.value);
			}
			stand.engine.start();
			oracle.start();
			compare("start");
			for (const step of steps) {
				if (step.do === "see") {
					stand.put(step.slot, step.value);
					oracle.see(step.slot, step.value);
				} else if (step.do === "wait") {
					stand.clock.advance(step.ms);
					oracle.wait(step.ms);
				} else {
					stand.engine.command(step.slot, step.value, 1);
					oracle.command(step.slot, step.value);
				}
				compare(step);
			}
		}),
		{ numRuns: 2000 },
	);
});
