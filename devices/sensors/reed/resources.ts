import type { ResourceDescription } from "kith/model/quantity";

/** What a reed contact and its magnet tell: whether the door or window stands open. */
export const reedResources = [
	{ name: "open", quantity: "open", writable: false, minimum: 0, maximum: 1, deadband: 1 },
] as const satisfies readonly ResourceDescription[];
