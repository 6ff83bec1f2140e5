import type { ResourceDescription } from "kith/model/quantity";

/** What a Sensirion SCD4x measures (datasheet version 1.4, section 1): up to 40,000 ppm, -10…60 °C, 0…100 %RH. */
export const scd4xResources = [
	{ name: "carbonDioxide", quantity: "carbonDioxide", writable: false, minimum: 0, maximum: 40000, deadband: 20 },
	{ name: "temperature", quantity: "temperature", writable: false, minimum: -1000, maximum: 6000, deadband: 20 },
	{ name: "humidity", quantity: "humidity", writable: false, minimum: 0, maximum: 10000, deadband: 200 },
] as const satisfies readonly ResourceDescription[];
