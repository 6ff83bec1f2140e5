import type { ResourceDescription } from "kith/model/quantity";

/** What a passive infrared motion sensor tells: whether somebody moves in its view. */
export const pirResources = [
	{ name: "motion", quantity: "motion", writable: false, minimum: 0, maximum: 1, deadband: 1 },
] as const satisfies readonly ResourceDescription[];
