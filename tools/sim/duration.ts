import type { Microseconds } from "kith/simulator/kernel/agenda";

const units = { ms: 1e3, s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6 } as const;

/** About ten years: a day of virtual time takes at least seconds. */
export const durationLimit: Microseconds = 3653 * units.d;

/**
 * Reads a length of virtual time such as "90s", "1.5h", "7d" or "1h30m".
 * @returns undefined for anything else, for none at all, and beyond `durationLimit`
 */
export function parseDuration(text: string): Microseconds | undefined {
	if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
	let sum = 0;
	for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
		sum += Math.round(Number(count) * units[unit as keyof typeof units]);
	return sum > 0 && sum <= durationLimit ? sum : undefined;
}
