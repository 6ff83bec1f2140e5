import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { TimedFault } from "kith/simulator/session/faults";
import type { TraceRecord } from "kith/simulator/session/records";
import { AirMeter } from "./air-meter";
import { standLoss } from "./asking";
import { boardName, tellers } from "./installations";
import { LastValues, listenersOf } from "./last-values";
import { type Life, LifeMeter } from "./life-meter";
import { half, strewnPlaces } from "./places";
import { runMesh } from "./run";
import { tellingBeat } from "./telling";

export interface Divided {
	/** Pairs of a listener and whom it listens to that differed when the parts met. */
	readonly differed: number;
	readonly pairs: number;
	/** Seconds after which all had the newest; undefined: not within 30. */
	readonly agreedAfter: number | undefined;
	readonly behind: readonly string[];
	readonly life: Life;
}

export interface DividedOptions {
	/** For how long the parts are apart; both go on meanwhile. */
	readonly seconds: number;
	/** Nothing new is told from 5 s before the parts meet: what differs must be found out without it. */
	readonly quiet: boolean;
}

/** Cuts the network in two and joins it again. */
export async function measureDivided(seed: number, { seconds, quiet }: DividedOptions): Promise<Divided> {
	const { positions, links } = strewnPlaces(seed);
	const compiled = tellers(positions.length, seed);
	const part = [...half(links)].map(boardName);
	const cutAt: Microseconds = 50e6;
	const joinAt = cutAt + seconds * 1e6;
	const separate = (at: Microseconds, value: number): TimedFault[] =>
		part.map((board) => ({ at, fault: { fault: "separate", board, value } }));
	const beat = quiet ? { ...tellingBeat, until: joinAt - 5e6 } : tellingBeat;
	const values = new LastValues(compiled.nodes, "motion/motion", joinAt);
	const life = new LifeMeter();
	const faults = [...separate(cutAt, 1), ...separate(joinAt, 0)];
	const run = { compiled, positions, beat, seed, until: joinAt + 30e6, loss: standLoss, faults };
	const summary = await runMesh(run, () => [values, life]);
	const { differed, pairs, behind } = values;
	const agreedAfter = values.agreedAt === undefined ? undefined : (values.agreedAt - joinAt) / 1e6;
	return { differed, pairs, agreedAfter, behind, life: life.of(summary) };
}

export interface AllAtOnce {
	/** Seconds until a reading of each was at everybody who listens to it; undefined: not within 30. */
	readonly flowingAfter: number | undefined;
	readonly missing: readonly string[];
	/** Share of the busiest second at the busiest place, and when that was. */
	readonly peak: number;
	readonly peakAfter: number;
	readonly life: Life;
}

/** Power comes back to all boards in the same microsecond. */
export async function measureAllAtOnce(seed: number): Promise<AllAtOnce> {
	const { positions } = strewnPlaces(seed);
	const compiled = tellers(positions.length, seed);
	const backAt: Microseconds = 10e6;
	const everybody = (at: Microseconds, fault: "power off" | "power on"): TimedFault[] =>
		positions.map((_, index) => ({ at, fault: { fault, board: boardName(index) } }));
	const air = new AirMeter(backAt);
	const life = new LifeMeter();
	const missing = new Set(
		[...listenersOf(compiled.nodes, "motion/motion")].flatMap(([name, listeners]) =>
			listeners.map((listener) => `${listener} ${name}`),
		),
	);
	let flowingAt: Microseconds | undefined;
	const first = {
		take: (record: TraceRecord) => {
			if (record.kind !== "received" || record.t < backAt) return;
			const was = missing.delete(`${record.board} ${record.origin}/${record.path}`);
			if (was && missing.size === 0) flowingAt = record.t;
		},
	};
	const faults = [...everybody(8e6, "power off"), ...everybody(backAt, "power on")];
	const beat = { ...tellingBeat, from: 1e6 };
	const run = { compiled, positions, beat, seed, until: backAt + 30e6, loss: standLoss, faults };
	const summary = await runMesh(run, () => [first, air, life]);
	return {
		flowingAfter: flowingAt === undefined ? undefined : (flowingAt - backAt) / 1e6,
		missing: [...missing],
		peak: air.peak,
		peakAfter: (air.peakAt - backAt) / 1e6,
		life: life.of(summary),
	};
}
