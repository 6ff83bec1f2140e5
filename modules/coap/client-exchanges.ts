import { elapsed } from "kith/core/clock";
import { coapCounters } from "./coap-counters";
import type { EndpointParts } from "./endpoint-parts";
import { firstWaitMs, policyFor, type TransmissionPolicy } from "./policy";

/** Requests of one node that are open or wait for their turn. */
export const exchangeLimit = 8;
const slotBits = 3;
/** Exchange numbers stay below 2^15. */
const serialMask = 0xfff;

/** The table's columns, one behind the other in one array, because each array costs a board more than a hundred bytes. */
const columns = {
	/** One of `states`. */
	state: 0,
	destination: exchangeLimit,
	messageId: 2 * exchangeLimit,
	token: 3 * exchangeLimit,
	serial: 4 * exchangeLimit,
	deadline: 5 * exchangeLimit,
	wait: 6 * exchangeLimit,
	attempts: 7 * exchangeLimit,
	length: 8 * exchangeLimit,
	/** One of `seals`. */
	seal: 9 * exchangeLimit,
	end: 10 * exchangeLimit,
} as const;

/** A request that is still plain, and is protected before it goes; one as its peer gets it; an answer as its peer gets it. */
const seals = { plain: 0, sealed: 1, answer: 2 } as const;

const states = { free: 0, reserved: 1, waiting: 2, unacknowledged: 3, acknowledged: 4, starting: 5 } as const;

/**
 * The confirmable requests of a node until they are answered: each is sent again with doubling waits (RFC 7252
 * section 4.2) until it is acknowledged, then waits for a separate response. No more than `exchangesPerPeer` are open
 * with one peer; the others wait in the table, first come first served.
 */
export class ClientExchanges {
	readonly #options: EndpointParts;
	readonly #cells = new Int32Array(columns.end);
	/** Each made when its place is first used: a board that only measures needs none of them. */
	readonly #messages: (Uint8Array | undefined)[] = [];
	readonly #draw = new Uint8Array(4);
	readonly #ring: () => void;
	readonly #firstSeal: number;
	#serial = 0;
	#timer = 0;
	#closed = false;

	constructor(options: EndpointParts) {
		this.#options = options;
		this.#ring = () => this.run();
		this.#firstSeal = options.security === undefined ? seals.sealed : seals.plain;
		for (let slot = 0; slot < exchangeLimit; slot++) this.#messages.push(undefined);
	}

