import type { TraceRecord } from "kith/simulator/session/records";
import type { Summary } from "kith/simulator/session/types";
import type { HeapMeter } from "./heap-meter";

/** How the boards of a run fared. */
export interface Life {
	/** One line each; no run may have any. */
	readonly crashes: readonly string[];
	/** By kind, how often boards said it. */
	readonly faults: ReadonlyMap<string, number>;
	readonly reboots: number;
	/** Of the board with the fullest heap, 0-1. */
	readonly heapPeak: number;
	/** Bytes by which what a board keeps grew, of the board where it grew most; NaN where it was not watched. */
	readonly heapGrowth: number;
}

/** Notes crashes and faults. */
export class LifeMeter {
	readonly #crashes: string[] = [];
	readonly #faults = new Map<string, number>();

	take(record: TraceRecord): void {
		if (record.kind === "crash") this.#crashes.push(`${record.board}: ${record.message} ${record.at}`);
		if (record.kind === "fault") this.#faults.set(record.fault, (this.#faults.get(record.fault) ?? 0) + 1);
	}

	of({ boards }: Summary, heap?: HeapMeter): Life {
		const all = Object.values(boards);
		return {
			crashes: this.#crashes,
			faults: this.#faults,
			reboots: all.reduce((sum, { reboots }) => sum + reboots, 0),
			heapPeak: Math.max(...all.map(({ heapPeak, heapAvailable }) => heapPeak / heapAvailable)),
			heapGrowth: heap?.growth ?? Number.NaN,
		};
	}
}
