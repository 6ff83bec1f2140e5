/** Requests to peers that wait for their answer at once. */
export const requestLimit = 8;

/** Called once: undefined when the peer did it, else why not. */
export type Answered = (refused: string | undefined) => void;

/** Who waits for which CoAP exchange. */
export class PendingRequests {
	/** The exchanges, -1 where there is none, then whom each asked, then the input that was asked for, or -1. */
	readonly #cells = new Int32Array(3 * requestLimit).fill(-1);
	readonly #answered: (Answered | undefined)[] = new Array<Answered | undefined>(requestLimit).fill(undefined);

	get full(): boolean {
		for (let index = 0; index < requestLimit; index++) if (this.#cells[index] === -1) return false;
		return true;
	}

	/** @param input whose value was asked for; -1: none */
	add(exchange: number, address: number, answered: Answered | undefined, input = -1): void {
		for (let index = 0; index < requestLimit; index++) {
			if (this.#cells[index] !== -1) continue;
			this.#cells[index] = exchange;
			this.#cells[requestLimit + index] = address;
			this.#cells[2 * requestLimit + index] = input;
			this.#answered[index] = answered;
			return;
		}
		throw new RangeError(`more than ${requestLimit} requests`);
	}

	/** Whom the exchange asked; 0 where nobody waits for it. */
	addressOf(exchange: number): number {
		for (let index = 0; index < requestLimit; index++) {
			if (this.#cells[index] === exchange) return this.#cells[requestLimit + index] as number;
		}
		return 0;
	}

	/** The input whose value the exchange asked for, or -1. */
	inputOf(exchange: number): number {
		for (let index = 0; index < requestLimit; index++) {
			if (this.#cells[index] === exchange) return this.#cells[2 * requestLimit + index] as number;
		}
		return -1;
	}

	/** The exchange is over. */
	settle(exchange: number, refused: string | undefined): void {
		for (let index = 0; index < requestLimit; index++) {
			if (this.#cells[index] !== exchange) continue;
			const answered = this.#answered[index];
			this.#cells[index] = -1;
			this.#answered[index] = undefined;
			answered?.(refused);
			return;
		}
	}
}
