import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { TraceRecord } from "kith/simulator/session/records";
import type { NodeProgram } from "kith/simulator/session/types";
import { frameTypes, headerOf } from "./frame-header";
import { Histogram } from "./histogram";

/** What arrived within this came with the flood itself, and within that after repairs. */
export const firstFloodUs: Microseconds = 500_000;
export const repairedUs: Microseconds = 5_000_000;

interface Flood {
	readonly at: Microseconds;
	readonly due: number;
	first: number;
	repaired: number;
	late: number;
	frames: number;
}

/** Follows every reading to everybody whose rules look at it, and counts the frames of its flood. */
export class FloodMeter {
	readings = 0;
	/** Readings times listeners. */
	due = 0;
	first = 0;
	repaired = 0;
	/** After that, but before it was forgotten. */
	late = 0;
	/** Transmissions that one flood took, those for repairs apart. */
	readonly frames = new Histogram();
	/** Milliseconds from a reading's telling to a listener. */
	readonly delivery = new Histogram();
	readonly #from: Microseconds;
	readonly #resourceId: ReadonlyMap<string, number>;
	/** By "address/resource id": how many listen. */
	readonly #listeners = new Map<string, number>();
	/** By address and sequence, the oldest first; those of the last ten seconds. */
	readonly #open = new Map<string, Flood>();
	readonly #addresses: ReadonlyMap<string, number>;

	/** @param from readings told before this do not count */
	constructor(programs: ReadonlyMap<string, NodeProgram>, from: Microseconds) {
		this.#from = from;
		this.#addresses = new Map([...programs].map(([name, { definition }]) => [name, definition.address]));
		for (const { definition } of programs.values()) {
			for (const { address, resourceId } of definition.inputs) {
				const key = `${address}/${resourceId}`;
				this.#listeners.set(key, (this.#listeners.get(key) ?? 0) + 1);
			}
		}
		this.#resourceId = resourceIds(programs);
	}

	take(record: TraceRecord): void {
		const { t, board } = record;
		if (record.kind === "end") this.#settle(t - repairedUs);
		if (board === null) return;
		if (record.kind === "sent") this.#sent(t, board, record.path, record.sequence);
		else if (record.kind === "received") {
			const flood = this.#open.get(`${this.#addresses.get(record.origin)}:${record.sequence}`);
			if (flood === undefined) return;
			const after = t - flood.at;
			if (flood.at >= this.#from) this.delivery.add(after / 1000);
			if (after <= firstFloodUs) flood.first++;
			if (after <= repairedUs) flood.repaired++;
			else flood.late++;
		} else if (record.kind === "frame" && record.destination === 0xffff) {
			const header = headerOf(record.bytes);
			if (header === undefined || header.type !== frameTypes.group) return;
			const flood = this.#open.get(`${header.origin}:${header.sequence}`);
			if (flood !== undefined) flood.frames++;
		}
	}

	#sent(t: Microseconds, board: string, path: string, sequence: number): void {
		this.#settle(t - 2 * repairedUs);
		const address = this.#addresses.get(board);
		const due = this.#listeners.get(`${address}/${this.#resourceId.get(`${board}/${path}`)}`) ?? 0;
		const key = `${address}:${sequence}`;
		const known = this.#open.get(key);
		// Several readings in one frame: that of the most listeners counts.
		if (known !== undefined && known.due >= due) return;
		this.#open.set(key, { at: t, due, first: 0, repaired: 0, late: 0, frames: known?.frames ?? 0 });
	}

	#settle(until: Microseconds): void {
		for (const [key, flood] of this.#open) {
			if (flood.at > until) return;
			this.#open.delete(key);
			if (flood.at < this.#from) continue;
			this.readings++;
			this.due += flood.due;
			this.first += flood.first;
			this.repaired += flood.repaired;
			this.late += flood.late;
			this.frames.add(flood.frames);
		}
	}
}

/** By "node/device/resource" as traces name it. */
function resourceIds(programs: ReadonlyMap<string, NodeProgram>): Map<string, number> {
	return new Map(
		[...programs].flatMap(([node, { definition }]) =>
			definition.devices.flatMap(({ name, kind, resourceIds: ids }) =>
				ids.map((id, index) => [`${node}/${name}/${resourceName(kind, index)}`, id] as const),
			),
		),
	);
}

/** The stand's devices have one resource each. */
function resourceName(kind: string, index: number): string {
	if (index !== 0) throw new Error(`a ${kind} of the benchmark has one resource`);
	return kind === "pir" ? "motion" : "on";
}
