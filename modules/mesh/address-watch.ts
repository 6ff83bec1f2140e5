import { elapsed } from "kith/core/clock";
import { type Diagnostics, faultKinds } from "kith/core/diagnostics";
import type { Scheduler } from "kith/core/scheduler";
import type { ReceivedFrame } from "./received-frame";

/** The same collision is reported once in this time. */
export const collisionReportMs = 60_000;

const usedTwice = faultKinds["address used twice"];

/**
 * Notices another board with this node's address, as when one identity was flashed twice: a frame that says it is ours,
 * and either comes straight from a radio of our address, or has a boot number beyond our own. Copies of our own frames
 * come back from relays; copies of our last boot's have an older number.
 */
export class AddressWatch {
	readonly #address: number;
	readonly #scheduler: Scheduler;
	readonly #diagnostics: Diagnostics;
	#reported = false;
	#reportedAt = 0;

	constructor(address: number, scheduler: Scheduler, diagnostics: Diagnostics) {
		this.#address = address;
		this.#scheduler = scheduler;
		this.#diagnostics = diagnostics;
	}

	heard({ boot }: ReceivedFrame, from: number, ownBoot: number): void {
		const ahead = ((boot - ownBoot) << 16) >> 16;
		if (from !== this.#address && ahead <= 0) return;
		const now = this.#scheduler.now();
		if (this.#reported && elapsed(this.#reportedAt, now) < collisionReportMs) return;
		this.#reported = true;
		this.#reportedAt = now;
		this.#diagnostics.fault(usedTwice, this.#address);
	}
}
