import { exponential } from "../kernel/exact-math";

/** Fresh air outdoors, ppm of carbon dioxide. */
export const freshAirPpm = 420;
/** Watts that one cubic metre an hour of exchanged air carries per kelvin: 1.2 kg/m³ · 1005 J/(kg K) / 3600 s. */
export const airHeat = 0.335;

/** Saturated water vapour in grams per cubic metre at °C: Magnus formula with the WMO's coefficients, and the gas law. */
export function vapourAt(celsius: number): number {
	const hectopascal = 6.112 * exponential((17.62 * celsius) / (243.12 + celsius));
	return (216.7 * hectopascal) / (273.15 + celsius);
}

/** Relative humidity in %, 0-100. @param vapour g/m³ */
export function relativeHumidity(vapour: number, celsius: number): number {
	return Math.max(0, Math.min(100, (100 * vapour) / vapourAt(celsius)));
}

/** Air cannot hold more than saturation: a dew point lies a little below the temperature at least. */
export function dewPointLimit(dewPoint: number, celsius: number): number {
	return Math.min(dewPoint, celsius - 0.5);
}
