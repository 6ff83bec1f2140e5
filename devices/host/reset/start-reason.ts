import type { StartReason } from "kith/node/log-entries";

const read = native("xs_kith_start_reason") as () => StartReason;

/** Why the program started: what the chip says of its last reset; on Linux, where nobody knows, `unknown`. */
export function startReason(): StartReason {
	return read();
}
