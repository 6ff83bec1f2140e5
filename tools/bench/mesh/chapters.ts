import { percent } from "../../sim/words";
import { type Asking, measureAsking } from "./asking";
import { bodyLength } from "./guest/body";
import { Histogram } from "./histogram";
import type { Life } from "./life-meter";
import { measureRelayRemoval } from "./relay-removal";
import { targets, type Verdict } from "./targets";
import { measureTelling, measureZones } from "./telling";
import { measureTransfer } from "./transferring";
import { measureAllAtOnce, measureDivided } from "./upheavals";

export interface ChapterOptions {
	readonly seeds: readonly number[];
	/** Share of the usual length: 1 is what the targets are meant for. */
	readonly scale: number;
	/** One line for people, per seed. */
	readonly progress: (line: string) => void;
}

/** One of the numbers, measured on all seeds. Nothing of a run is kept but its sums. */
export type Chapter = (options: ChapterOptions) => Promise<readonly Verdict[]>;

/** 2,000 s of 50 boards are 10,000 requests; ten seeds make 100,000. */
const askingSeconds = 2000;
const tellingSeconds = 120;
const zonesSeconds = 60;
const removalRounds = 10;
const dividedSeconds = 100;

/** By the name that `--only` knows. */
export const chapters: Readonly<Record<string, Chapter>> = {
	requests: async ({ seeds, scale, progress }) => {
		const all = { asked: 0, delivered: 0, answered: 0, lives: [] as Life[] };
		const [delivery, roundTrip] = [new Histogram(), new Histogram()];
		let slowest = 0;
		for (const seed of seeds) {
			const { requests, places, air, life } = await measureAsking(seed, askingSeconds * scale);
			all.asked += requests.asked;
			all.delivered += requests.delivered;
			all.answered += requests.answered;
			all.lives.push(life);
			delivery.addAll(requests.delivery);
			roundTrip.addAll(requests.roundTrip);
			slowest = Math.max(slowest, requests.delivery.quantile(0.99));
			progress(
				`requests, seed ${seed}: ${requests.delivered} of ${requests.asked} delivered, ${requests.answered} answered, ${quantiles(requests)}, ${places.diameter} hops, busiest place ${percent(air.busiestPlace, 1, 1)} of the time, ${lifeWords(life)}`,
			);
		}
		return [
			{
				name: `requests delivered, of ${all.asked}`,
				measured: percent(all.delivered, all.asked, 3),
				target: `≥ ${percent(targets.requestsDelivered, 1, 2)}`,
				holds: all.delivered >= targets.requestsDelivered * all.asked,
			},
			{
				name: "requests answered",
				measured: percent(all.answered, all.asked, 3),
				target: `≥ ${percent(targets.requestsDelivered, 1, 2)}`,
				holds: all.answered >= targets.requestsDelivered * all.asked,
			},
			{
				name: "99 % delivered within (worst seed)",
				measured: `${slowest} ms`,
				target: `≤ ${targets.requestsWithinMs} ms`,
				holds: slowest <= targets.requestsWithinMs,
			},
			{
				name: "99 % answered within",
				measured: `${roundTrip.quantile(0.99)} ms`,
				target: `≤ ${targets.requestsWithinMs} ms`,
				holds: roundTrip.quantile(0.99) <= targets.requestsWithinMs,
			},
			...lifeVerdicts("requests", all.lives),
		];
	},

	readings: async ({ seeds, scale, progress }) => {
		const worst = { first: 1, repaired: 1, flood: 0, all: 0 };
		const lives: Life[] = [];
		for (const seed of seeds) {
			const { floods, air, places, life } = await measureTelling(seed, tellingSeconds * scale);
			const now = {
				first: floods.first / floods.due,
				repaired: floods.repaired / floods.due,
				flood: floods.frames.mean / places.bound,
				all: air.transmissions / floods.readings / places.bound,
			};
			worst.first = Math.min(worst.first, now.first);
			worst.repaired = Math.min(worst.repaired, now.repaired);
			worst.flood = Math.max(worst.flood, now.flood);
			worst.all = Math.max(worst.all, now.all);
			lives.push(life);
			progress(
				`readings, seed ${seed}: ${floods.readings} readings, ${percent(now.first, 1, 2)} at once, ${percent(now.repaired, 1, 2)} within 5 s, ${now.flood.toFixed(2)} and ${now.all.toFixed(2)} times the ${places.bound.toFixed(1)} frames of a greedy set, ${lifeWords(life)}`,
			);
		}
		return [
			atLeast("readings with the first flood", worst.first, targets.firstFlood),
			atLeast("readings within 5 s", worst.repaired, targets.repaired),
			times("frames of a flood, of a greedy set's", worst.flood, targets.floodFrames),
			times("all frames, of a greedy set's", worst.all, targets.allFrames),
			...lifeVerdicts("readings", lives),
		];
	},

	relays: async ({ seeds, scale, progress }) => {
		let [slowest, requests, removed, late] = [0, 0, 0, 0];
		for (const seed of seeds) {
			const one = await measureRelayRemoval(seed, Math.max(1, Math.round(removalRounds * scale)));
			slowest = Math.max(slowest, one.slowestMs);
			requests += one.requests;
			removed += one.removed.length;
			late += one.late.length;
			progress(
				`relays, seed ${seed}: ${one.removed.length} removed, ${one.requests} requests after, the slowest ${one.slowestMs.toFixed(0)} ms${one.late.map((text) => `\n  late: ${text}`).join("")}`,
			);
		}
		return [
			{
				name: `slowest of ${requests} requests after ${removed} removals`,
				measured: `${slowest.toFixed(0)} ms`,
				target: `≤ ${targets.relayGoneMs} ms`,
				holds: late === 0,
			},
		];
	},

	divided: async ({ seeds, scale, progress }) => {
		const verdicts: Verdict[] = [];
		for (const quiet of [false, true]) {
			let [slowest, behind] = [0, 0];
			for (const seed of seeds) {
				const one = await measureDivided(seed, { seconds: dividedSeconds * scale, quiet });
				slowest = Math.max(slowest, one.agreedAfter ?? Number.POSITIVE_INFINITY);
				behind = Math.max(behind, one.behind.length);
				progress(
					`divided${quiet ? ", then quiet" : ""}, seed ${seed}: ${one.differed} of ${one.pairs} differed, ${one.agreedAfter === undefined ? `${one.behind.length} still did after 30 s` : `all agreed after ${one.agreedAfter.toFixed(1)} s`}`,
				);
			}
			verdicts.push({
				name: `parts that meet agree${quiet ? " though nothing new is told" : ""}`,
				measured: behind > 0 ? `${behind} values differ after 30 s` : `after ${slowest.toFixed(1)} s`,
				target: `≤ ${targets.agreeSeconds} s`,
				holds: slowest <= targets.agreeSeconds,
			});
		}
		return verdicts;
	},

	start: async ({ seeds, progress }) => {
		let [slowest, peak] = [0, 0];
		for (const seed of seeds) {
			const one = await measureAllAtOnce(seed);
			slowest = Math.max(slowest, one.flowingAfter ?? Number.POSITIVE_INFINITY);
			peak = Math.max(peak, one.peak);
			progress(
				`start, seed ${seed}: all readings flow after ${one.flowingAfter?.toFixed(1) ?? "more than 30"} s, busiest second ${percent(one.peak, 1)} at ${one.peakAfter.toFixed(0)} s`,
			);
		}
		return [
			{
				name: "50 boards at once: all readings flow",
				measured: `after ${slowest.toFixed(1)} s`,
				target: `≤ ${targets.flowSeconds} s`,
				holds: slowest <= targets.flowSeconds,
			},
			{
				name: "50 boards at once: busiest second at the busiest place",
				measured: percent(peak, 1, 1),
				target: `≤ ${percent(targets.peakAir, 1)}`,
				holds: peak <= targets.peakAir,
			},
		];
	},

	zones: async ({ seeds, scale, progress }) => {
		let [air, repaired] = [0, 1];
		const lives: Life[] = [];
		for (const seed of seeds) {
			const one = await measureZones(seed, zonesSeconds * scale);
			const share = one.air.airtime / one.air.seconds / 1e6;
			air = Math.max(air, share);
			repaired = Math.min(repaired, one.floods.repaired / one.floods.due);
			lives.push(one.life);
			progress(
				`zones, seed ${seed}: ${percent(share, 1, 1)} of the air all together, ${percent(one.air.busiestPlace, 1, 1)} at the busiest place, ${percent(one.floods.repaired, one.floods.due, 2)} of the readings within 5 s, ${lifeWords(one.life)}`,
			);
		}
		return [
			{
				name: "200 boards in zones of 20: use of the channel, all together",
				measured: percent(air, 1, 1),
				target: `≤ ${percent(targets.zonesAir, 1)}`,
				holds: air <= targets.zonesAir,
			},
			atLeast("their readings within 5 s", repaired, targets.repaired),
			...lifeVerdicts("zones", lives),
		];
	},

	transfers: async ({ seeds, progress }) => {
		let [slowest, failed] = [0, 0];
		for (const seed of seeds) {
			const one = await measureTransfer(seed);
			const seconds = Math.max(
				one.readSeconds ?? Number.POSITIVE_INFINITY,
				one.writeSeconds ?? Number.POSITIVE_INFINITY,
			);
			slowest = Math.max(slowest, seconds);
			if (one.failed || seconds === Number.POSITIVE_INFINITY) failed++;
			progress(
				`transfers, seed ${seed}: ${bodyLength} bytes over three hops read in ${one.readSeconds?.toFixed(2)} s, written in ${one.writeSeconds?.toFixed(2)} s`,
			);
		}
		return [
			{
				name: `${2 * seeds.length} transfers of ${bodyLength} bytes over three hops`,
				measured: failed > 0 ? `${failed} failed` : `all complete, the slowest in ${slowest.toFixed(2)} s`,
				target: "all complete",
				holds: failed === 0,
			},
		];
	},
};

