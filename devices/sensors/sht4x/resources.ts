import type { ResourceDescription } from "kith/model/quantity";

/** What a Sensirion SHT4x measures (datasheet version 6, table 3 and 4): -40…125 °C and 0…100 %RH. */
export const sht4xResources = [
	{ name: "temperature", quantity: "temperature", writable: false, minimum: -4000, maximum: 12500, deadband: 20 },
	{ name: "humidity", quantity: "humidity", writable: false, minimum: 0, maximum: 10000, deadband: 200 },
] as const satisfies readonly ResourceDescription[];
