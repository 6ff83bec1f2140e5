import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DeviceDefinition, NodeDefinition } from "kith/definition/definition";
import type { Surroundings } from "kith/simulator/chips/surroundings";
import { bundleGuest, specifierOf } from "kith/simulator/engine/guest-bundle";
import type { Agenda } from "kith/simulator/kernel/agenda";
import { agendaClasses } from "kith/simulator/kernel/agenda";
import type { Guest } from "kith/simulator/session/guest";
import { type OpenSessionOptions, openSession } from "kith/simulator/session/open-session";
import type { TraceRecord } from "kith/simulator/session/records";
import type { NodeProgram, Session, Summary } from "kith/simulator/session/types";
import type { SessionWorld } from "kith/simulator/session/world-port";

/** One of the little programs in guests/. */
export function guest(name: string): Guest {
	const file = fileURLToPath(new URL(`guests/${name}.ts`, import.meta.url));
	return { entry: specifierOf(file), modules: bundleGuest({ entries: [file] }) };
}

/** One of those that open the firmware's platform, which is in ROM as on a board. */
export function platformGuest(name: string): Guest {
	const file = fileURLToPath(new URL(`guests/${name}.ts`, import.meta.url));
	const entry = specifierOf(file);
	const aliases = { "kith/platform": "kith/simulator/guest/platform" };
	return { entry, modules: bundleGuest({ entries: [file], aliases, preload: (specifier) => specifier !== entry }) };
}

export function device(name: string, kind: string, options: Record<string, number | boolean> = {}): DeviceDefinition {
	return { name, kind, options: new Map(Object.entries(options)), resourceIds: [0, 1] };
}

export interface NodeSketch extends Partial<NodeDefinition> {
	/** First byte of what the board gets as its definition. */
	readonly role?: number;
}

/** A node with the address of its place in the list, from 1; a thermometer ("probe/temperature", slot 0) unless it says otherwise. */
export function programs(nodes: Record<string, NodeSketch>): Map<string, NodeProgram> {
	const entries = Object.entries(nodes).map(([node, { role = 0, ...sketch }], index): [string, NodeProgram] => {
		const definition: NodeDefinition = {
			installation: "bench",
			node,
			address: index + 1,
			networkTag: 0x1234,
			channel: 6,
			gateway: false,
			heartbeatMs: 60_000,
			devices: [device("probe", "ntc", { pin: 0, every: 30_000, beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 })],
			inputs: [],
			rules: [],
			peers: [],
			members: [],
			zones: [],
			groupZone: 0,
			...sketch,
		};
		return [node, { definition, bytes: Uint8Array.of(role) }];
	});
	return new Map(entries);
}

/** A world in which nothing happens but what a test plans. */
export class StillWorld implements SessionWorld {
	onChange: () => void = () => {};
	moving = false;
	readonly actuations: { at: number; node: string; device: string; value: number }[] = [];
	readonly #agenda: Agenda;
	readonly #moves: readonly [at: number, moving: boolean][];

	/** @param moves seconds at which motion everywhere begins or ends */
	constructor(agenda: Agenda, moves: readonly [at: number, moving: boolean][] = []) {
		this.#agenda = agenda;
		this.#moves = moves;
	}

	surroundings(): Surroundings {
		return {
			temperature: () => 20,
			humidity: () => 50,
			illuminance: () => 100,
			carbonDioxide: () => 400,
			motion: () => this.moving,
			open: () => false,
		};
	}

	position(node: string): { x: number; y: number; z: number } {
		return { x: node.length, y: 0, z: 1 };
	}

	actuate(node: string, device: string, value: number): void {
		this.actuations.push({ at: this.#agenda.now, node, device, value });
	}

	start(): void {
		for (const [at, moving] of this.#moves) {
			this.#agenda.plan(at * 1e6, agendaClasses.world, () => {
				this.moving = moving;
				this.onChange();
			});
		}
	}
}

export type BenchOptions = Pick<OpenSessionOptions, "definitions" | "guest"> & Partial<OpenSessionOptions>;

/** A session of 10 virtual seconds with seed 1, at full speed, without a broker, in a still world, unless told otherwise. */
export function openBench(options: BenchOptions): Promise<Session> {
	return openSession({
		seed: 1,
		speed: "max",
		until: 10e6,
		mqtt: "off",
		createWorld: (agenda) => new StillWorld(agenda),
		...options,
	});
}

export interface BenchRun {
	readonly records: readonly TraceRecord[];
	readonly summary: Summary;
}

export async function runBench(options: BenchOptions): Promise<BenchRun> {
	const session = await openBench(options);
	const records: TraceRecord[] = [];
	session.on((record) => records.push(record));
	return { records, summary: await session.run() };
}

/** The records of one kind, of one board or of all. */
export function ofKind<K extends TraceRecord["kind"]>(
	records: readonly TraceRecord[],
	kind: K,
	board?: string,
): Extract<TraceRecord, { kind: K }>[] {
	return records.filter((record): record is Extract<TraceRecord, { kind: K }> => {
		return record.kind === kind && (board === undefined || record.board === board);
	});
}

/** Calls `action` with the path of a folder that is gone afterwards. */
export async function withFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), "kith-session-"));
	try {
		return await action(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
