import type { Diagnostics, FaultKind } from "kith/core/diagnostics";

/** Remembers the faults; the rest is for the node's tests. */
export class RecordingDiagnostics implements Diagnostics {
	readonly faults: { kind: FaultKind; subject: number }[] = [];
	reading(): void {}
	sent(): void {}
	received(): void {}
	actuation(): void {}
	asked(): void {}
	fault(kind: FaultKind, subject: number): void {
		this.faults.push({ kind, subject });
	}

	count(kind: FaultKind): number {
		return this.faults.filter((fault) => fault.kind === kind).length;
	}
}
