import type { ResourceDescription } from "kith/model/quantity";

/** What a relay (or any load switched by one pin) offers. */
export const relayResources = [
	{ name: "on", quantity: "on", writable: true, minimum: 0, maximum: 1, deadband: 1 },
] as const satisfies readonly ResourceDescription[];
