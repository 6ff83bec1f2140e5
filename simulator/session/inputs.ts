import { type Agenda, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { InputBody } from "./records";
import type { Trace } from "./trace";

/** Messages from outside that wait for their microsecond, all gateways together; further ones are dropped. */
export const inputQueueLimit = 1024;

export type ApplyInput = (board: string | null, input: InputBody) => void;

/**
 * The one door for what comes from outside: it gets a virtual time, is written to the trace when that comes, and only
 * then takes effect. What is recorded is all that a replay needs.
 */
export class Inputs {
	/** Messages that did not get in. */
	dropped = 0;
	readonly #agenda: Agenda;
	readonly #trace: Trace;
	readonly #apply: ApplyInput;
	#waiting = 0;
	#overflow = 0;

	constructor(agenda: Agenda, trace: Trace, apply: ApplyInput) {
		this.#agenda = agenda;
		this.#trace = trace;
		this.#apply = apply;
	}

	/** Happens at `at`, which must be later than now. */
	plan(at: Microseconds, board: string | null, input: InputBody): void {
		this.#agenda.plan(at, agendaClasses.input, () => this.#happen(board, input));
	}

	/**
	 * A message for a gateway's board; dropped, counted and traced when too many wait.
	 *
	 * @returns whether it got in
	 */
	message(at: Microseconds, board: string, input: InputBody): boolean {
		if (this.#waiting >= inputQueueLimit) {
			this.#overflow++;
			return false;
		}
		this.#waiting++;
		this.#agenda.plan(at, agendaClasses.input, () => {
			this.#waiting--;
			this.#happen(board, input);
			if (this.#waiting > 0 || this.#overflow === 0) return;
			const count = this.#overflow;
			this.#overflow = 0;
			this.plan(this.#agenda.now + 1, board, { kind: "input", input: "dropped", reason: "too many", count });
		});
		return true;
	}

	#happen(board: string | null, input: InputBody): void {
		if (input.input === "dropped") this.dropped += input.count;
		this.#trace.record(this.#agenda.now, board, input);
		this.#apply(board, input);
	}
}
