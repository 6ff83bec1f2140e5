import { elapsed } from "kith/core/clock";
import type { Scheduler } from "kith/core/scheduler";
import { type Channels, lastChannel } from "kith/link/channels";
import { ChannelCalls } from "./channel-calls";
import {
	aloneHops,
	ChannelNews,
	countdownStepMs,
	isChannel,
	longestCountdown,
	numberAfter,
	settledCountdown,
	visitorCountdown,
} from "./channel-news";
import { ChannelSearch, companyGapMs, firstCompanyGapMs } from "./channel-search";
import type { ChannelVoice } from "./channel-voice";
import { ChannelWaits, waits } from "./channel-waits";

/** Whoever moves says so this long before, so that all go together. */
export const moveLeadMs = 2000;
/** So often meanwhile, this far apart. */
export const announcements = 4;
export const announcementGapMs = 300;
/** Without a verified frame from any neighbour for so long a node is alone; at first after so long. */
export const aloneMs = 40_000;
export const bootListenMs = 10_000;
/** Who is in company looks nowhere before this time after its boot: first everybody gets acquainted. */
export const bootCompanyMs = 40_000;
/** How often that is looked at. */
export const checkMs = 4000;
/** A visit of another channel: so long where nothing is heard, so long where somebody is. */
export const dwellMs = 500;
export const listenMs = 3000;
/** Who looks around, or is somewhere else, is answered within … and not more often than … */
export const answerMs = 60;
export const answerGapMs = 400;

/**
 * Keeps one node on its network's channel (docs/channels.md): follows what its neighbours know to be newer, announces it on
 * before it goes, and looks on other channels when it is alone or knows of no gateway.
 */
export class ChannelFollower {
	readonly news: ChannelNews;
	readonly #channels: Channels;
	readonly #scheduler: Scheduler;
	readonly #voice: ChannelVoice;
	readonly #waits: ChannelWaits;
	/** When the network will be on the channel that the news names. */
	#moveAt = 0;
	#announcementsLeft = 0;
	#answeredAt: number;
	#alone = false;
	/** When somebody here was heard, or this node left company; and when it came here, from a visit perhaps. */
	#companyAt: number;
	#returnedAt: number;
	#nextVisitAt: number;
	#search: ChannelSearch | undefined;
	#calls: ChannelCalls | undefined;

	constructor(channels: Channels, scheduler: Scheduler, voice: ChannelVoice) {
		const now = scheduler.now();
		this.#channels = channels;
		this.#scheduler = scheduler;
		this.#voice = voice;
		this.#waits = new ChannelWaits(scheduler, (what, at) => this.due(what, at));
		this.news = new ChannelNews(channels.channel);
		this.#answeredAt = (now - answerGapMs) | 0;
		// A boot has company until its first look around.
		this.#companyAt = (now + bootListenMs - aloneMs) | 0;
		this.#returnedAt = now;
		this.#nextVisitAt = (now + bootCompanyMs + voice.random(companyGapMs)) | 0;
		channels.onChange = () => this.carried();
		this.#waits.set(waits.check, bootListenMs + voice.random(bootListenMs >> 2));
	}

