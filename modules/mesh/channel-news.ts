import { elapsed } from "kith/core/clock";
import { firstChannel, lastChannel } from "kith/link/channels";

/**
 * What beacons say of the channel, four bytes: channel (4 bits), hops to the gateway (4 bits), number (2 bytes), countdown (1
 * byte). Hops: 0 a gateway that is connected to its access point, 13 that far or further, or one of these two.
 */
export const farthestGateway = 13;
/** Nobody else was heard for a while. */
export const aloneHops = 14;
/** In company, but no gateway is known to live. */
export const noGatewayHops = 15;

/** Countdown: the sender is on its channel … */
export const settledCountdown = 0;
/** … or will be there in so many times 20 ms … */
export const countdownStepMs = 20;
export const longestCountdown = 254;
/** … or is elsewhere for a moment, looking for others. */
export const visitorCountdown = 255;

/** Gateways count their news up this often while they are connected … */
export const gatewayTickMs = 20_000;
/** … and one whose number stood still for so long is not followed any more. */
export const gatewayLostMs = 180_000;

/** How much news counts before its number is looked at. */
const ranks = { alone: 0, company: 1, gateway: 2 } as const;

function rankOf(hops: number): number {
	if (hops <= farthestGateway) return ranks.gateway;
	return hops === noGatewayHops ? ranks.company : ranks.alone;
}

/** Whether number `a` is later than `b`, of 16 bits that wrap. 0 is that of who has heard nothing yet. */
export function isLater(a: number, b: number): boolean {
	return b === 0 ? a !== 0 : a !== 0 && ((a - b) << 16) >> 16 > 0;
}

/** The number after this one. */
export function numberAfter(number: number): number {
	return number >= 0xffff ? 1 : number + 1;
}

export function isChannel(channel: number): boolean {
	return channel >= firstChannel && channel <= lastChannel;
}

/**
 * Where the network is, as far as this node knows, and how it knows. One number orders all news: a connected gateway counts
 * it up, and so does who leaves a channel for good; who hears a later one takes it over. So a recording is late for ever.
 */
export class ChannelNews {
	channel: number;
	number = 0;
	/** The channel on which a gateway was known last; 0: none was. */
	gatewayChannel = 0;
	#hops: number = aloneHops;
	#numberAt = 0;

	constructor(channel: number) {
		this.channel = channel;
	}

	/** As told to others. A gateway from which nothing new has come for too long is left out. */
	hops(now: number): number {
		const lost = this.#hops <= farthestGateway && elapsed(this.#numberAt, now) >= gatewayLostMs;
		if (lost) this.#hops = noGatewayHops;
		return this.#hops;
	}

	followsGateway(now: number): boolean {
		return this.hops(now) <= farthestGateway;
	}

	/** This node is a gateway, connected on this channel: its word counts from now on. */
	lead(channel: number, now: number): void {
		const isNew = this.#hops !== 0 || this.channel !== channel;
		if (!isNew && elapsed(this.#numberAt, now) < gatewayTickMs) return;
		this.number = numberAfter(this.number);
		this.#numberAt = now;
		this.#hops = 0;
		this.channel = channel;
		this.gatewayChannel = channel;
	}

	/** It is no longer. */
	resign(): void {
		if (this.#hops === 0) this.#hops = noGatewayHops;
	}

	/** Another gateway counts further: this one goes on from there. */
	countFrom(number: number): void {
		if (isLater(number, this.number)) this.number = number;
	}

	/** Who knows of no gateway, but has counted further, has to be told of this one's by a later number. */
	outdo(hops: number, number: number, now: number): void {
		if (hops <= farthestGateway || !this.followsGateway(now)) return;
		if (!isLater(this.number, number)) this.number = numberAfter(number);
	}

	/** Nobody was heard for a while: what was known may be over. */
	orphaned(): void {
		this.#hops = aloneHops;
	}

	/** Somebody is here too. */
	joined(): void {
		if (this.#hops === aloneHops) this.#hops = noGatewayHops;
	}

	/** Another channel is tried, for want of anybody on the last one. @param number later than the last that others know of */
	camp(channel: number, number: number): void {
		this.channel = channel;
		this.number = number;
	}

	/**
	 * Whether verified news is to be followed: a gateway's before that of a group without one, and a group's before that of
	 * somebody alone; then the later number; without gateways then the lower channel.
	 * @param met the sender was met where it says it is: a node that is alone joins it whatever its number
	 */
	isBeaten(channel: number, hops: number, number: number, met: boolean, now: number): boolean {
		const own = rankOf(this.hops(now));
		const rank = rankOf(hops);
		if (rank < own) return false;
		if (isLater(number, this.number)) return true;
		if (rank > own) return own === ranks.alone && met;
		return rank !== ranks.gateway && number === this.number && channel < this.channel;
	}

	/** Takes over news. Who was alone is so until it hears somebody where it goes, but for a gateway's news, which says enough. */
	follow(channel: number, hops: number, number: number, now: number): void {
		this.channel = channel;
		this.number = number;
		if (hops > farthestGateway) {
			if (this.#hops !== aloneHops) this.#hops = noGatewayHops;
			return;
		}
		this.#hops = Math.min(hops + 1, farthestGateway);
		this.#numberAt = now;
		this.gatewayChannel = channel;
	}
}
