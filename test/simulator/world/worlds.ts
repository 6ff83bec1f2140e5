import { Agenda } from "kith/simulator/kernel/agenda";
import { describeWorld, type Recording, room, World, type WorldDescription } from "kith/simulator/world";

/** A world that runs by itself, without boards. */
export interface RunningWorld {
	readonly world: World;
	readonly agenda: Agenda;
	/** Lets virtual seconds pass. */
	run(seconds: number): void;
	readonly notices: string[];
}

/** A started world. Nodes are called like its rooms unless named, each with the devices "cooler", "lamp" and "fan". */
export function running(
	description: WorldDescription,
	options: {
		seed?: number;
		nodes?: ReadonlyMap<string, readonly string[]>;
		recordings?: ReadonlyMap<string, Recording>;
	} = {},
): RunningWorld {
	const agenda = new Agenda();
	const notices: string[] = [];
	const { seed = 7, nodes = devicesIn(Object.keys(description.rooms)), recordings = new Map() } = options;
	const world = new World(description, { agenda, seed, nodes, recordings, onNotice: (text) => notices.push(text) });
	world.start();
	const run = (seconds: number): void => {
		const until = agenda.now + seconds * 1_000_000;
		while (agenda.step(until));
		agenda.idle(until);
	};
	return { world, agenda, run, notices };
}

export function devicesIn(nodes: readonly string[]): Map<string, readonly string[]> {
	return new Map(nodes.map((name) => [name, ["cooler", "lamp", "fan"]]));
}

/** One empty room without sun, and whatever else a test says. */
export function simple(more: Partial<WorldDescription> = {}): WorldDescription {
	return describeWorld({ startsAt: "2026-06-21T00:00:00", rooms: { study: room({ floor: 20, windows: 0 }) }, ...more });
}
