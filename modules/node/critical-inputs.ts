import { elapsed } from "kith/core/clock";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import type { RuleDefinition } from "kith/definition/definition";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import type { Inputs } from "./inputs";
import type { PeerClient } from "./peer-client";

/** Shortest time between two requests for one value, whatever hints that there is news. */
export const askAgainMs = 1000;
/** Number of a value that was asked for, in place of its frame's (`Diagnostics.received`). */
export const askedFor = -1;

export interface CriticalInputsOptions {
	readonly inputs: Inputs;
	/** Slots before those of the inputs. */
	readonly ownSlots: number;
	readonly rules: readonly RuleDefinition[];
	readonly heartbeatMs: number;
	readonly scheduler: Scheduler;
	readonly client: PeerClient;
}

/**
 * Readings for rules that switch something critical. What peers tell everybody is not believed here, because whoever has
 * one board of the network could have said it; it only gives reason to ask. What a peer answers to a request under the
 * key that the two alone have is believed. Asked is at every heartbeat, and twice within the shortest age that a rule
 * allows, so that silence is noticed in time.
 */
export class CriticalInputs {
	readonly #options: CriticalInputsOptions;
	readonly #list: Uint8Array;
	/** By place in the list: when it was asked for last. */
	readonly #asked: Int32Array;
	readonly #due: Uint8Array;
	readonly #periodMs: number;
	readonly #ring: () => void;
	#timer: TimerHandle = 0;

	constructor(options: CriticalInputsOptions) {
		const { inputs, scheduler } = options;
		this.#options = options;
		const critical: number[] = [];
		for (let input = 0; input < inputs.count; input++) if (inputs.critical(input)) critical.push(input);
		this.#list = Uint8Array.from(critical);
		this.#asked = new Int32Array(critical.length).fill((scheduler.now() - askAgainMs) | 0);
		this.#due = new Uint8Array(critical.length).fill(1);
		this.#periodMs = this.period();
		this.#ring = () => this.run();
		this.#timer = scheduler.after(0, this.#ring);
	}

	/** Somebody told everybody of a new value: perhaps there is one. */
	hint(input: number): void {
		const place = this.#list.indexOf(input);
		if (place < 0 || this.#due[place] === 1) return;
		this.#due[place] = 1;
		const { scheduler } = this.#options;
		const wait = askAgainMs - elapsed(this.#asked[place] as number, scheduler.now());
		scheduler.cancel(this.#timer);
		this.#timer = scheduler.after(Math.max(wait, 0), this.#ring);
	}

	close(): void {
		this.#options.scheduler.cancel(this.#timer);
	}

	/** Half of the shortest age that a rule allows of one of them, and at most a heartbeat. */
	private period(): number {
		const { rules, ownSlots, inputs, heartbeatMs } = this.#options;
		let period = heartbeatMs;
		for (const { leaves } of rules)
			for (const { slot, maximumAgeMs } of leaves) {
				if (slot < ownSlots || !inputs.critical(slot - ownSlots) || maximumAgeMs === 0) continue;
				period = Math.min(period, maximumAgeMs >> 1);
			}
		return Math.max(period, askAgainMs);
	}

	private run(): void {
		const { scheduler, client, inputs } = this.#options;
		const now = scheduler.now();
		let next = this.#periodMs;
		for (let place = 0; place < this.#list.length; place++) {
			const age = elapsed(this.#asked[place] as number, now);
			const wait = (this.#due[place] === 1 ? askAgainMs : this.#periodMs) - age;
			if (wait > 0) {
				next = Math.min(next, wait);
				continue;
			}
			const input = this.#list[place] as number;
			// Where all exchanges are taken, its turn comes again a moment later.
			if (client.read(inputs.address(input), inputs.resourceId(input), input)) {
				this.#asked[place] = now;
				this.#due[place] = 0;
			} else next = Math.min(next, askAgainMs);
		}
		this.#timer = scheduler.after(next, this.#ring);
	}
}

/** Undefined where no rule of the node switches something critical. */
export function criticalInputs(
	{ rules, heartbeatMs }: LoadedDefinition,
	inputs: Inputs,
	ownSlots: number,
	scheduler: Scheduler,
	client: PeerClient,
): CriticalInputs | undefined {
	for (let input = 0; input < inputs.count; input++)
		if (inputs.critical(input)) return new CriticalInputs({ inputs, ownSlots, rules, heartbeatMs, scheduler, client });
	return undefined;
}
