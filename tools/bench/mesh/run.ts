import type { Compiled } from "kith/define/compile";
import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { Position } from "kith/simulator/radio/index";
import type { TimedFault } from "kith/simulator/session/faults";
import type { Guest } from "kith/simulator/session/guest";
import { openSession } from "kith/simulator/session/open-session";
import type { TraceRecord } from "kith/simulator/session/records";
import type { Session, Summary } from "kith/simulator/session/types";
import { boardName } from "./installations";
import { type Beat, Metronome } from "./metronome";

/** Boards' places without rooms around them: what is in reach follows from metres alone, as `places.ts` has it. */
const openAir = { startsAt: "2026-06-22T07:30:00", rooms: {}, radio: { shadowing: 0 } } as const;

export interface MeshRun {
	readonly compiled: Compiled;
	readonly positions: readonly Position[];
	readonly beat: Beat;
	readonly seed: number;
	readonly until: Microseconds;
	/** Share of MAC transmissions, data and acknowledgements apart, that are lost, whatever else happens to them. */
	readonly loss: number;
	readonly faults?: readonly TimedFault[];
	readonly traceFile?: string;
	readonly processes?: number;
	/** Default: the firmware. */
	readonly guest?: Guest;
}

export interface Watching {
	take(record: TraceRecord): void;
}

/** Lets whole boards live in a metronome's world, and shows each record to what `watch` makes. */
export async function runMesh(run: MeshRun, watch: (session: Session) => readonly Watching[]): Promise<Summary> {
	const { compiled, positions, beat, seed, until, loss, faults = [], traceFile, guest, processes = 2 } = run;
	const places = new Map(positions.map((position, index) => [boardName(index), position]));
	const session = await openSession({
		definitions: compiled.nodes,
		world: openAir,
		createWorld: (agenda) => new Metronome(agenda, seed, places, beat),
		seed,
		speed: "max",
		until,
		mqtt: "off",
		faults: [{ at: 1, fault: { fault: "radio loss", value: loss } }, ...faults],
		engine: { processes },
		...(guest === undefined ? {} : { guest }),
		...(traceFile === undefined ? {} : { traceFile }),
	});
	const watchers = watch(session);
	session.on((record) => {
		for (const watcher of watchers) watcher.take(record);
	});
	return session.run();
}

/** By name. */
export function addressesOf({ nodes }: Compiled): ReadonlyMap<string, number> {
	return new Map([...nodes].map(([name, { definition }]) => [name, definition.address]));
}

/** By address. */
export function namesOf({ nodes }: Compiled): ReadonlyMap<number, string> {
	return new Map([...nodes].map(([name, { definition }]) => [definition.address, name]));
}