function quantiles({ delivery }: Asking["requests"]): string {
	const [half, most, all] = [delivery.quantile(0.5), delivery.quantile(0.99), delivery.quantile(1)];
	return `50 % within ${half} ms, 99 % within ${most} ms, the slowest ${all} ms`;
}

function lifeWords({ reboots, heapPeak, heapGrowth }: Life): string {
	return `${reboots} reboots, heap at most ${percent(heapPeak, 1)}, grown by ${heapGrowth} B`;
}

function lifeVerdicts(name: string, lives: readonly Life[]): Verdict[] {
	const reboots = lives.reduce((sum, life) => sum + life.reboots, 0);
	const growth = Math.max(...lives.map(({ heapGrowth }) => heapGrowth));
	return [
		{ name: `${name}: reboots`, measured: String(reboots), target: "0", holds: reboots === 0 },
		{
			name: `${name}: heap kept, second half over first`,
			measured: `${growth} B`,
			target: `≤ ${targets.heapGrowth} B`,
			holds: growth <= targets.heapGrowth,
		},
	];
}

function atLeast(name: string, share: number, target: number): Verdict {
	return { name, measured: percent(share, 1, 3), target: `≥ ${percent(target, 1, 1)}`, holds: share >= target };
}

function times(name: string, factor: number, target: number): Verdict {
	return { name, measured: factor.toFixed(2), target: `≤ ${target}`, holds: factor <= target };
}
