import { elapsed } from "kith/core/clock";
import { type Random, randomBelow } from "kith/core/random";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import type { Counters } from "kith/network/counters";
import type { PeerPlaces } from "kith/network/peer-places";
import { type Challenges, challengeLifetimeMs } from "./challenges";
import type { BelievingNetwork } from "./freshness";
import { type FreshnessCounter, freshnessCounters } from "./freshness-counters";
import type { GroupContexts } from "./group-contexts";
import { askedLimit, challengeLength, HelloWriter } from "./hello-message";
import type { PeerBoots } from "./peer-boots";

/** After boot the first hello goes at a random moment of this time, as a building's boards all boot at once. */
export const firstHelloMs = 1500;
/** Others' first hellos are waited for, so that one answer does for all … */
export const gatherMs = 1600;
/** … at a random moment of a time that grows with the number of peers, so that many do not speak at once. */
export const gatherSpreadMs = 1000;
export const spreadPerPeerMs = 40;
/** So long after boot introductions are over, those included that had to be asked for a second time. */
export const settleMs = 7000;
/** … and at a random moment of so long, as everybody has something to say then. */
export const settleSpreadMs = 3000;
/** Where the others are running and know each other, they are over so long after the first of them answered. */
export const joinMs = 1500;
/** An answer that nobody else waits for goes at a random moment of this time, and is spared where another covers it. */
export const answerMinimumMs = 50;
export const answerSpreadMs = 350;
/** A greeting goes at a random moment of this time. */
export const greetSpreadMs = 40;
/** Who asked asks again after this time, and then after twice as long each time. */
export const askMinimumMs = 4000;
export const askMaximumMs = 64_000;
/** A hello's tag takes so many bytes more than the rest of a group message gains: it has no CoAP header to lose. */
const helloMargin = 3;
/** More of an answer that did not fit one hello. */
const furtherMs = 30;

export interface HelloScheduleOptions {
	readonly groups: GroupContexts;
	readonly places: PeerPlaces;
	readonly address: number;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly network: BelievingNetwork;
	readonly boots: PeerBoots;
	readonly challenges: Challenges;
	readonly counters: Counters<FreshnessCounter>;
}

/** When this node says hello, and what it says then: it introduces itself, asks, answers, and vouches. */
export class HelloSchedule {
	readonly #options: HelloScheduleOptions;
	readonly #speak = (): void => this.ring();
	readonly #expire = (): void => this.expireChallenges();
	#timer: TimerHandle = 0;
	#timerAt = 0;
	#expiry: TimerHandle = 0;
	/** Nobody is believed yet, or everybody has to hear of this boot. */
	#asksAll = true;
	#announces = false;
	/** The first hellos after a power cut are still being exchanged. */
	#gathering = true;
	#settling: TimerHandle = 0;
	#asked = false;
	#askedAt = 0;
	#askInterval = askMinimumMs;
	#wantedAt = 0;
	/** Where the next round of vouching begins. */
	#nextVouched = 1;
	#closed = false;
	settled = false;

	constructor(options: HelloScheduleOptions) {
		this.#options = options;
	}

	start(): void {
		const { scheduler } = this.#options;
		this.#wantedAt = scheduler.now();
		this.plan(this.draw(firstHelloMs));
		this.settleAfter(settleMs + this.draw(settleSpreadMs));
	}

	announce(): void {
		this.#announces = true;
		this.plan(this.draw(answerSpreadMs));
	}

	/** Others may be in reach than until now: introduces this boot, and asks as if it had not asked yet, before they are gone. */
	greet(): void {
		this.#announces = true;
		this.#asked = false;
		this.#askInterval = askMinimumMs;
		this.plan(this.draw(greetSpreadMs));
	}

