import type { Sequence } from "./context-file";

/** The numbers of a context that was never used before, and will be gone with this run. */
export class FreshSequence implements Sequence {
	next = 0;

	take(): void {
		this.next++;
	}
}
