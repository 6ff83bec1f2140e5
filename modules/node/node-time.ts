import { elapsed } from "kith/core/clock";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import { WallClock } from "kith/core/wall-clock";
import type { Datagrams } from "kith/link/datagrams";
import { SntpClient, type TimeListener } from "kith/time/sntp-client";
import type { NodeLog } from "./node-log";

/** The time is noted again after so many entries, so that a page of the log hardly ever lacks it; and once a day, as ms wrap. */
export const timeEveryEntries = 16;
export const timeEveryMs = 86_400_000;

export interface NodeTimeOptions {
	/** IPv4 address. */
	readonly server: string;
	readonly datagrams: Datagrams;
	readonly scheduler: Scheduler;
	readonly random: Random;
	/** Where it is noted. */
	readonly log: NodeLog | undefined;
}

/** A gateway's wall time: asks its server, and lets the log have dates. */
export class NodeTime implements TimeListener {
	readonly wall = new WallClock();
	readonly client: SntpClient;
	readonly #scheduler: Scheduler;
	readonly #log: NodeLog | undefined;
	/** Sequence of the entry that was noted last; 0: none in this boot. */
	#noted = 0;
	#notedAt = 0;

	constructor({ log, ...options }: NodeTimeOptions) {
		this.#scheduler = options.scheduler;
		this.#log = log;
		this.client = new SntpClient({ ...options, wall: this.wall, listener: this });
	}

	onTime(jumped: boolean): void {
		const log = this.#log;
		if (log === undefined) return;
		const now = this.#scheduler.now();
		const entries = log.journal.newest - this.#noted;
		const due = this.#noted === 0 || entries >= timeEveryEntries || elapsed(this.#notedAt, now) >= timeEveryMs;
		if (!due && !jumped) return;
		const sequence = log.time(this.wall);
		if (sequence === 0) return;
		this.#noted = sequence;
		this.#notedAt = now;
	}

	close(): void {
		this.client.close();
	}
}
