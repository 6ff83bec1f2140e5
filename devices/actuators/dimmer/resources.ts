import type { ResourceDescription } from "kith/model/quantity";

/** What a PWM dimmer offers: its perceived brightness in percent. */
export const dimmerResources = [
	{ name: "level", quantity: "level", writable: true, minimum: 0, maximum: 100, deadband: 1 },
] as const satisfies readonly ResourceDescription[];
