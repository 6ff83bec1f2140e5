import type { ResourceDescription } from "kith/model/quantity";

/** What an NTC thermistor in a divider measures. Outside -40…125 °C it counts as broken or shorted. */
export const ntcResources = [
	{ name: "temperature", quantity: "temperature", writable: false, minimum: -4000, maximum: 12500, deadband: 20 },
] as const satisfies readonly ResourceDescription[];
