import type { Machine, MachineStats } from "../engine/types";

/** Bytes of a slot on the targets. */
const slotBytes = 16;

/** One board's heap over all its boots. */
export class HeapWatch {
	/** Bytes of the fixed pool ever handed to XS, the largest of all boots. */
	peak = 0;
	available = 0;

	/** Asks a machine that is about to go, or at the end. */
	sample(machine: Machine): MachineStats {
		const stats = machine.stats();
		this.peak = Math.max(this.peak, stats.heapPeak);
		this.available = stats.heapAvailable;
		return stats;
	}

	/** Bytes in use, garbage not yet collected included. */
	used(machine: Machine): number {
		const { slots, chunkBytes } = this.sample(machine);
		return slots * slotBytes + chunkBytes;
	}
}
