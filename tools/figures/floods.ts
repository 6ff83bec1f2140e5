import type { Histogram } from "../bench/mesh/histogram";
import { targets } from "../bench/mesh/targets";
import { element, line, text } from "./svg";

export const floodsPanel = { width: 410, height: 300 } as const;
const plot = { left: 58, top: 66, width: 326, height: 172 } as const;
const mostFrames = 24;

/** How many frames floods took, beside those of a greedy connected dominating set. */
export function drawFloods(frames: Histogram, bound: number, title: string, left: number, top: number): string[] {
	const entries = [...frames.entries()];
	const highest = Math.max(...entries.map(([, count]) => count / frames.total));
	const ceiling = Math.ceil(highest * 20) / 20;
	const x = (value: number): number => left + plot.left + (plot.width * value) / mostFrames;
	const y = (share: number): number => top + plot.top + plot.height * (1 - share / ceiling);
	const [first, bottom] = [x(0), y(0)];
	const wide = plot.width / mostFrames - 2;
	const bars = entries
		.filter(([value]) => value < mostFrames)
		.map(([value, count]) => {
			const height = bottom - y(count / frames.total);
			return element("rect", {
				x: x(value) - wide / 2,
				y: bottom - height,
				width: wide,
				height,
				rx: 2,
				class: "first-fill",
			});
		});
	const rows = Array.from({ length: Math.round(ceiling * 20) + 1 }, (_, step) => step / 20);
	const marks = [
		[bound, `greedy ${bound.toFixed(1)}`],
		[targets.floodFrames * bound, `average ≤ ${(targets.floodFrames * bound).toFixed(1)}`],
	] as const;
	return [
		text(left + 24, top + 22, title),
		text(left + 24, top + 38, `share of ${frames.total} floods; on average ${frames.mean.toFixed(1)} frames`, {
			as: "note",
		}),
		...rows.flatMap((share) => [
			line(first, y(share), x(mostFrames), y(share), share === 0 ? "axis" : "grid"),
			text(first - 8, y(share) + 4, `${Math.round(share * 100)} %`, { anchor: "end", as: "note" }),
		]),
		...[0, 5, 10, 15, 20].map((value) => text(x(value), bottom + 17, String(value), { anchor: "middle", as: "note" })),
		text(x(mostFrames / 2), bottom + 36, "frames that one flood took", { anchor: "middle", as: "note" }),
		...bars,
		...marks.flatMap(([value, words]) => [
			line(x(value), top + plot.top - 4, x(value), bottom, "bound", 1.5),
			text(x(value), top + plot.top - 9, words, { anchor: "middle", as: "note" }),
		]),
	];
}
