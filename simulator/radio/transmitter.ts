import { type Agenda, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import { acknowledgementUs, airtimeUs, retryLimit, sifsUs } from "./airtime";
import { backAt } from "./away";
import type { Ears, Outcome } from "./ears";
import type { Handover } from "./handover";
import type { Medium, Transmission } from "./medium";
import type { Member, Members, Outgoing } from "./member";
import { type AirReport, broadcastAddress, type RadioCounters, type Station } from "./station";

export interface TransmitterOptions {
	readonly agenda: Agenda;
	readonly random: SeededRandom;
	readonly members: Members;
	readonly medium: Medium;
	readonly ears: Ears;
	readonly handover: Handover;
	readonly counters: RadioCounters;
	readonly onAir: ((report: AirReport) => void) | undefined;
	/** µs that a station spent on the air, beside the counters. */
	readonly onSpent: (index: number, airtime: number) => void;
}

/** The distributed coordination function: who sends when, what answers, and what is sent again (IEEE 802.11-2020, 10.3). */
export class Transmitter {
	/** Called when a station has ended an exchange, before it takes up the next frame. True: it is busy with something else. */
	interrupted: (member: Member) => boolean = () => false;
	readonly #options: TransmitterOptions;
	readonly #agenda: Agenda;
	readonly #random: SeededRandom;
	readonly #medium: Medium;
	readonly #waiting: Member[] = [];

	constructor(options: TransmitterOptions) {
		this.#options = options;
		this.#agenda = options.agenda;
		this.#random = options.random;
		this.#medium = options.medium;
	}

	/** Takes up the next frame of the queue. A station that has just sent draws a backoff first. */
	next(member: Member, fresh: boolean): void {
		if (member.gone) return;
		if (member.queue.length === 0) {
			member.state = "idle";
			return;
		}
		member.backoff.reset();
		if (!fresh || this.#medium.busyFor(member)) member.backoff.draw(this.#random);
		this.#wait(member);
	}

	/** Takes the station out of the contention; what it has on the air stays there. */
	withdraw(member: Member): void {
		this.#agenda.cancel(member.backoff.appointment);
		member.backoff.appointment = undefined;
		const index = this.#waiting.indexOf(member);
		if (index >= 0) this.#waiting.splice(index, 1);
	}

	#plan(at: Microseconds, happen: () => void): ReturnType<Agenda["plan"]> {
		return this.#agenda.plan(at, agendaClasses.radio, happen);
	}

	#wait(member: Member): void {
		member.state = "waiting";
		this.#waiting.push(member);
		if (!this.#medium.busyFor(member)) this.#resume(member);
	}

	#resume(member: Member): void {
		const at = member.backoff.resume(this.#agenda.now);
		member.backoff.appointment = this.#plan(at, () => this.#send(member));
	}

	/** Puts something on the air: whoever hears it freezes, except those who begin in this very microsecond. */
	#begin(member: Member, airtime: number): Transmission {
		const now = this.#agenda.now;
		this.#options.counters.airtime += airtime;
		this.#options.onSpent(member.index, airtime);
		const transmission = this.#medium.begin(member, now, airtime);
		for (const other of this.#waiting) {
			const planned = other.backoff.appointment;
			if (planned === undefined || planned.at <= now || !this.#medium.hears(other, transmission)) continue;
			this.#agenda.cancel(planned);
			other.backoff.appointment = undefined;
			other.backoff.freeze(now, this.#random);
		}
		return transmission;
	}

	/** Whoever waited for this one alone counts on. */
	#release(transmission: Transmission): void {
		this.#medium.release(transmission);
		for (const other of this.#waiting) {
			if (other.backoff.appointment !== undefined) continue;
			if (this.#medium.hears(other, transmission) && !this.#medium.busyFor(other)) this.#resume(other);
		}
	}

	#send(member: Member): void {
		this.withdraw(member);
		const now = this.#agenda.now;
		const free = backAt(member.schedules, now);
		if (free > now) {
			member.state = "away";
			this.#plan(free, () => {
				if (!member.gone && member.state === "away") this.#wait(member);
			});
			return;
		}
		const outgoing = member.queue[0] as Outgoing;
		const { counters } = this.#options;
		member.state = "sending";
		outgoing.attempts++;
		counters.transmissions++;
		if (outgoing.attempts > 1) counters.retries++;
		const transmission = this.#begin(member, airtimeUs(outgoing.frame.length));
		const broadcast = outgoing.destination === broadcastAddress;
		this.#plan(transmission.end, () => {
			this.#medium.end(transmission);
			if (broadcast) this.#broadcastEnds(member, outgoing, transmission);
			else this.#unicastEnds(member, outgoing, transmission);
		});
	}

	#broadcastEnds(member: Member, outgoing: Outgoing, transmission: Transmission): void {
		this.#release(transmission);
		const outcome = this.#options.ears.hear(transmission, broadcastAddress, outgoing.frame.length);
		this.#finish(member);
		this.#report(outgoing, transmission, outcome);
		this.#options.handover.deliver(outgoing.frame, outcome.received, member.station);
		if (!member.gone) member.station.sent(true);
	}

	#unicastEnds(member: Member, outgoing: Outgoing, transmission: Transmission): void {
		const outcome = this.#options.ears.hear(transmission, outgoing.destination, outgoing.frame.length);
		const { received } = outcome;
		const receiver = received[0]?.station;
		this.#plan(this.#agenda.now + sifsUs, () => this.#acknowledge(receiver, member, outgoing, transmission));
		this.#report(outgoing, transmission, outcome);
		if (received.length === 0 || outgoing.delivered) return;
		outgoing.delivered = true;
		this.#options.handover.deliver(outgoing.frame, received, member.station);
	}

	/** The receiver answers after SIFS, whatever it hears. Without an answer the time passes all the same. */
	#acknowledge(receiver: Station | undefined, member: Member, outgoing: Outgoing, frame: Transmission): void {
		const answerer = receiver === undefined ? undefined : this.#options.members[receiver.index];
		const { now } = this.#agenda;
		const answers = answerer !== undefined && answerer.channel === frame.channel && answerer.listened(now, now);
		const answer = answers ? this.#begin(answerer, acknowledgementUs) : undefined;
		this.#plan(this.#agenda.now + acknowledgementUs, () => {
			if (answer !== undefined) this.#medium.end(answer);
			const arrived = answer !== undefined && !member.gone && this.#options.ears.hearAcknowledgement(member, answer);
			if (answer !== undefined) this.#release(answer);
			this.#release(frame);
			this.#exchangeEnds(member, outgoing, arrived);
		});
	}

	#exchangeEnds(member: Member, outgoing: Outgoing, acknowledged: boolean): void {
		if (member.gone) return;
		if (!acknowledged && outgoing.attempts <= retryLimit) {
			member.backoff.widen();
			member.backoff.draw(this.#random);
			if (!this.interrupted(member)) this.#wait(member);
			return;
		}
		if (!acknowledged) this.#options.counters.unacknowledged++;
		this.#finish(member);
		member.station.sent(acknowledged);
	}

	/** The frame is done with: on to the next one. */
	#finish(member: Member): void {
		if (member.gone) return;
		member.queue.shift();
		if (!this.interrupted(member)) this.next(member, false);
	}

	#report(outgoing: Outgoing, transmission: Transmission, { received, lost, collided }: Outcome): void {
		const { from, start, end, channel } = transmission;
		const { counters, onAir } = this.#options;
		if (collided) counters.collisions++;
		if (!outgoing.delivered) counters.received += received.length;
		counters.lost += lost.length;
		onAir?.({
			at: start,
			from: from.station,
			channel,
			destination: outgoing.destination,
			frame: outgoing.frame,
			airtime: end - start,
			attempt: outgoing.attempts,
			received,
			lost,
			collided,
		});
	}
}