	/** Writes the four bytes of the next beacon. */
	tell(control: { uint8(value: number): void; uint16(value: number): void }): void {
		const now = this.#scheduler.now();
		if (this.#channels.tied) this.lead(now);
		const { news } = this;
		control.uint8((news.channel << 4) | news.hops(now));
		control.uint16(news.number);
		control.uint8(this.countdown(now));
	}

	/** Of a verified beacon: four bytes from `at`. */
	heard(message: Uint8Array, at: number): void {
		const { news } = this;
		const channels = this.#channels;
		const first = message[at] as number;
		const channel = first >> 4;
		if (!isChannel(channel)) return;
		const hops = first & 15;
		const number = ((message[at + 1] as number) << 8) | (message[at + 2] as number);
		const countdown = message[at + 3] as number;
		const now = this.#scheduler.now();
		const elsewhere = countdown === visitorCountdown || channel !== news.channel;
		if (channels.tied) {
			news.countFrom(number);
			if (elsewhere) news.outdo(hops, number, now);
			this.lead(now);
			if (elsewhere) this.answer(now);
			return;
		}
		// Others who look around from the same place are no sign of a network here. Whoever they are, they are counted next.
		const search = this.#search;
		if (search !== undefined && countdown === visitorCountdown && channel === news.channel)
			search.heardBefore = this.#voice.heard() + 1;
		const met = countdown === visitorCountdown || channel === channels.channel;
		if (news.isBeaten(channel, hops, number, met, now)) this.follow(channel, hops, number, countdown, now);
		else if (elsewhere) {
			news.outdo(hops, number, now);
			this.answer(now);
		}
		const here = channel === news.channel && countdown !== visitorCountdown;
		if (here && channel === channels.channel) this.accompany(now);
	}

	close(): void {
		this.#channels.onChange = undefined;
		this.#calls?.close();
		this.#waits.close();
	}

	private get isVisiting(): boolean {
		return this.#search !== undefined && this.#search.visiting !== 0;
	}

	private countdown(now: number): number {
		if (this.isVisiting) return visitorCountdown;
		if (!this.#waits.has(waits.move) && !this.#calls?.calling) return settledCountdown;
		const left = elapsed(now, this.#moveAt);
		if (left <= 0) return settledCountdown;
		return Math.min(Math.max(1, (left / countdownStepMs) | 0), longestCountdown);
	}

	/** A gateway's access point has the say; where it is elsewhere than the network, the network is called. */
	private lead(now: number): void {
		const { channel } = this.#channels;
		const { news } = this;
		const old = news.channel;
		news.lead(channel, now);
		if (this.#search !== undefined) this.#search.visiting = 0;
		if (old === channel) return;
		this.#waits.cancel(waits.move);
		this.#moveAt = (now + moveLeadMs) | 0;
		this.#calls ??= new ChannelCalls(this.#scheduler, this.#voice);
		this.#calls.begin(old);
		this.#voice.hurry();
	}

	/** The radio is elsewhere than it was asked to be. */
	private carried(): void {
		if (this.#channels.tied) this.lead(this.#scheduler.now());
	}

	private follow(channel: number, hops: number, number: number, countdown: number, now: number): void {
		const { news } = this;
		const same = channel === news.channel;
		news.follow(channel, hops, number, now);
		if (same) return;
		const alone = this.#alone;
		// Whoever has company goes back first, to say so.
		if (this.#search !== undefined) {
			this.#search.reset();
			this.endVisit(this.#search, !alone);
		}
		const leads = countdown !== settledCountdown && countdown !== visitorCountdown;
		const lead = alone ? 0 : leads ? countdown * countdownStepMs : moveLeadMs;
		this.#moveAt = (now + lead) | 0;
		this.#announcementsLeft = announcements;
		if (!alone) this.speakWithin(answerMs);
		this.#waits.set(waits.move, lead);
	}

	/** It is time to be where the network is. */
	private arrive(now: number): void {
		this.#announcementsLeft = 0;
		this.#returnedAt = now;
		this.#companyAt = now;
		this.#channels.tune(this.news.channel);
		this.#voice.hurry();
		this.speakWithin(2 * answerMs);
	}

	/** Somebody of the network is here too. */
	private accompany(now: number): void {
		this.news.joined();
		this.#companyAt = now;
		if (!this.#alone) return;
		this.#alone = false;
		this.#search?.reset();
		this.#nextVisitAt = (now + firstCompanyGapMs + this.#voice.random(companyGapMs)) | 0;
	}

	private answer(now: number): void {
		if (elapsed(this.#answeredAt, now) < answerGapMs) return;
		this.#answeredAt = now;
		this.speakWithin(answerMs);
	}

	private speakWithin(limit: number): void {
		if (this.#waits.has(waits.speak)) return;
		this.#waits.set(waits.speak, 10 + this.#voice.random(limit));
	}

	private speak(): void {
		this.#voice.beacon();
		if (!this.#waits.has(waits.move) || --this.#announcementsLeft <= 0) return;
		this.#waits.set(waits.speak, announcementGapMs + this.#voice.random(announcementGapMs >> 1));
	}

	/** Looks whether all is as it should be. */
	private check(now: number): void {
		const channels = this.#channels;
		const { news } = this;
		this.#waits.set(waits.check, checkMs);
		if (channels.tied) {
			this.lead(now);
			return;
		}
		news.resign();
		const search = this.#search;
		if (search !== undefined && search.visiting !== 0) {
			this.visit(search, now);
			return;
		}
		if (this.#waits.has(waits.move)) return;
		// An access point that is gone, or a scan, left the radio elsewhere.
		if (channels.channel !== news.channel) channels.tune(news.channel);
		if (!this.#alone && this.silence(now) >= aloneMs) this.orphan(now);
		if (elapsed(this.#nextVisitAt, now) < 0 || !this.searches(now)) return;
		this.#search ??= new ChannelSearch();
		this.look(this.#search, now);
	}

	/** Whether there is reason to look on other channels: each visit costs neighbours a repetition. */
	private searches(now: number): boolean {
		if (this.#alone) return true;
		const { news } = this;
		if (news.followsGateway(now)) return false;
		return news.gatewayChannel !== 0 || this.#search !== undefined || this.#voice.misses();
	}

	/** Since somebody was heard here. Whom one meets on visits is no company. */
	private silence(now: number): number {
		const silence = this.#voice.silence();
		if (silence >= 0 && silence < elapsed(this.#returnedAt, now)) return silence;
		// After a boot others have to be got acquainted with, which takes its time: where they are heard, this is the place.
		const introduced = this.news.hops(now) !== aloneHops;
		return elapsed(introduced || this.#voice.heard() === 0 ? this.#companyAt : this.#returnedAt, now);
	}

	private orphan(now: number): void {
		const { news } = this;
		this.#alone = true;
		this.#search ??= new ChannelSearch();
		this.#search.reset();
		this.#search.base = news.channel;
		this.#search.baseNumber = news.number;
		news.orphaned();
		this.#nextVisitAt = now;
	}

	/** Goes to the next channel of the search, or pauses after the last. */
	private look(search: ChannelSearch, now: number): void {
		const voice = this.#voice;
		const { news } = this;
		const alone = this.#alone;
		const channel = search.next(news.channel, news.gatewayChannel, voice.random(lastChannel));
		if (channel === 0) {
			const sought = news.gatewayChannel !== 0 && news.gatewayChannel !== news.channel;
			this.pause(search.pause(alone, sought), now);
			if (alone) this.camp(search);
			return;
		}
		search.visit(channel, news.channel, voice.heard(), now);
		this.#channels.tune(channel);
		voice.greet();
		voice.beacon();
		this.#waits.set(waits.check, dwellMs);
	}

	private camp(search: ChannelSearch): void {
		const { news } = this;
		const channel = search.camp();
		if (channel === news.channel) return;
		news.camp(channel, channel === search.base ? search.baseNumber : numberAfter(search.baseNumber));
		this.#channels.tune(channel);
		this.#voice.beacon();
	}

	/** Time passes on a visited channel. */
	private visit(search: ChannelSearch, now: number): void {
		const voice = this.#voice;
		if (voice.heard() !== search.heardBefore && elapsed(search.visitAt, now) < listenMs) {
			voice.beacon();
			this.#waits.set(waits.check, dwellMs);
			return;
		}
		this.endVisit(search, true);
		this.pause(search.gap(this.#alone), now);
	}

	/** @param back to where this node belongs */
	private endVisit(search: ChannelSearch, back: boolean): void {
		if (search.visiting === 0) return;
		search.visiting = 0;
		this.#returnedAt = this.#scheduler.now();
		if (back) this.#channels.tune(search.home);
		this.#waits.set(waits.check, checkMs);
	}

	/** Between this and one and a half times this, so that not all look around at once. */
	private pause(least: number, now: number): void {
		const time = least + this.#voice.random(least >> 1);
		this.#nextVisitAt = (now + time) | 0;
		this.#waits.set(waits.check, Math.min(time, checkMs));
	}

	private due(what: number, now: number): void {
		if (what === waits.move) this.arrive(now);
		else if (what === waits.speak) this.speak();
		else this.check(now);
	}
}
