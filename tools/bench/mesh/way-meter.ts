import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { TraceRecord } from "kith/simulator/session/records";
import { frameTypes, headerOf } from "./frame-header";
import type { RequestEnd } from "./request-meter";

/** The way that one request took. */
export interface Way {
	/** Boards, from who asked to who was asked. */
	readonly boards: readonly string[];
	readonly took: Microseconds;
}

/** From whom messages to one went to whom, and the longest way that one of them took. */
export class WayMeter {
	/** By "board board": frames of messages to one that arrived there. */
	readonly traffic = new Map<string, number>();
	/** Of a request that met no loss on the way: as many frames as hops. */
	longest: Way | undefined;
	readonly #names: ReadonlyMap<number, string>;
	readonly #from: Microseconds;
	/** By "asker asked": hops of the request that is under way, in order. One for each pair. */
	readonly #trails = new Map<string, [from: string, to: string][]>();

	/** @param from what was sent and asked before this does not count */
	constructor(names: ReadonlyMap<number, string>, from: Microseconds) {
		this.#names = names;
		this.#from = from;
	}

	take(record: TraceRecord): void {
		const { board, t } = record;
		if (board === null || t < this.#from) return;
		if (record.kind === "asked") this.#trails.set(`${board} ${record.target.slice(0, record.target.indexOf("/"))}`, []);
		if (record.kind !== "frame" || record.received.length === 0) return;
		const header = headerOf(record.bytes);
		const to = this.#names.get(record.destination);
		if (header === undefined || to === undefined || header.type !== frameTypes.unicast) return;
		const hop = `${board} ${to}`;
		this.traffic.set(hop, (this.traffic.get(hop) ?? 0) + 1);
		this.#trails.get(`${this.#names.get(header.origin)} ${this.#names.get(header.destination)}`)?.push([board, to]);
	}

	/** A request is over. */
	end({ asker, node, at, done }: RequestEnd): void {
		const trail = this.#trails.get(`${asker} ${node}`) ?? [];
		if (done === undefined || at < this.#from || trail.length < (this.longest?.boards.length ?? 1)) return;
		const boards = [asker];
		for (const [from, to] of trail) {
			// A repetition, or another way: not a picture of one.
			if (from !== boards.at(-1)) return;
			boards.push(to);
		}
		if (boards.at(-1) === node) this.longest = { boards, took: done - at };
	}
}
