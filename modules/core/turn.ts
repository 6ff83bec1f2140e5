/**
 * One turn of the event loop. Whatever happens in it (a frame, an alarm, a pin's edge) only queues its news; the work
 * that follows from them is done when the outermost of them has returned. That keeps the stack shallow, which a board
 * has little of, and lets nothing be re-entered.
 */
export class Turn {
	readonly #work: () => void;
	#depth = 0;
	#pending = false;

	/** @param work does all that is queued, and what that queues in turn */
	constructor(work: () => void) {
		this.#work = work;
	}

	begin(): void {
		this.#depth++;
	}

	end(): void {
		while (this.#depth === 1 && this.#pending) {
			this.#pending = false;
			this.#work();
		}
		this.#depth--;
	}

	/** Something was queued: it is worked on at the end of the turn, which is now where none runs. */
	queued(): void {
		this.#pending = true;
		if (this.#depth !== 0) return;
		this.#depth = 1;
		this.end();
	}
}
