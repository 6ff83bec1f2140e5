import { availableParallelism } from "node:os";
import { openSession } from "kith/simulator/session/open-session";
import { crowd } from "./generate";

export interface Throughput {
	readonly boards: number;
	readonly virtualSeconds: number;
	readonly wallSeconds: number;
	/** Seconds that boards lived, all together, per second of ours. */
	readonly nodeSecondsPerSecond: number;
	readonly reboots: number;
	/** Share of the readings due that arrived. */
	readonly delivered: number;
	/** The largest of all boards, as a share of what it has. */
	readonly heapPeak: number;
}

/** Lets a crowd live for some virtual seconds, as fast as the machine can. */
export async function measureThroughput(boards: number, virtualSeconds: number): Promise<Throughput> {
	const session = await openSession({
		definitions: crowd(boards).nodes,
		seed: 1,
		speed: "max",
		until: virtualSeconds * 1e6,
		mqtt: "off",
		engine: { processes: boards < 16 ? 1 : availableParallelism() },
	});
	const summary = await session.run();
	const all = Object.values(summary.boards);
	return {
		boards,
		virtualSeconds,
		wallSeconds: summary.wallSeconds,
		nodeSecondsPerSecond: (boards * virtualSeconds) / summary.wallSeconds,
		reboots: all.reduce((sum, { reboots }) => sum + reboots, 0),
		delivered: summary.readingsDue === 0 ? 0 : summary.readingsDelivered / summary.readingsDue,
		heapPeak: Math.max(...all.map(({ heapPeak, heapAvailable }) => heapPeak / heapAvailable)),
	};
}