	/** Takes a place in the table, with a new message id and token, or returns -1 when there is none. */
	reserve(destination: number): number {
		if (this.#closed) return -1;
		for (let slot = 0; slot < exchangeLimit; slot++) {
			if (this.#cells[columns.state + slot] !== states.free) continue;
			this.#cells[columns.state + slot] = states.reserved;
			this.#cells[columns.destination + slot] = destination;
			this.#cells[columns.messageId + slot] = this.#options.numbering.messageId();
			this.#cells[columns.token + slot] = this.#options.numbering.token();
			if (this.#messages[slot] === undefined)
				this.#messages[slot] = new Uint8Array(this.#options.transport.messageLimit);
			return slot;
		}
		return -1;
	}

	/** Gives a reserved place back unused. */
	release(slot: number): void {
		this.#cells[columns.state + slot] = states.free;
	}

	/** Where the request of a reserved place is to be written. */
	message(slot: number): Uint8Array {
		return this.#messages[slot] as Uint8Array;
	}

	messageId(slot: number): number {
		return this.#cells[columns.messageId + slot] as number;
	}

	token(slot: number): number {
		return this.#cells[columns.token + slot] as number;
	}

	/** The request is written: sends it, or lets it wait for its peer's turn. @returns the exchange's number */
	start(slot: number, length: number, seal: number = this.#firstSeal): number {
		this.#serial = this.#serial === serialMask ? 1 : this.#serial + 1;
		this.#cells[columns.serial + slot] = this.#serial;
		this.#cells[columns.length + slot] = length;
		this.#cells[columns.seal + slot] = seal;
		this.#cells[columns.state + slot] = states.waiting;
		this.startNext(this.#cells[columns.destination + slot] as number);
		return (this.#serial << slotBits) | slot;
	}

	/** A confirmable answer is written and protected: it is sent until it is acknowledged, or given up in silence. */
	startAnswer(slot: number, length: number): void {
		this.start(slot, length, seals.answer);
	}

	/** Sends a reserved request under a token of its peer's acquaintance, to renew an observation. */
	reuseToken(slot: number, token: number): void {
		this.#cells[columns.token + slot] = token;
	}

	/** The number of the exchange in a place, 8 … 32767: reused only after some 4,000 others. */
	number(slot: number): number {
		return ((this.#cells[columns.serial + slot] as number) << slotBits) | slot;
	}

	/** An empty acknowledgement came: the response will follow by itself. @returns false where nothing waits for it */
	acknowledge(origin: number, messageId: number): boolean {
		const slot = this.findById(origin, messageId);
		if (slot < 0) return false;
		if (this.#cells[columns.seal + slot] === seals.answer) this.finish(slot);
		else {
			this.#cells[columns.state + slot] = states.acknowledged;
			this.#cells[columns.deadline + slot] = this.#options.scheduler.now() + this.policy(slot).separateResponseMs;
			this.arm();
		}
		return true;
	}

	/** A Reset came: the peer cannot make sense of the request. @returns false where nothing waits for it */
	reset(origin: number, messageId: number): boolean {
		const slot = this.findById(origin, messageId);
		if (slot < 0) return false;
		this.fail(slot);
		this.arm();
		return true;
	}

	/**
	 * The place whose request a response answers, or -1: by token and sender (section 5.3.2); a piggy-backed one must
	 * also acknowledge the very message.
	 */
	match(origin: number, token: number, piggyBacked: boolean, messageId: number): number {
		for (let slot = 0; slot < exchangeLimit; slot++) {
			const state = this.#cells[columns.state + slot] as number;
			if (state < states.unacknowledged || state === states.starting) continue;
			if (this.#cells[columns.destination + slot] !== origin) continue;
			if (this.#cells[columns.seal + slot] === seals.answer) continue;
			if (
				this.#cells[columns.token + slot] === token &&
				(!piggyBacked || this.#cells[columns.messageId + slot] === messageId)
			)
				return slot;
		}
		return -1;
	}

	/** Whether the request went out protected: then so must its answer be. */
	isProtected(slot: number): boolean {
		return this.#options.security !== undefined && this.#cells[columns.seal + slot] === seals.sealed;
	}

	/** Turns the request back into a plain one, which its next transmission protects anew. @returns its length, or -1 */
	recover(slot: number): number {
		const { security } = this.#options;
		if (security === undefined || this.#cells[columns.seal + slot] === seals.plain)
			return this.#cells[columns.length + slot] as number;
		const length = security.recoverRequest(slot, this.message(slot), this.#cells[columns.length + slot] as number);
		// Its keys are gone: it cannot be made anew, and times out.
		if (length < 0) return -1;
		security.release(slot);
		this.#cells[columns.seal + slot] = seals.plain;
		this.#cells[columns.length + slot] = length;
		return length;
	}

	/** Keys with a peer are about to change: what is under way is protected anew when it is next transmitted. */
	recoverAll(destination: number): void {
		for (let slot = 0; slot < exchangeLimit; slot++) {
			if (
				(this.#cells[columns.state + slot] as number) < states.unacknowledged ||
				this.#cells[columns.destination + slot] !== destination
			)
				continue;
			if (this.#cells[columns.seal + slot] === seals.sealed) this.recover(slot);
		}
	}

	/** Sends a changed request, plain and of `length` bytes, under a message id of its own. */
	restart(slot: number, length: number): void {
		const message = this.message(slot);
		const messageId = this.#options.numbering.messageId();
		this.#cells[columns.messageId + slot] = messageId;
		message[2] = messageId >> 8;
		message[3] = messageId;
		this.#cells[columns.length + slot] = length;
		this.defer(slot);
		this.arm();
	}

	/** The exchange was answered; the next one with its peer may go. */
	finish(slot: number): void {
		this.free(slot);
		const next = this.nextWaiting(this.#cells[columns.destination + slot] as number);
		if (next >= 0) this.defer(next);
		this.arm();
	}

	close(): void {
		this.#closed = true;
		this.#options.scheduler.cancel(this.#timer);
		this.#timer = 0;
		this.#cells.fill(states.free, 0, exchangeLimit);
	}

	private findById(origin: number, messageId: number): number {
		for (let slot = 0; slot < exchangeLimit; slot++) {
			if (this.#cells[columns.state + slot] !== states.unacknowledged) continue;
			if (this.#cells[columns.messageId + slot] === messageId && this.#cells[columns.destination + slot] === origin)
				return slot;
		}
		return -1;
	}

	/** Sends the peer's longest waiting request when its number of open exchanges allows it. */
	private startNext(destination: number): void {
		const next = this.nextWaiting(destination);
		if (next >= 0) this.begin(next);
	}

	/** The place of the peer's longest waiting request, or -1 where there is none, or enough are open. */
	private nextWaiting(destination: number): number {
		let open = 0;
		let next = -1;
		for (let slot = 0; slot < exchangeLimit; slot++) {
			if (this.#cells[columns.destination + slot] !== destination) continue;
			const state = this.#cells[columns.state + slot] as number;
			if (state >= states.unacknowledged) open++;
			if (state === states.waiting && (next < 0 || this.isOlder(slot, next))) next = slot;
		}
		return next < 0 || open >= this.policy(next).exchangesPerPeer ? -1 : next;
	}

	/** To be sent from the event loop: what is received has used up most of the stack. */
	private defer(slot: number): void {
		this.#cells[columns.state + slot] = states.starting;
		this.#cells[columns.deadline + slot] = this.#options.scheduler.now();
	}

	private begin(slot: number): void {
		const wait = firstWaitMs(this.policy(slot), this.#options.random, this.#draw);
		this.#cells[columns.state + slot] = states.unacknowledged;
		this.#cells[columns.attempts + slot] = 0;
		this.#cells[columns.wait + slot] = wait;
		this.transmit(slot);
		this.arm();
	}

	private policy(slot: number): TransmissionPolicy {
		return policyFor(this.#options.policies, this.#cells[columns.destination + slot] as number);
	}

	private isOlder(slot: number, than: number): boolean {
		return (
			(((this.#cells[columns.serial + than] as number) - (this.#cells[columns.serial + slot] as number)) & serialMask) <
			serialMask >> 1
		);
	}

	/**
	 * A frame that finds no room in the network's queue counts as lost on the air, and so does a request that cannot be
	 * protected yet: its turn comes again.
	 */
	private transmit(slot: number): void {
		const { transport, scheduler } = this.#options;
		this.#cells[columns.deadline + slot] = scheduler.now() + (this.#cells[columns.wait + slot] as number);
		if (this.#cells[columns.seal + slot] === seals.plain && !this.protect(slot)) return;
		transport.sendUnicast(
			this.#cells[columns.destination + slot] as number,
			this.message(slot),
			this.#cells[columns.length + slot] as number,
		);
	}

	private protect(slot: number): boolean {
		const { transport, security, counters } = this.#options;
		if (security === undefined) return true;
		const plain = this.#cells[columns.length + slot] as number;
		const destination = this.#cells[columns.destination + slot] as number;
		const length = security.protectRequest(destination, slot, this.message(slot), plain, transport.messageLimit);
		if (length < 0) {
			counters.count(coapCounters.contextsAwaited);
			return false;
		}
		this.#cells[columns.length + slot] = length;
		this.#cells[columns.seal + slot] = seals.sealed;
		return true;
	}

	private free(slot: number): void {
		this.#cells[columns.state + slot] = states.free;
		if (this.#cells[columns.seal + slot] === seals.sealed) this.#options.security?.release(slot);
		this.#cells[columns.seal + slot] = seals.plain;
	}

	private run(): void {
		this.#timer = 0;
		const now = this.#options.scheduler.now();
		for (let slot = 0; slot < exchangeLimit; slot++) {
			const state = this.#cells[columns.state + slot] as number;
			if (state < states.unacknowledged || elapsed(this.#cells[columns.deadline + slot] as number, now) < 0) continue;
			if (state === states.starting) {
				this.begin(slot);
				continue;
			}
			if (state === states.unacknowledged) {
				this.doubtWay(slot);
				if (this.retransmit(slot)) continue;
			}
			this.#options.counters.count(coapCounters.timeouts);
			this.fail(slot);
		}
		this.arm();
	}

	/** Each hop may have acknowledged the request, and yet it did not arrive. Whoever has no keys yet has sent nothing. */
	private doubtWay(slot: number): void {
		const { transport, security } = this.#options;
		if (security !== undefined && this.#cells[columns.seal + slot] === seals.plain) return;
		transport.unanswered?.(this.#cells[columns.destination + slot] as number);
	}

	private retransmit(slot: number): boolean {
		const attempts = this.#cells[columns.attempts + slot] as number;
		if (attempts >= this.policy(slot).maximumRetransmissions) return false;
		this.#cells[columns.attempts + slot] = attempts + 1;
		this.#cells[columns.wait + slot] = 2 * (this.#cells[columns.wait + slot] as number);
		this.#options.counters.count(coapCounters.retransmissions);
		this.transmit(slot);
		return true;
	}

	private fail(slot: number): void {
		const destination = this.#cells[columns.destination + slot] as number;
		const exchange = this.number(slot);
		const answer = this.#cells[columns.seal + slot] === seals.answer;
		this.free(slot);
		this.startNext(destination);
		if (!answer) this.#options.listener.onTimeout(exchange);
	}

	/** Sets the one timer to the nearest deadline. */
	private arm(): void {
		const scheduler = this.#options.scheduler;
		scheduler.cancel(this.#timer);
		this.#timer = 0;
		if (this.#closed) return;
		const now = scheduler.now();
		let nearest = -1;
		for (let slot = 0; slot < exchangeLimit; slot++) {
			if ((this.#cells[columns.state + slot] as number) < states.unacknowledged) continue;
			const left = Math.max(0, elapsed(now, this.#cells[columns.deadline + slot] as number));
			if (nearest < 0 || left < nearest) nearest = left;
		}
		if (nearest >= 0) this.#timer = scheduler.after(nearest, this.#ring);
	}
}
