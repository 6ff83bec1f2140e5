import { elapsed } from "kith/core/clock";
import type { Random } from "kith/core/random";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import type { Counters } from "kith/network/counters";
import { type CoapCounter, coapCounters } from "./coap-counters";
import type { IncomingRequest } from "./incoming-request";
import type { CoapMessage } from "./message";
import { type MessageSecurity, trusts } from "./message-security";
import { observeMask } from "./observe-order";
import { observerFields as fields, ObserverTable, observerLimit, observerShape, trustOf } from "./observer-table";
import { firstWaitMs, type Policies, policyFor } from "./policy";

/** On average there is no more than one notification to an observer in this time (RFC 7641 section 4.5.1) … */
export const notificationSpacingMs = 3000;
/** … but so many may come at once. */
export const notificationBurst = 4;
/** After so long without a sign of the observer the next notification is confirmable (section 4.5). */
export const livenessMs = 60_000;

/** Makes and sends one notification. */
export interface NotificationSender {
	/** @returns the id of the message that went, or -1 where the resource cannot be observed any more */
	notify(place: number, confirmable: boolean, sequence: number): number;
}

export interface NotifierOptions {
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly policies: Policies;
	readonly security: MessageSecurity | undefined;
	readonly counters: Counters<CoapCounter>;
	readonly sender: NotificationSender;
}

/**
 * Tells observers of what changed (RFC 7641 section 4): from the event loop, spaced, one confirmable notification in
 * flight per observer. What is sent again is the state of that moment (section 4.5.2), so no message is kept.
 */
export class Notifier {
	readonly table = new ObserverTable();
	readonly #options: NotifierOptions;
	readonly #draw = new Uint8Array(4);
	readonly #ring: () => void;
	#sequence = 0;
	#timer: TimerHandle = 0;

	constructor(options: NotifierOptions) {
		this.#options = options;
		this.#ring = () => this.run();
	}

	/** @returns the sequence for the first answer, or -1: there is no room, and the answer is the only one */
	register(origin: number, message: CoapMessage, request: IncomingRequest): number {
		const { security, scheduler, counters } = this.#options;
		const shape = observerShape(request.trust, request.accept, request.block2);
		const known = this.table.find(origin, message);
		const place = this.table.register(origin, message, request.subject, shape, scheduler.now());
		if (place < 0) {
			counters.count(coapCounters.observersFull);
			return -1;
		}
		if (known >= 0) security?.releaseRequest(place);
		if (request.trust === trusts.pairwise) security?.keepRequest(place);
		return this.next();
	}

	/** The peer said that it does not observe with this token any more. */
	deregister(origin: number, message: CoapMessage): void {
		const place = this.table.find(origin, message);
		if (place >= 0) this.remove(place);
	}

	/** The subject has another state, or the same one told again. */
	changed(subject: number): void {
		const table = this.table;
		let news = false;
		for (let place = 0; place < observerLimit; place++) {
			if (!table.isTaken(place) || table.get(place, fields.subject) !== subject) continue;
			table.set(place, fields.news, 1);
			news = true;
		}
		if (news) this.arm();
	}

	/** @returns false where the acknowledgement is not for a notification */
	acknowledge(origin: number, messageId: number): boolean {
		const place = this.table.notified(origin, messageId);
		if (place < 0 || this.table.get(place, fields.attempts) === 0) return false;
		this.table.set(place, fields.attempts, 0);
		this.table.set(place, fields.heardAt, this.#options.scheduler.now());
		this.arm();
		return true;
	}

	/** The peer does not know of an observation (section 3.6). @returns false where the Reset is not for a notification */
	reset(origin: number, messageId: number): boolean {
		const place = this.table.notified(origin, messageId);
		if (place < 0) return false;
		this.#options.counters.count(coapCounters.observersLost);
		this.remove(place);
		return true;
	}

	close(): void {
		this.#options.scheduler.cancel(this.#timer);
		this.#timer = 0;
		for (let place = 0; place < observerLimit; place++) this.remove(place);
	}

	private remove(place: number): void {
		const table = this.table;
		if (!table.isTaken(place)) return;
		if (trustOf(table.get(place, fields.shape)) === trusts.pairwise) this.#options.security?.releaseRequest(place);
		table.remove(place);
	}

	private next(): number {
		this.#sequence = (this.#sequence + 1) & observeMask;
		return this.#sequence;
	}

	private run(): void {
		this.#timer = 0;
		const now = this.#options.scheduler.now();
		for (let place = 0; place < observerLimit; place++) {
			if (this.table.isTaken(place) && this.waitOf(place, now) === 0) this.tell(place, now);
		}
		this.arm();
	}

	/** Milliseconds until something is to be done for the observer; -1: nothing is. */
	private waitOf(place: number, now: number): number {
		const table = this.table;
		if (table.get(place, fields.attempts) > 0) return Math.max(0, elapsed(now, table.get(place, fields.deadline)));
		if (table.get(place, fields.news) === 0) return -1;
		const ahead = elapsed(now, table.get(place, fields.pace)) - (notificationBurst - 1) * notificationSpacingMs;
		return Math.max(0, ahead);
	}

	private tell(place: number, now: number): void {
		const { policies, random, sender, counters } = this.#options;
		const table = this.table;
		const policy = policyFor(policies, table.get(place, fields.origin));
		const attempts = table.get(place, fields.attempts);
		const silence = elapsed(table.get(place, fields.heardAt), now);
		const confirmable = attempts > 0 || silence >= livenessMs || silence < 0;
		if (attempts > policy.maximumRetransmissions) {
			counters.count(coapCounters.observersLost);
			this.remove(place);
			return;
		}
		table.set(place, fields.news, 0);
		const messageId = sender.notify(place, confirmable, this.next());
		counters.count(coapCounters.notifications);
		if (messageId < 0) {
			this.remove(place);
			return;
		}
		table.set(place, fields.messageId, messageId);
		const pace = table.get(place, fields.pace);
		table.set(place, fields.pace, ((elapsed(pace, now) > 0 ? now : pace) + notificationSpacingMs) | 0);
		if (!confirmable) return;
		const wait = attempts === 0 ? firstWaitMs(policy, random, this.#draw) : 2 * table.get(place, fields.wait);
		table.set(place, fields.attempts, attempts + 1);
		table.set(place, fields.wait, wait);
		table.set(place, fields.deadline, (now + wait) | 0);
	}

	private arm(): void {
		const { scheduler } = this.#options;
		scheduler.cancel(this.#timer);
		this.#timer = 0;
		const now = scheduler.now();
		let nearest = -1;
		for (let place = 0; place < observerLimit; place++) {
			if (!this.table.isTaken(place)) continue;
			const wait = this.waitOf(place, now);
			if (wait >= 0 && (nearest < 0 || wait < nearest)) nearest = wait;
		}
		if (nearest >= 0) this.#timer = scheduler.after(nearest, this.#ring);
	}
}
