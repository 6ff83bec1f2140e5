import { measureAsking } from "../bench/mesh/asking";
import { measureTelling } from "../bench/mesh/telling";
import { drawFloods, floodsPanel } from "./floods";
import { drawLatency, latencyPanel } from "./latency";
import { svg } from "./svg";
import { drawWays, waysLegend, waysPanel } from "./ways";

/** Of the pictures in docs/relaying.md. */
export const figureSeeds = [1, 2] as const;
export const figureSeconds = 200;
const head = 44;

export interface Figure {
	readonly file: string;
	readonly text: string;
}

/**
 * Runs the stand's boards twice per seed, asking and telling, and draws what was seen.
 *
 * @param seconds of each run that are measured
 */
export async function relayingFigures(
	seeds: readonly number[],
	seconds: number,
	progress: (line: string) => void = () => {},
): Promise<readonly Figure[]> {
	const [ways, latency, floods]: [string[], string[], string[]] = [[], [], []];
	const digests: string[] = [];
	for (const [place, seed] of seeds.entries()) {
		progress(`seed ${seed}: 50 boards ask each other for ${seconds} s`);
		const asking = await measureAsking(seed, seconds);
		progress(`seed ${seed}: 50 boards tell each other for ${seconds} s`);
		const telling = await measureTelling(seed, seconds);
		digests.push(`seed ${seed}: ${asking.summary.traceHash.slice(0, 16)}, ${telling.summary.traceHash.slice(0, 16)}`);
		const name = `Seed ${seed}`;
		ways.push(...drawWays(asking.places, asking.ways, name, head + place * waysPanel.height));
		latency.push(...drawLatency(asking.requests, name, place * latencyPanel.width, head));
		floods.push(...drawFloods(telling.floods.frames, telling.places.bound, name, place * floodsPanel.width, head));
	}
	const source = `npm run figures: seeds ${seeds.join(", ")}, ${seconds} s each. Traces: ${digests.join("; ")}`;
	const waysHeight = head + seeds.length * waysPanel.height + 40;
	const shared = { source, width: Math.max(waysPanel.width, seeds.length * latencyPanel.width) };
	return [
		{
			file: "relaying-ways.svg",
			text: svg({
				...shared,
				height: waysHeight,
				title: "The ways that requests take",
				description: "Fifty boards, lines between those in reach, and thick lines where requests went",
				content: [...ways, ...waysLegend(waysHeight - 20)],
			}),
		},
		{
			file: "relaying-latency.svg",
			text: svg({
				...shared,
				height: head + latencyPanel.height + 12,
				title: "How long requests take, over many hops at 10 % loss",
				description: "Share of requests not yet delivered and not yet answered, over time, on logarithmic axes",
				content: latency,
			}),
		},
		{
			file: "relaying-floods.svg",
			text: svg({
				...shared,
				height: head + floodsPanel.height,
				title: "How many frames a flood takes to 50 boards at 10 % loss",
				description:
					"Histogram of frames per flood, with the frames of a greedy connected dominating set and twice as many",
				content: floods,
			}),
		},
	];
}
