import { elapsed } from "kith/core/clock";
import { type Random, randomBelow } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import { timeQualities, type WallClock } from "kith/core/wall-clock";
import type { DatagramListener, Datagrams } from "kith/link/datagrams";
import {
	answerMilliseconds,
	answerSeconds,
	answers,
	checkAnswer,
	heldMs,
	nonceOf,
	serverErrorMs,
	sntpLength,
	sntpPort,
	writeRequest,
} from "./sntp-packet";

/** The first request is sent this long after boot, and up to as long again, so that what boots together does not ask together. */
export const firstRequestMs = 8000;
/** Between two requests: at first, and after each twice as long. Never less (RFC 4330, section 10, asks for 15 s at least). */
export const shortestPollMs = 64_000;
export const longestPollMs = 1_024_000;
/** A server that wants to be asked less often is: each time twice as long, to this. */
export const politestPollMs = 16_384_000;
/** An answer that takes longer says too little about when it was true, ms. */
export const roundTripLimitMs = 2000;

/** Saturate, as do the others of the firmware. */
const countLimit = 0xffff;

export interface TimeListener {
	/** The server has told the time. @param jumped what it says contradicts what was known */
	onTime(jumped: boolean): void;
}

export interface SntpClientOptions {
	/** IPv4, dotted: there is no resolver. */
	readonly server: string;
	readonly datagrams: Datagrams;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly wall: WallClock;
	readonly listener: TimeListener;
}

/**
 * Asks one server for the time, now and then, for ever (RFC 4330). It stands before whoever listened to the datagrams, and
 * takes those of the server out. Not authenticated: whoever sits on the way to the server can tell any time.
 */
export class SntpClient implements DatagramListener {
	/** Requests that were sent; good answers; answers that were refused, for whatever reason. */
	requests = 0;
	answered = 0;
	refused = 0;
	readonly #options: SntpClientOptions;
	readonly #others: DatagramListener | undefined;
	readonly #packet = new Uint8Array(sntpLength);
	readonly #ask = (): void => this.ask();
	#timer = 0;
	#poll = shortestPollMs;
	#longest = longestPollMs;
	/** The server's number; 0 before the first request. */
	#server = 0;
	/** A request is out that is not answered yet. */
	#waiting = false;
	#askedAt = 0;
	/** The server does not want to be asked: it is not, until the next boot, and what it told grows old. */
	#unwelcome = false;

	constructor(options: SntpClientOptions) {
		const { datagrams, random, scheduler } = options;
		this.#options = options;
		this.#others = datagrams.listener;
		datagrams.listener = this;
		const wait = firstRequestMs + randomBelow(random, this.#packet, firstRequestMs);
		this.#timer = scheduler.after(wait, this.#ask);
	}

	/** No further request; datagrams go to the others again. */
	close(): void {
		const { datagrams, scheduler } = this.#options;
		scheduler.cancel(this.#timer);
		this.#timer = 0;
		if (datagrams.listener === this) datagrams.listener = this.#others;
	}

	onDatagram(peer: number, multicast: boolean, buffer: Uint8Array, length: number): void {
		if (peer === this.#server) this.hear(buffer, length);
		else this.#others?.onDatagram(peer, multicast, buffer, length);
	}

	private ask(): void {
		const { datagrams, random, scheduler, server, wall } = this.#options;
		const packet = this.#packet;
		const now = scheduler.now();
		wall.carry(now);
		this.#timer = scheduler.after(this.#poll, this.#ask);
		this.#poll = Math.min(this.#longest, 2 * this.#poll);
		if (this.#unwelcome) return;
		random.fill(nonceOf(packet));
		writeRequest(packet);
		// Anew each time: the platform may have forgotten the number.
		this.#server = datagrams.peerAt(server, sntpPort);
		this.#askedAt = now;
		this.#waiting = datagrams.send(this.#server, packet, sntpLength);
		if (this.#waiting && this.requests < countLimit) this.requests++;
	}

	private hear(bytes: Uint8Array, length: number): void {
		const { scheduler } = this.#options;
		const roundTrip = elapsed(this.#askedAt, scheduler.now());
		const answer = this.#waiting ? checkAnswer(bytes, length, this.#packet) : answers.strange;
		// Others may try again: the server's own answer may still be on its way.
		if (answer !== answers.malformed && answer !== answers.strange) this.#waiting = false;
		if (answer === answers.slower) this.slower();
		if (answer === answers.stop) this.#unwelcome = true;
		if (answer !== answers.good || roundTrip < 0 || roundTrip > roundTripLimitMs) {
			if (this.refused < countLimit) this.refused++;
			return;
		}
		if (this.answered < countLimit) this.answered++;
		this.take(bytes, roundTrip);
	}

	/** It left the server half the round trip ago, give or take that half. */
	private take(bytes: Uint8Array, roundTrip: number): void {
		const { listener, scheduler, wall } = this.#options;
		const half = (roundTrip - heldMs(bytes, roundTrip) + 1) >> 1;
		const began = (scheduler.now() - half - answerMilliseconds(bytes)) | 0;
		// One more for what is cut to whole milliseconds.
		const error = half + serverErrorMs(bytes) + 1;
		listener.onTime(wall.set(answerSeconds(bytes), began, error, timeQualities.network));
	}

	private slower(): void {
		const { scheduler } = this.#options;
		this.#longest = Math.min(politestPollMs, 2 * this.#longest);
		this.#poll = this.#longest;
		scheduler.cancel(this.#timer);
		this.#timer = scheduler.after(this.#poll, this.#ask);
	}
}
