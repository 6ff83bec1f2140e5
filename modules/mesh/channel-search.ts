/** As they are looked on, from any of them on; and where nobody is found, tried from the first on: those that most networks use. */
const order = [1, 6, 11, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13] as const;
/** Of `order`: where a node that is alone stays between its searches, after it has searched in vain. */
const camps = 3;

/** Pauses between searches of all channels, each twice as long as the one before. */
export const alonePauseMs = 4000;
export const alonePauseLimitMs = 300_000;
export const companyPauseMs = 60_000;
export const companyPauseLimitMs = 960_000;
/** … where a gateway was known elsewhere, which one visit of so many is for. */
export const gatewayPauseLimitMs = 120_000;
export const visitsPerGateway = 4;
/** Pauses between the channels of one search. In company each visit is a time in which neighbours are not heard. */
export const aloneGapMs = 100;
export const firstCompanyGapMs = 5000;
export const companyGapMs = 15_000;

/** In which order, and how often, a node looks on other channels. Made for the first look. */
export class ChannelSearch {
	/** Searches of all channels so far, in vain. */
	rounds = 0;
	/** Channel that is visited, or 0; from where, since when, and how many frames had been heard until then. */
	visiting = 0;
	home = 0;
	visitAt = 0;
	heardBefore = 0;
	/** Channel and number that others knew of when this node was in company last. */
	base = 0;
	baseNumber = 0;
	/** Of this search: channels looked at, and where in `order` it began. */
	#looked = 0;
	#start = 0;
	/** Visits since something was found or lost. */
	#visits = 0;

	/** Something was found, or lost: it begins anew. */
	reset(): void {
		this.rounds = 0;
		this.#looked = 0;
		this.#visits = 0;
	}

	/**
	 * The next channel to look on, or 0: all were.
	 * @param gateway channel where one was known last, or 0
	 * @param draw random, 0 or more: each begins elsewhere, so that together they are soon done, and do not only meet each other
	 */
	next(home: number, gateway: number, draw: number): number {
		const elsewhere = gateway !== 0 && gateway !== home;
		if (elsewhere && this.#visits++ % visitsPerGateway === 0) return gateway;
		if (this.#looked === 0) this.#start = draw;
		while (this.#looked < order.length) {
			const channel = order[(this.#start + this.#looked++) % order.length] as number;
			if (channel !== home && channel !== gateway) return channel;
		}
		this.#looked = 0;
		this.rounds++;
		return 0;
	}

	visit(channel: number, home: number, heard: number, now: number): void {
		this.visiting = channel;
		this.home = home;
		this.heardBefore = heard;
		this.visitAt = now;
	}

	/** Milliseconds until the next channel is visited, at least. */
	gap(alone: boolean): number {
		if (alone) return aloneGapMs;
		return this.rounds === 0 ? firstCompanyGapMs : companyGapMs;
	}

	/** Milliseconds from one search to the next, at least. @param sought a gateway was known elsewhere */
	pause(alone: boolean, sought: boolean): number {
		const first = alone ? alonePauseMs : companyPauseMs;
		const limit = alone ? alonePauseLimitMs : sought ? gatewayPauseLimitMs : companyPauseLimitMs;
		return Math.min(first << Math.min(this.rounds - 1, 8), limit);
	}

	/** Where a node that is alone waits until its next search: on each of some channels twice, the first one that where it was in company. */
	camp(): number {
		const turn = ((this.rounds + 1) >> 1) % (camps + 1);
		let left = turn;
		for (let index = 0; index < order.length && left > 0; index++) {
			const channel = order[index] as number;
			if (channel !== this.base && --left === 0) return channel;
		}
		return this.base;
	}
}
