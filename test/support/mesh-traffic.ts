import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { broadcastAddress } from "kith/simulator/radio/index";
import type { MeshStand } from "./mesh-stand";

/** Bytes of a reading's message: with 13 of header and 8 of tag a frame of 42. */
const readingLength = 21;
/** Bytes of a request and of its answer. */
const requestLength = 20;
/** As the CoAP layer does: 500 to 750 ms, doubling, four more times. */
const firstWaitMs = 500;
const waitSpreadMs = 250;
const tries = 5;

/** Frames and air of one stand, all of them, from now on. */
export class AirMeter {
	transmissions = 0;
	airtimeUs = 0;
	/** By "broadcast" or "unicast" and frame type. */
	readonly kinds = new Map<string, number>();
	/** By node and second: µs in which the air was busy for it, by its own frames and those in its reach. */
	readonly busy = new Map<string, number>();
	readonly #startMs: number;

	constructor(stand: MeshStand) {
		this.#startMs = stand.nowMs;
		const before = stand.onAir;
		stand.onAir = (report) => {
			before(report);
			this.transmissions++;
			this.airtimeUs += report.airtime;
			const second = Math.floor(report.at / 1_000_000 - this.#startMs / 1000);
			for (const { index } of [report.from, ...report.lost, ...report.received.map(({ station }) => station)]) {
				const place = `${index} ${second}`;
				this.busy.set(place, (this.busy.get(place) ?? 0) + report.airtime);
			}
			const way = report.destination === broadcastAddress ? "broadcast" : "unicast";
			const kind = `${way} ${(report.frame[0] as number) & 0x0f}`;
			this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
		};
	}
}

interface Flood {
	readonly origin: number;
	readonly atMs: number;
	/** By node: ms after it was sent. */
	readonly arrivals: Map<number, number>;
}

/** Readings: every node tells the others something now and then. */
export class Readings {
	readonly floods = new Map<string, Flood>();
	/** By node and origin: sequence of the last reading. */
	readonly latest = new Map<string, number>();
	readonly #stand: MeshStand;
	readonly #message = new Uint8Array(readingLength);
	#until = Number.POSITIVE_INFINITY;

	constructor(stand: MeshStand) {
		this.#stand = stand;
		const before = stand.onArrival;
		stand.onArrival = (arrival) => {
			before(arrival);
			if (!arrival.group) return;
			const pair = `${arrival.at}<${arrival.origin}`;
			this.latest.set(pair, Math.max(arrival.sequence, this.latest.get(pair) ?? -1));
			const flood = this.floods.get(`${arrival.origin}:${arrival.sequence}`);
			flood?.arrivals.set(arrival.at, arrival.timeMs - flood.atMs);
		};
	}

	/** One reading of one node, now. */
	send(index: number): void {
		const node = this.#stand.node(index);
		if (!node.running) return;
		const sequence = node.layer.sendGroup(this.#message, readingLength);
		if (sequence < 0) return;
		this.floods.set(`${node.address}:${sequence}`, { origin: index, atMs: this.#stand.nowMs, arrivals: new Map() });
		this.latest.set(`${index}<${node.address}`, sequence);
	}

	/** One of every node each `periodMs`, evenly apart, from now for `forMs`. */
	start(periodMs: number, forMs: number): void {
		const stand = this.#stand;
		this.#until = stand.nowMs + forMs;
		for (const { index } of stand.nodes) {
			const again = (): void => {
				if (stand.nowMs >= this.#until) return;
				this.send(index);
				stand.after(periodMs, again);
			};
			stand.after((index * periodMs) / stand.nodes.length, again);
		}
	}

	/** Share of (reading, receiver) that arrived within `ms`. @param meant who should have it, of a reading's origin */
	delivered(ms: number, meant: (origin: number) => readonly number[]): number {
		let wanted = 0;
		let got = 0;
		for (const { origin, arrivals } of this.floods.values()) {
			for (const node of meant(origin)) {
				if (node === origin) continue;
				wanted++;
				const after = arrivals.get(node);
				if (after !== undefined && after <= ms) got++;
			}
		}
		return got / wanted;
	}
}

interface Request {
	readonly from: number;
	readonly to: number;
	readonly atMs: number;
	tries: number;
	/** ms until the answer came. */
	doneMs: number | undefined;
}

/** Confirmable requests and their answers, repeated as CoAP does. */
export class Requests {
	readonly all: Request[] = [];
	readonly #stand: MeshStand;
	readonly #random: SeededRandom;

	constructor(stand: MeshStand) {
		this.#stand = stand;
		this.#random = new SeededRandom(stand.options.seed, "requests");
		const before = stand.onArrival;
		stand.onArrival = (arrival) => {
			before(arrival);
			if (arrival.group) return;
			const { message } = arrival;
			const view = new DataView(message.buffer);
			const request = this.all[view.getUint32(1)];
			if (request === undefined) return;
			if (message[0] === 1) {
				request.doneMs ??= stand.nowMs - request.atMs;
				return;
			}
			const answer = message.slice();
			answer[0] = 1;
			stand.node(arrival.at).layer.sendUnicast(arrival.origin, answer, answer.length);
		};
	}

	send(from: number, to: number): void {
		const request: Request = { from, to, atMs: this.#stand.nowMs, tries: 0, doneMs: undefined };
		const message = new Uint8Array(requestLength);
		new DataView(message.buffer).setUint32(1, this.all.push(request) - 1);
		const attempt = (waitMs: number): void => {
			const node = this.#stand.node(from);
			if (request.doneMs !== undefined || request.tries === tries || !node.running) return;
			request.tries++;
			node.layer.sendUnicast(to + 1, message, requestLength);
			this.#stand.after(waitMs, () => attempt(2 * waitMs));
		};
		attempt(firstWaitMs + this.#random.below(waitSpreadMs));
	}

	/** Every node asks somebody each `periodMs`, from now for `forMs`. */
	start(periodMs: number, forMs: number): void {
		const stand = this.#stand;
		const until = stand.nowMs + forMs;
		const count = stand.nodes.length;
		for (const { index } of stand.nodes) {
			const again = (): void => {
				if (stand.nowMs >= until) return;
				const to = (index + 1 + this.#random.below(count - 1)) % count;
				if (stand.node(index).running && stand.node(to).running) this.send(index, to);
				stand.after(periodMs, again);
			};
			stand.after((index * periodMs) / count, again);
		}
	}

	get delivered(): number {
		return this.all.filter((request) => request.doneMs !== undefined).length / this.all.length;
	}

	/** ms within which this share of the requests was answered. */
	percentileMs(share: number): number {
		const times = this.all.map(({ doneMs }) => doneMs ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
		return times[Math.min(times.length - 1, Math.floor(times.length * share))] as number;
	}
}
