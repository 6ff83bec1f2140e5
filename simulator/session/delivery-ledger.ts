import type { Microseconds } from "../kernel/agenda";
import type { Directory, Resource } from "./directory";

/** How long a reading may be under way; then it is counted as it stands. */
export const settleAfter: Microseconds = 10_000_000;
/** Readings sent less than this before the end are not judged: their copies may still be in the air. */
export const graceAtEnd: Microseconds = 2_000_000;
/** Readings under way that are remembered; when there are more, the oldest settles early. */
export const ledgerLimit = 65_536;
/** Readings of one topic that a gateway heard and has not published yet; one publication covers them all. */
const waitingLimit = 64;

interface Entry {
	readonly at: Microseconds;
	readonly key: number;
	/** Subscribers (addresses) that have not reported it. */
	readonly missing: Set<number>;
	readonly due: number;
	readonly brokerDue: boolean;
	brokerDelivered: boolean;
	settled: boolean;
}

interface GatewayBook {
	/** By topic: heard since the last publication on it. */
	readonly waiting: Map<string, Entry[]>;
	/** By publication id: what it covers. */
	readonly inFlight: Map<number, { readonly topic: string; readonly covered: Entry[] }>;
}

export interface LedgerOptions {
	readonly directory: Directory;
	/** Whether the board is running. */
	readonly isUp: (address: number) => boolean;
	/** Whether the gateway's broker connection stands. */
	readonly isConnected: (address: number) => boolean;
}

export interface DeliveryTotals {
	readonly due: number;
	readonly delivered: number;
	readonly brokerDue: number;
	readonly brokerDelivered: number;
}

/**
 * Counts what should have arrived and what did. A reading (origin, sequence, resource) is due at every subscriber (a
 * node whose definition has it as an input) that was running when it was sent, and once at the broker when another
 * node that is a gateway with a standing connection subscribes to it. It is delivered to a subscriber when that says
 * `received`; to the broker when a gateway that received it published that resource's topic afterwards and the broker
 * acknowledged that. One publication after several readings covers them all: it carries the newest.
 */
export class DeliveryLedger {
	readonly #options: LedgerOptions;
	/** By address / resource id: nodes that listen. */
	readonly #subscribers = new Map<string, number[]>();
	readonly #gateways = new Set<number>();
	readonly #entries = new Map<number, Entry>();
	readonly #books = new Map<number, GatewayBook>();
	#queue: Entry[] = [];
	#head = 0;
	#due = 0;
	#delivered = 0;
	#brokerDue = 0;
	#brokerDelivered = 0;

	constructor(options: LedgerOptions) {
		this.#options = options;
		for (const definition of options.directory.definitions) {
			if (definition.gateway) this.#gateways.add(definition.address);
			for (const input of definition.inputs) {
				// What is asked for is not due when it is told.
				if (input.critical) continue;
				const key = `${input.address}/${input.resourceId}`;
				const list = this.#subscribers.get(key);
				if (list === undefined) this.#subscribers.set(key, [definition.address]);
				else list.push(definition.address);
			}
		}
	}

	/** Of readings that are settled; `due` and `delivered` include the broker's. */
	get totals(): DeliveryTotals {
		return {
			due: this.#due,
			delivered: this.#delivered,
			brokerDue: this.#brokerDue,
			brokerDelivered: this.#brokerDelivered,
		};
	}

	sent(now: Microseconds, resource: Resource, sequence: number): void {
		this.#settleUntil(now - settleAfter);
		const all = this.#subscribers.get(`${resource.address}/${resource.resourceId}`) ?? [];
		const missing = new Set(all.filter((address) => address !== resource.address && this.#options.isUp(address)));
		const gateways = [...missing].filter((address) => this.#gateways.has(address));
		const brokerDue = gateways.some((address) => this.#options.isConnected(address));
		if (missing.size === 0) return;
		const key = entryKey(resource, sequence);
		// The same sequence once more: its board booted again in between.
		const older = this.#entries.get(key);
		if (older !== undefined) this.#settle(older);
		const entry = { at: now, key, missing, due: missing.size, brokerDue, brokerDelivered: false, settled: false };
		this.#entries.set(key, entry);
		this.#queue.push(entry);
		const oldest = this.#queue[this.#head];
		if (oldest !== undefined && this.#queue.length - this.#head > ledgerLimit) this.#settleUntil(oldest.at);
	}

	/** The node at `address` accepted it. */
	received(address: number, resource: Resource, sequence: number): void {
		const entry = this.#entries.get(entryKey(resource, sequence));
		if (entry === undefined) return;
		entry.missing.delete(address);
		if (!entry.brokerDue || !this.#gateways.has(address)) return;
		this.#wait(address, resourceTopic(this.#options.directory, resource), entry);
	}

	/** A gateway handed a publication to its connection. */
	publishing(address: number, id: number, topic: string): void {
		const book = this.#book(address);
		const covered = book.waiting.get(topic);
		book.inFlight.delete(id);
		if (covered === undefined) return;
		book.waiting.delete(topic);
		book.inFlight.set(id, { topic, covered });
	}

	/** The broker acknowledged it. */
	published(address: number, id: number): void {
		const book = this.#book(address);
		for (const entry of book.inFlight.get(id)?.covered ?? []) entry.brokerDelivered = true;
		book.inFlight.delete(id);
	}

	/** The gateway's connection is over: what was in flight waits for the next publication on its topic. */
	disconnected(address: number): void {
		const { inFlight } = this.#book(address);
		for (const { topic, covered } of inFlight.values()) for (const entry of covered) this.#wait(address, topic, entry);
		inFlight.clear();
	}

	/** Settles everything old enough to be judged and forgets the rest. */
	end(now: Microseconds): void {
		this.#settleUntil(now - graceAtEnd);
		this.#entries.clear();
		this.#queue = [];
		this.#head = 0;
	}

	#wait(address: number, topic: string, entry: Entry): void {
		const { waiting } = this.#book(address);
		const list = waiting.get(topic);
		if (list === undefined) waiting.set(topic, [entry]);
		else if (list.push(entry) > waitingLimit) list.shift();
	}

	#book(address: number): GatewayBook {
		let book = this.#books.get(address);
		if (book === undefined) {
			book = { waiting: new Map(), inFlight: new Map() };
			this.#books.set(address, book);
		}
		return book;
	}

	#settleUntil(time: Microseconds): void {
		for (;;) {
			const entry = this.#queue[this.#head];
			if (entry === undefined || entry.at > time) break;
			this.#settle(entry);
			this.#head++;
		}
		if (this.#head < 1024 || this.#head * 2 < this.#queue.length) return;
		this.#queue = this.#queue.slice(this.#head);
		this.#head = 0;
	}

	#settle(entry: Entry): void {
		if (entry.settled) return;
		entry.settled = true;
		if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
		this.#due += entry.due;
		this.#delivered += entry.due - entry.missing.size;
		if (!entry.brokerDue) return;
		this.#due++;
		this.#brokerDue++;
		if (!entry.brokerDelivered) return;
		this.#delivered++;
		this.#brokerDelivered++;
	}
}

/** 16 bits of address, 24 of sequence, 8 of resource id: exact in a double. */
function entryKey(resource: Resource, sequence: number): number {
	return (resource.address * 0x1000000 + (sequence & 0xffffff)) * 256 + resource.resourceId;
}

/** Where a gateway publishes a resource; see docs/mqtt.md. */
export function resourceTopic(directory: Directory, resource: Resource): string {
	return `kith/${directory.definitions[0]?.installation ?? ""}/${resource.node}/${resource.path}`;
}
