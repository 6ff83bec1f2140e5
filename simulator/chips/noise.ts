import type { SeededRandom } from "../kernel/seeded-random";

/** One draw of a sensor's noise: near-normal, cut off at three deviations, as datasheets state repeatability. */
export function noise(random: SeededRandom, deviation: number): number {
	return Math.max(-3, Math.min(3, random.normal())) * deviation;
}

/** One chip's own error, drawn once: anywhere within ±`limit`. */
export function ownError(random: SeededRandom, limit: number): number {
	return (random.uniform() * 2 - 1) * limit;
}
