import type { Histogram } from "../bench/mesh/histogram";
import type { RequestMeter } from "../bench/mesh/request-meter";
import { targets } from "../bench/mesh/targets";
import { element, line, text } from "./svg";

export const latencyPanel = { width: 410, height: 330 } as const;
const plot = { left: 62, top: 52, width: 320, height: 222 } as const;
/** ms at the ends of the axis: of each ten times more than the one before. */
const decades = [1, 10, 100, 1000] as const;
/** Shares at the lines of the other axis. */
const shares = [1, 0.1, 0.01, 0.001] as const;

const lastMs = 1000;
const leastShare = 0.001;

/** How many of the requests are not there yet after so many milliseconds: of their lamps, and of their answers. */
export function drawLatency({ delivery, roundTrip }: RequestMeter, title: string, left: number, top: number): string[] {
	const x = (ms: number): number => left + plot.left + (plot.width * Math.log10(Math.max(1, ms))) / Math.log10(lastMs);
	const y = (share: number): number =>
		top + plot.top + (plot.height * Math.log10(Math.max(leastShare, share))) / Math.log10(leastShare);
	const bottom = y(leastShare);
	const grid = [
		...decades.flatMap((ms) => [
			line(x(ms), y(1), x(ms), bottom, "grid"),
			text(x(ms), bottom + 17, ms === lastMs ? "1 s" : `${ms} ms`, { anchor: "middle", as: "note" }),
		]),
		...shares.flatMap((share) => [
			line(x(1), y(share), x(lastMs), y(share), "grid"),
			text(x(1) - 8, y(share) + 4, `${share * 100} %`, { anchor: "end", as: "note" }),
		]),
	];
	const [cx, cy] = [Math.round(x(targets.requestsWithinMs)), Math.round(y(0.01))];
	const lamp = `lamp: 99 % within ${delivery.quantile(0.99)} ms`;
	const answer = `answer: 99 % within ${roundTrip.quantile(0.99)} ms`;
	return [
		text(left + 24, top + 22, title),
		text(left + 24, top + 38, `share of ${delivery.total} requests still under way after`, { as: "note" }),
		...grid,
		element("path", { d: survival(roundTrip, x, y), class: "second", "stroke-width": 2 }),
		element("path", { d: survival(delivery, x, y), class: "first", "stroke-width": 2 }),
		element("path", { d: `M${cx} ${cy - 5}l5 5l-5 5l-5 -5z`, class: "mark" }),
		text(cx + 2, cy - 12, "target", { anchor: "middle", as: "note" }),
		line(left + 62, top + 312, left + 82, top + 312, "first", 2),
		text(left + 88, top + 316, lamp, { as: "note" }),
		line(left + 232, top + 312, left + 252, top + 312, "second", 2),
		text(left + 258, top + 316, answer, { as: "note" }),
	];
}

/** Steps down from all of them to none. */
function survival(times: Histogram, x: (ms: number) => number, y: (share: number) => number): string {
	const round = (value: number): string => String(Math.round(value * 10) / 10);
	let left = times.total;
	let path = `M${round(x(1))} ${round(y(1))}`;
	for (const [ms, count] of times.entries()) {
		left -= count;
		// What is counted under this millisecond was there before the next one.
		path += `H${round(x(ms + 1))}V${round(y(left / times.total))}`;
	}
	return path;
}
