import { type Agenda, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import { acknowledgementUs, airtimeUs, frameBytesLimit, retryLimit, sifsUs } from "./airtime";
import { Backoff } from "./contention";
import { Ears, type Outcome } from "./ears";
import { LinkTable } from "./links";
import { Medium, type Transmission } from "./medium";
import { Propagation, type PropagationOptions } from "./propagation";
import { type AirReport, broadcastAddress, type RadioCounters, type Reception, type Station } from "./station";

export interface RadioOptions extends PropagationOptions {
	readonly agenda: Agenda;
	readonly random: SeededRandom;
	/** Share of receptions, acknowledgements too, that fail on top of what distance does, 0-1. Default 0.02. */
	readonly loss?: number;
	/**
	 * A frame arrived, whole, at all these stations at this instant, in the order of their indices. One call for all, so
	 * that a session can run their boards in one batch. The bytes are the radio's own copy.
	 */
	readonly onDeliver: (frame: Uint8Array, receivers: readonly Reception[], from: Station) => void;
	/** Every data frame on the air, at its end, just before its delivery. */
	readonly onAir?: (report: AirReport) => void;
}

/** Frames that one station holds, the one on the air included; a further one is refused (`sent(false)`). */
export const stationQueueLimit = 16;
/** What the way from the program through the driver to the radio takes, in µs: between these, evenly. Keeps boards that react to one event from speaking in the same microsecond. */
export const driverLatencyUs = { least: 100, most: 400 } as const;

interface Outgoing {
	readonly destination: number;
	readonly frame: Uint8Array;
	/** Transmissions so far. */
	attempts: number;
	/** The receiver of a unicast has it: repetitions are only acknowledged. */
	delivered: boolean;
}

/** A joined station and what it is busy with. */
interface Member {
	readonly station: Station;
	readonly joined: Microseconds;
	readonly queue: Outgoing[];
	readonly backoff: Backoff;
	/** "waiting": for its turn. "sending": on the air or awaiting an acknowledgement. "preparing": in the driver. */
	state: "idle" | "preparing" | "waiting" | "sending";
	gone: boolean;
}

/** ESP-NOW on 802.11b at 1 Mbps among all stations of a session: contention, collisions, distance, acknowledgements. */
export class Radio {
	/** See RadioOptions; may be changed at any time. */
	loss: number;
	readonly counters: RadioCounters = {
		transmissions: 0,
		retries: 0,
		received: 0,
		lost: 0,
		collisions: 0,
		unacknowledged: 0,
		refused: 0,
		airtime: 0,
	};
	readonly #agenda: Agenda;
	readonly #random: SeededRandom;
	readonly #options: RadioOptions;
	readonly #links: LinkTable;
	readonly #medium: Medium;
	readonly #ears: Ears;
	/** By index; holes where nobody is. */
	readonly #members: (Member | undefined)[] = [];
	readonly #waiting: Member[] = [];

	constructor(options: RadioOptions) {
		this.loss = options.loss ?? 0.02;
		this.#options = options;
		this.#agenda = options.agenda;
		this.#random = options.random.fork("radio");
		this.#links = new LinkTable(new Propagation(options, this.#random.uint32()));
		this.#medium = new Medium(this.#links);
		this.#ears = new Ears(this.#medium, this.#links, this.#random);
	}

	/** Whether the station is joined. */
	has(index: number): boolean {
		return this.#members[index] !== undefined;
	}

	/** Signal strength in dBm between two stations that have joined at least once, without noise. */
	strength(a: Station, b: Station): number {
		return this.#links.between(a, b).dbm;
	}

	/** @throws Error when a station of this index is joined already */
	join(station: Station): void {
		if (this.has(station.index)) throw new Error(`station ${station.index} is joined already`);
		this.#links.place(station);
		this.#members[station.index] = {
			station,
			joined: this.#agenda.now,
			queue: [],
			backoff: new Backoff(),
			state: "idle",
			gone: false,
		};
	}

	/** The board crashed or went off: its queue is gone, without `sent`; what it is sending breaks off. May be called twice. */
	leave(index: number): void {
		const member = this.#members[index];
		if (member === undefined) return;
		member.gone = true;
		this.#agenda.cancel(member.backoff.appointment);
		this.#forget(member);
		this.#medium.cut(member.station);
		this.#members[index] = undefined;
	}

	/**
	 * Queues a frame. `from.sent` is called for it later, never within this call.
	 * @throws Error when `from` is not joined, or the frame is empty or beyond `frameBytesLimit`
	 */
	transmit(from: Station, destination: number, frame: Uint8Array): void {
		const member = this.#members[from.index];
		if (member === undefined) throw new Error(`station ${from.index} is not joined`);
		if (frame.length < 1 || frame.length > frameBytesLimit) throw new Error(`a frame of ${frame.length} bytes`);
		if (member.queue.length >= stationQueueLimit) {
			this.counters.refused++;
			this.#plan(this.#agenda.now, () => {
				if (!member.gone) from.sent(false);
			});
			return;
		}
		member.queue.push({ destination, frame: frame.slice(), attempts: 0, delivered: false });
		if (member.state !== "idle") return;
		member.state = "preparing";
		const { least, most } = driverLatencyUs;
		this.#plan(this.#agenda.now + least + this.#random.below(most - least), () => this.#next(member, true));
	}

	#plan(at: Microseconds, happen: () => void): ReturnType<Agenda["plan"]> {
		return this.#agenda.plan(at, agendaClasses.radio, happen);
	}

	/** Takes up the next frame of the queue. A station that has just sent draws a backoff first. */
	#next(member: Member, fresh: boolean): void {
		if (member.gone) return;
		if (member.queue.length === 0) {
			member.state = "idle";
			return;
		}
		member.backoff.reset();
		if (!fresh || this.#medium.busyFor(member.station)) member.backoff.draw(this.#random);
		this.#wait(member);
	}

	#wait(member: Member): void {
		member.state = "waiting";
		this.#waiting.push(member);
		if (!this.#medium.busyFor(member.station)) this.#resume(member);
	}

	#resume(member: Member): void {
		const at = member.backoff.resume(this.#agenda.now);
		member.backoff.appointment = this.#plan(at, () => this.#send(member));
	}

	#forget(member: Member): void {
		const index = this.#waiting.indexOf(member);
		if (index >= 0) this.#waiting.splice(index, 1);
	}

	/** Puts something on the air: whoever hears it freezes, except those who begin in this very microsecond. */
	#begin(station: Station, airtime: number): Transmission {
		const now = this.#agenda.now;
		this.counters.airtime += airtime;
		const transmission = this.#medium.begin(station, now, airtime);
		for (const other of this.#waiting) {
			const planned = other.backoff.appointment;
			if (planned === undefined || planned.at <= now || !this.#medium.hears(other.station, transmission)) continue;
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
			if (this.#medium.hears(other.station, transmission) && !this.#medium.busyFor(other.station)) this.#resume(other);
		}
	}

	#send(member: Member): void {
		const outgoing = member.queue[0] as Outgoing;
		this.#forget(member);
		member.backoff.appointment = undefined;
		member.state = "sending";
		outgoing.attempts++;
		this.counters.transmissions++;
		if (outgoing.attempts > 1) this.counters.retries++;
		const transmission = this.#begin(member.station, airtimeUs(outgoing.frame.length));
		const broadcast = outgoing.destination === broadcastAddress;
		this.#plan(transmission.end, () => {
			this.#medium.end(transmission);
			if (broadcast) this.#broadcastEnds(member, outgoing, transmission);
			else this.#unicastEnds(member, outgoing, transmission);
		});
	}

	#broadcastEnds(member: Member, outgoing: Outgoing, transmission: Transmission): void {
		this.#release(transmission);
		const outcome = this.#receptions(outgoing, transmission);
		const { received } = outcome;
		this.#finish(member);
		this.#report(outgoing, transmission, outcome);
		if (received.length > 0) this.#options.onDeliver(outgoing.frame, received, member.station);
		if (!member.gone) member.station.sent(true);
	}

	#unicastEnds(member: Member, outgoing: Outgoing, transmission: Transmission): void {
		const outcome = this.#receptions(outgoing, transmission);
		const { received } = outcome;
		const receiver = received[0]?.station;
		this.#plan(this.#agenda.now + sifsUs, () => this.#acknowledge(receiver, member, outgoing, transmission));
		this.#report(outgoing, transmission, outcome);
		if (received.length === 0 || outgoing.delivered) return;
		outgoing.delivered = true;
		this.#options.onDeliver(outgoing.frame, received, member.station);
	}

	/** The receiver answers after SIFS, whatever it hears. Without an answer the time passes all the same. */
	#acknowledge(receiver: Station | undefined, member: Member, outgoing: Outgoing, frame: Transmission): void {
		const answers = receiver !== undefined && this.has(receiver.index);
		const answer = answers ? this.#begin(receiver, acknowledgementUs) : undefined;
		this.#plan(this.#agenda.now + acknowledgementUs, () => {
			if (answer !== undefined) this.#medium.end(answer);
			const arrived = answer !== undefined && !member.gone && this.#ears.arrives(member.station, answer, 0, this.loss);
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
			this.#wait(member);
			return;
		}
		if (!acknowledged) this.counters.unacknowledged++;
		this.#finish(member);
		member.station.sent(acknowledged);
	}

	/** The frame is done with: on to the next one. */
	#finish(member: Member): void {
		if (member.gone) return;
		member.queue.shift();
		this.#next(member, false);
	}

	#receptions(outgoing: Outgoing, transmission: Transmission): Outcome {
		return this.#ears.hear(transmission, outgoing.destination, outgoing.frame.length, this.#members, this.loss);
	}

	#report(outgoing: Outgoing, transmission: Transmission, { received, lost, collided }: Outcome): void {
		const { from, start } = transmission;
		const { counters } = this;
		if (collided) counters.collisions++;
		if (!outgoing.delivered) counters.received += received.length;
		counters.lost += lost.length;
		this.#options.onAir?.({
			at: start,
			from,
			destination: outgoing.destination,
			frame: outgoing.frame,
			airtime: transmission.end - start,
			attempt: outgoing.attempts,
			received,
			lost,
			collided,
		});
	}
}