	/** There are signs of a boot that is not known. */
	wanted(): void {
		const { scheduler, boots } = this.#options;
		const now = scheduler.now();
		// This boot's first hello asks everybody, and goes when its moment has come.
		if (!this.#asked) return;
		if (boots.wantedCount === 1) this.#wantedAt = now;
		const since = elapsed(this.#askedAt, now);
		if (since < 0 || since > 2 * this.#askInterval) this.#askInterval = askMinimumMs;
		this.plan(this.untilAsking(now) + answerMinimumMs + this.draw(answerSpreadMs));
	}

	/** A boot is believed: whoever is still missing will be found as quickly. */
	believed(): void {
		this.#askInterval = askMinimumMs;
		this.#asksAll = false;
	}

	/** A peer asked. @param running it knows this node's boot already, so that it is no power cut of everything */
	owed(running: boolean): void {
		const { boots } = this.#options;
		const spread = gatherSpreadMs + spreadPerPeerMs * boots.owedCount;
		if (running) this.join();
		if (this.#gathering && !running) this.plan(gatherMs + this.draw(spread));
		else this.plan(answerMinimumMs + this.draw(answerSpreadMs));
	}

	/** It was no power cut of everything: the others are not waited for. */
	private join(): void {
		const { scheduler } = this.#options;
		if (!this.#gathering) return;
		this.#gathering = false;
		scheduler.cancel(this.#settling);
		this.settleAfter(joinMs);
	}

	/** Once a boot: the call is made for it, and gone afterwards. */
	private settleAfter(delay: number): void {
		this.#settling = this.#options.scheduler.after(delay, () => {
			this.#gathering = false;
			this.settled = true;
		});
	}

	/** A challenge was heard: it is good for its lifetime only. */
	challengesChanged(): void {
		if (this.#expiry !== 0 || this.#closed) return;
		this.#expiry = this.#options.scheduler.after(challengeLifetimeMs + 1, this.#expire);
	}

	close(): void {
		const { scheduler } = this.#options;
		this.#closed = true;
		scheduler.cancel(this.#timer);
		scheduler.cancel(this.#expiry);
		scheduler.cancel(this.#settling);
	}

	private expireChallenges(): void {
		this.#expiry = 0;
		if (this.#options.challenges.expire(this.#options.scheduler.now())) this.challengesChanged();
	}

	/** Says hello after `delay`, or when that is planned already. */
	private plan(delay: number): void {
		const { scheduler } = this.#options;
		if (this.#closed) return;
		const at = (scheduler.now() + delay) | 0;
		if (this.#timer !== 0) {
			if (elapsed(at, this.#timerAt) <= 0) return;
			scheduler.cancel(this.#timer);
		}
		this.#timerAt = at;
		this.#timer = scheduler.after(delay, this.#speak);
	}

	private ring(): void {
		const { scheduler, boots } = this.#options;
		this.#timer = 0;
		const now = scheduler.now();
		const asks = this.needsToAsk(now);
		if (boots.owedCount > 0 || asks || this.#announces) {
			if (!this.sayHello(asks, now)) {
				this.plan(furtherMs + this.draw(answerSpreadMs));
				return;
			}
		}
		if (boots.owedCount > 0) this.plan(furtherMs + this.draw(furtherMs));
		else boots.endRound();
		if (this.#asksAll || boots.wantedCount > 0)
			this.plan(this.untilAsking(now) + answerMinimumMs + this.draw(answerSpreadMs));
	}

	/** Milliseconds until this node may ask again. */
	private untilAsking(now: number): number {
		if (!this.#asked) return 0;
		const since = elapsed(this.#askedAt, now);
		return since < 0 || since >= this.#askInterval ? 0 : this.#askInterval - since;
	}

	private needsToAsk(now: number): boolean {
		const { boots, challenges } = this.#options;
		if (!this.#asksAll && boots.wantedCount === 0) return false;
		if (this.untilAsking(now) > 0) return false;
		// Somebody else asked since: the answer will do for this node as well. Where it does not, it asks the next time.
		if (!this.#asksAll && challenges.heardSince(this.#wantedAt)) {
			this.#wantedAt = now + 1;
			this.#asked = true;
			this.#askedAt = now;
			return false;
		}
		return true;
	}

	/** @returns false where it could not be sent */
	private sayHello(asks: boolean, now: number): boolean {
		const { groups, boots, network, counters } = this.#options;
		// Made for the moment: there are a few hellos after a boot, and then none for days.
		const writer = new HelloWriter(network.messageLimit - helloMargin);
		writer.begin(groups.own);
		if (asks) this.ask(writer, now);
		const answeredTo = this.answer(writer);
		if (answeredTo > 0) this.vouch(writer);
		const sent = network.sendHello(writer.bytes, writer.length);
		if (sent < 0) return false;
		counters.count(freshnessCounters.hellos);
		this.#announces = false;
		for (let place = 1; place <= answeredTo; place++) boots.answered(place);
		return true;
	}

	/** Asks with a new challenge, everybody or those that are wanted. */
	private ask(writer: HelloWriter, now: number): void {
		const { challenges, random, boots, places, counters } = this.#options;
		writer.ask(challenges.bytes, challenges.draw(random, now));
		this.challengesChanged();
		counters.count(freshnessCounters.asked);
		if (this.#asked) this.#askInterval = Math.min(askMaximumMs, 2 * this.#askInterval);
		this.#asked = true;
		this.#askedAt = now;
		this.#wantedAt = now + 1;
		if (this.#asksAll || boots.wantedCount > askedLimit) return;
		for (let place = 1; place < boots.length; place++)
			if (boots.isWanted(place)) writer.askFor(places.addresses[place] as number);
		// Nobody answers: until there are new signs, it was a recording, or the peer is gone.
		if (this.#askInterval === askMaximumMs) boots.unwantAll();
	}

	/** Names the challenges that are owed, as many as fit. @returns the last place that is answered, 0 where none is */
	private answer(writer: HelloWriter): number {
		const { boots } = this.#options;
		let last = 0;
		for (let place = 1; place < boots.length; place++) {
			if (!boots.isOwed(place)) continue;
			if (!writer.name(boots.challenges, place * challengeLength)) break;
			last = place;
		}
		return last;
	}

	/** Fills the hello with boots that are believed here, and that nobody vouched for in this round. */
	private vouch(writer: HelloWriter): void {
		const { groups, boots, places, network } = this.#options;
		const peers = boots.length - 1;
		for (let step = 0; step < peers && writer.hasRoomToVouch; step++) {
			const place = this.#nextVouched;
			this.#nextVouched = place < peers ? place + 1 : 1;
			if (!groups.hasBoot(place) || boots.isVouched(place)) continue;
			const at = writer.vouch(places.addresses[place] as number, network.highest(place));
			groups.copyContext(place, writer.bytes, at);
		}
	}

	/** 0 … `limit`-1. */
	private draw(limit: number): number {
		return randomBelow(this.#options.random, new Uint8Array(4), limit);
	}
}
