import { elapsed } from "kith/core/clock";
import { BlePipe } from "./ble-pipe";
import { bleConnectionLimit } from "./ble-transport";

/** All connections of a board, by the transport's numbers. */
export class BlePipes {
	readonly #pipes: BlePipe[] = [];

	constructor(frameLimit: number) {
		for (let number = 0; number < bleConnectionLimit; number++) this.#pipes.push(new BlePipe(frameLimit));
	}

	at(number: number): BlePipe {
		return this.#pipes[number] as BlePipe;
	}

	/** Number of the pipe to a peer, or of a free one for 0; -1: none. */
	find(peer: number): number {
		for (let number = 0; number < bleConnectionLimit; number++) if (this.at(number).peer === peer) return number;
		return -1;
	}

	get connected(): number {
		let count = 0;
		for (let number = 0; number < bleConnectionLimit; number++) if (this.at(number).peer !== 0) count++;
		return count;
	}

	/** How many still owe their peer the broadcast in this slot. */
	owing(slot: number): number {
		let count = 0;
		for (let number = 0; number < bleConnectionLimit; number++) if (this.at(number).owes(slot)) count++;
		return count;
	}

	/** The one that has rested longest, of those that have rested for at least `restMs`; -1: none. */
	restingLongest(now: number, restMs: number): number {
		let found = -1;
		let longest = restMs;
		for (let number = 0; number < bleConnectionLimit; number++) {
			const pipe = this.at(number);
			const rest = elapsed(pipe.usedAt, now);
			if (pipe.peer === 0 || !pipe.idle || rest < longest) continue;
			longest = rest;
			found = number;
		}
		return found;
	}
}
