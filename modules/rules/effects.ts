import type { Reason } from "kith/core/diagnostics";

/**
 * What rules do to the world. Called from inside the engine: new values may be reported from within (`valueChanged`),
 * the rules they touch follow after the call.
 */
export interface RuleEffects {
	/** Sets an own actuator. @param reason valid during the call only */
	actuate(slot: number, value: number, reason: Reason): void;
	/** Asks a peer to set its resource. @param rule index of the rule that wants it */
	request(address: number, resourceId: number, value: number, rule: number): void;
}
