import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { TraceRecord } from "kith/simulator/session/records";
import type { NodeProgram } from "kith/simulator/session/types";

/** Whether everybody has what was true at one moment, or something newer, of all they listen to. */
export class LastValues {
	/** When the last listener had it; undefined while one has not. */
	agreedAt: Microseconds | undefined;
	/** Listeners, times what they listen to, that had not when the moment came. */
	differed = 0;
	readonly pairs: number;
	readonly #moment: Microseconds;
	readonly #listeners: ReadonlyMap<string, readonly string[]>;
	/** By "node/path": sequence of the last reading told before the moment. */
	readonly #told = new Map<string, number>();
	/** By "listener node/path", before the moment: the sequence received last. After it: nothing. */
	readonly #heard = new Map<string, number>();
	#behind: Set<string> | undefined;

	/** @param resource that each board tells, "motion/motion" */
	constructor(programs: ReadonlyMap<string, NodeProgram>, resource: string, moment: Microseconds) {
		this.#listeners = listenersOf(programs, resource);
		this.#moment = moment;
		this.pairs = [...this.#listeners.values()].reduce((sum, listeners) => sum + listeners.length, 0);
	}

	take(record: TraceRecord): void {
		const { t, board } = record;
		if (t >= this.#moment) this.#behind ??= this.#compare(t);
		if (board === null) return;
		if (record.kind === "sent" && this.#behind === undefined)
			this.#told.set(`${board}/${record.path}`, record.sequence);
		if (record.kind !== "received") return;
		const name = `${record.origin}/${record.path}`;
		const pair = `${board} ${name}`;
		if (this.#behind === undefined) this.#heard.set(pair, record.sequence);
		else if (record.sequence >= (this.#told.get(name) ?? 0) && this.#behind.delete(pair) && this.#behind.size === 0)
			this.agreedAt = t;
	}

	/** "listener node/path", of those who have not got it yet. */
	get behind(): readonly string[] {
		return [...(this.#behind ?? [])];
	}

	#compare(t: Microseconds): Set<string> {
		const behind = new Set<string>();
		for (const [name, listeners] of this.#listeners) {
			const told = this.#told.get(name);
			if (told === undefined) continue;
			for (const listener of listeners)
				if (this.#heard.get(`${listener} ${name}`) !== told) behind.add(`${listener} ${name}`);
		}
		this.#heard.clear();
		this.differed = behind.size;
		if (behind.size === 0) this.agreedAt = t;
		return behind;
	}
}

/** By "node/path", who listens. */
export function listenersOf(
	programs: ReadonlyMap<string, NodeProgram>,
	resource: string,
): ReadonlyMap<string, readonly string[]> {
	const listeners = new Map<string, string[]>();
	const slash = resource.indexOf("/");
	for (const [name, { definition }] of programs) {
		const device = definition.devices.find((one) => one.name === resource.slice(0, slash));
		const id = device?.resourceIds[0];
		const theirs = [...programs].flatMap(([listener, program]) =>
			program.definition.inputs.some((input) => input.address === definition.address && input.resourceId === id)
				? [listener]
				: [],
		);
		listeners.set(`${name}/${resource}`, theirs);
	}
	return listeners;
}
