import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { FrameBody, TraceRecord } from "kith/simulator/session/records";
import { frameTypes, headerOf } from "./frame-header";
import { Histogram } from "./histogram";

interface OpenRequest {
	readonly asker: string;
	readonly node: string;
	readonly path: string;
	readonly value: number;
	readonly at: Microseconds;
	done: Microseconds | undefined;
	answered: Microseconds | undefined;
}

/** A request that is over, for whoever wants to know of each. */
export type RequestEnd = Readonly<OpenRequest>;

/** Not judged when they were asked less than this before the end: the last of five transmissions leaves after 11.25 s. */
export const requestGraceUs: Microseconds = 15e6;

/**
 * Follows every request that a rule makes of a peer: when the peer's actuator obeyed, and when the first frame of the
 * peer for the asker was received after it, which is the answer. A request is over when both are there, or when the
 * asker asks for the same thing again. Each lamp has one asker.
 */
export class RequestMeter {
	/** Requests that were judged: those asked from `from` on. */
	asked = 0;
	/** Of these: the lamp obeyed, and the answer came. */
	delivered = 0;
	answered = 0;
	/** What CoAP gave up, at whatever time. */
	unanswered = 0;
	/** Milliseconds from asking to the lamp, and to the answer. */
	readonly delivery = new Histogram();
	readonly roundTrip = new Histogram();
	readonly #addresses: ReadonlyMap<string, number>;
	readonly #from: Microseconds;
	readonly #onEnd: (request: RequestEnd) => void;
	/** By "node/path": at most one. */
	readonly #open = new Map<string, OpenRequest>();

	constructor(
		addresses: ReadonlyMap<string, number>,
		from: Microseconds,
		onEnd: (request: RequestEnd) => void = () => {},
	) {
		this.#addresses = addresses;
		this.#from = from;
		this.#onEnd = onEnd;
	}

	take(record: TraceRecord): void {
		const { t, board } = record;
		if (board === null) {
			if (record.kind === "end") this.#end(t);
			return;
		}
		if (record.kind === "asked") {
			const older = this.#open.get(record.target);
			if (older !== undefined) this.#close(record.target, older);
			const slash = record.target.indexOf("/");
			const [node, path] = [record.target.slice(0, slash), record.target.slice(slash + 1)];
			const { value } = record;
			this.#open.set(record.target, { asker: board, node, path, value, at: t, done: undefined, answered: undefined });
		} else if (record.kind === "actuation" && record.requester !== null) {
			const key = `${board}/${record.path}`;
			const request = this.#open.get(key);
			if (request === undefined || request.asker !== record.requester || request.value !== record.value) return;
			request.done ??= t;
			this.#settle(key, request);
		} else if (record.kind === "frame") this.#frame(t, record);
		else if (record.kind === "fault" && record.fault === "request unanswered") this.unanswered++;
	}

	/** An answer is the first frame from the one who was asked to the one who asked that got there. */
	#frame(t: Microseconds, frame: FrameBody): void {
		const header = headerOf(frame.bytes);
		if (header === undefined || header.type !== frameTypes.unicast || header.destination !== frame.destination) return;
		for (const [key, request] of this.#open) {
			if (request.done === undefined || request.answered !== undefined) continue;
			if (this.#addresses.get(request.node) !== header.origin) continue;
			if (this.#addresses.get(request.asker) !== header.destination || !frame.received.includes(request.asker))
				continue;
			request.answered = t;
			this.#settle(key, request);
			return;
		}
	}

	#settle(key: string, request: OpenRequest): void {
		if (request.done !== undefined && request.answered !== undefined) this.#close(key, request);
	}

	#close(key: string, request: OpenRequest): void {
		this.#open.delete(key);
		this.#onEnd(request);
		const { at, done, answered } = request;
		if (at < this.#from) return;
		this.asked++;
		if (done !== undefined) {
			this.delivered++;
			this.delivery.add((done - at) / 1000);
		}
		if (answered === undefined) return;
		this.answered++;
		this.roundTrip.add((answered - at) / 1000);
	}

	#end(t: Microseconds): void {
		for (const [key, request] of this.#open) if (request.at < t - requestGraceUs) this.#close(key, request);
	}
}
