import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import { sweepPeriodMs, type ValueTable } from "./value-table";

/** Sweeps a value table in time, where no rule engine does it beside its rules. */
export class ValueSweep {
	readonly #values: ValueTable;
	readonly #scheduler: Scheduler;
	#timer: TimerHandle = 0;

	/** Begins at once. */
	constructor(values: ValueTable, scheduler: Scheduler) {
		this.#values = values;
		this.#scheduler = scheduler;
		this.run();
	}

	/** May be called twice. */
	close(): void {
		this.#scheduler.cancel(this.#timer);
	}

	private run(): void {
		this.#values.sweep(this.#scheduler.now());
		this.#timer = this.#scheduler.after(sweepPeriodMs, () => this.run());
	}
}
