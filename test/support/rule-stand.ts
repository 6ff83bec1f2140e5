import type { Reason } from "kith/core/diagnostics";
import { Scheduler } from "kith/core/scheduler";
import type { InputDefinition, RuleDefinition } from "kith/definition/definition";
import { ValueTable } from "kith/model/value-table";
import type { RuleEffects } from "kith/rules/effects";
import { RuleEngine } from "kith/rules/rule-engine";
import { FakeClock } from "./fake-clock";

export interface RuleStandOptions {
	readonly ownSlots?: number;
	readonly slots?: number;
	readonly inputs?: readonly InputDefinition[];
	/** The clock's time at boot. */
	readonly at?: number;
	/** Devices that do not report what they were set to. */
	readonly deaf?: boolean;
}

/** A rule engine on a fake clock. Actuators report what they were set to, like real ones, and everything is logged. */
export class RuleStand implements RuleEffects {
	readonly clock: FakeClock;
	readonly values: ValueTable;
	readonly engine: RuleEngine;
	/** "slot=value" for own actuators, "address/resource=value" for peers, since the last `take`. */
	#log: string[] = [];
	deaf: boolean;

	constructor(rules: readonly RuleDefinition[], options: RuleStandOptions = {}) {
		const ownSlots = options.ownSlots ?? 8;
		this.clock = new FakeClock(options.at ?? 0);
		this.values = new ValueTable(options.slots ?? ownSlots + (options.inputs?.length ?? 0));
		this.deaf = options.deaf ?? false;
		this.engine = new RuleEngine({
			rules,
			ownSlots,
			inputs: {
				find: (address, id) =>
					(options.inputs ?? []).findIndex((input) => input.address === address && input.resourceId === id),
			},
			values: this.values,
			scheduler: new Scheduler(this.clock),
			effects: this,
		});
	}

	actuate(slot: number, value: number, _reason: Reason): void {
		this.#log.push(`${slot}=${value}`);
		if (!this.deaf) this.put(slot, value);
	}

	request(address: number, resourceId: number, value: number, _rule: number): void {
		this.#log.push(`${address}/${resourceId}=${value}`);
	}

	/** A new reading. */
	put(slot: number, value: number): void {
		this.values.set(slot, value, this.clock.now());
		this.engine.valueChanged(slot);
	}

	/** What was done since the last call, joined by blanks. */
	take(): string {
		const taken = this.#log.join(" ");
		this.#log = [];
		return taken;
	}

	/** As `take`, for a new reading. */
	see(slot: number, value: number): string {
		this.put(slot, value);
		return this.take();
	}

	/** As `take`, for time passing. */
	wait(ms: number): string {
		this.clock.advance(ms);
		return this.take();
	}
}
