import { type Agenda, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import { frameBits, frameBytesLimit } from "./airtime";
import { type AwaySchedule, awayScheduleLimit } from "./away";
import { Ears } from "./ears";
import { energyOf, type RadioEnergy } from "./energy";
import { Handover, type OnDeliver } from "./handover";
import { type LinkSetting, LinkTable } from "./links";
import { Medium } from "./medium";
import { Member, type Members } from "./member";
import { arrival, Propagation, type PropagationOptions } from "./propagation";
import type { AirReport, Position, RadioCounters, Station } from "./station";
import { Transmitter } from "./transmitter";
import { Tuner } from "./tuner";

export interface RadioOptions extends PropagationOptions {
	readonly agenda: Agenda;
	readonly random: SeededRandom;
	/** Share of receptions, acknowledgements too, that fail on top of what distance does, 0-1. Default 0.02. */
	readonly loss?: number;
	/**
	 * A frame arrived, whole, at all these stations at this instant, in the order of their indices. One call for all, so
	 * that a session can run their boards in one batch. The bytes are the radio's own copy.
	 */
	readonly onDeliver: OnDeliver;
	/** Every data frame on the air, at its end, just before its delivery. */
	readonly onAir?: (report: AirReport) => void;
}

/** Frames that one station holds, the one on the air included; a further one is refused (`sent(false)`). */
export const stationQueueLimit = 16;
/** What the way from the program through the driver to the radio takes, in µs: between these, evenly. Keeps boards that react to one event from speaking in the same microsecond. */
export const driverLatencyUs = { least: 100, most: 400 } as const;

/** One direction of a path on which frames can arrive: what a map of the network is drawn from. */
export interface RadioPath {
	readonly from: Station;
	readonly to: Station;
	/** dBm, without noise. */
	readonly strength: number;
	/** Probability that a frame of `pathFrameBytes` arrives in one transmission while nobody else speaks. */
	readonly arrival: number;
}

/** A reading's size: what the `arrival` of a path is told for. */
export const pathFrameBytes = 60;

/** ESP-NOW on 802.11b at 1 Mbps among all stations of a session: contention, collisions, distance, acknowledgements. */
export class Radio {
	readonly counters: RadioCounters = {
		transmissions: 0,
		retries: 0,
		received: 0,
		lost: 0,
		collisions: 0,
		unacknowledged: 0,
		refused: 0,
		duplicated: 0,
		delayed: 0,
		airtime: 0,
	};
	readonly #agenda: Agenda;
	readonly #random: SeededRandom;
	readonly #links: LinkTable;
	readonly #medium: Medium;
	readonly #ears: Ears;
	readonly #handover: Handover;
	readonly #transmitter: Transmitter;
	readonly #tuner: Tuner;
	readonly #members: Members = [];
	/** By index, over all lives of a station: µs on the air, and µs joined in lives that are over. */
	readonly #spent: number[] = [];
	readonly #lived: number[] = [];
	readonly #joinedAt: Microseconds[] = [];

	constructor(options: RadioOptions) {
		const { agenda, onDeliver, onAir } = options;
		const [members, counters] = [this.#members, this.counters];
		const random = options.random.fork("radio");
		const links = new LinkTable(new Propagation(options, random.uint32()));
		const medium = new Medium(links);
		const ears = new Ears({ medium, links, random, members, loss: options.loss ?? 0.02 });
		const handover = new Handover({ agenda, random: options.random.fork("handover"), members, counters, onDeliver });
		const onSpent = (index: number, airtime: number): void => {
			this.#spent[index] = (this.#spent[index] ?? 0) + airtime;
		};
		this.#transmitter = new Transmitter({ agenda, random, members, medium, ears, handover, counters, onAir, onSpent });
		this.#tuner = new Tuner(agenda, this.#transmitter);
		this.#agenda = agenda;
		this.#random = random;
		this.#links = links;
		this.#medium = medium;
		this.#ears = ears;
		this.#handover = handover;
	}

	/** Share of receptions, acknowledgements too, that fail on top of what distance does, 0-1. May be changed at any time. */
	get loss(): number {
		return this.#ears.loss;
	}

	set loss(share: number) {
		this.#ears.loss = share;
	}

	/** Shares of receptions, 0-1, that are told twice, and that are overtaken by later ones. */
	setHandoverFaults(faults: { readonly duplication?: number; readonly reordering?: number }): void {
		this.#handover.duplication = faults.duplication ?? this.#handover.duplication;
		this.#handover.reordering = faults.reordering ?? this.#handover.reordering;
	}

	/** A jammer destroys this share of what is sent on a channel, 0-1. Stations do not notice it as a busy medium. */
	jam(channel: number, share: number): void {
		this.#ears.jam(channel, share);
	}

	/** Only stations with one group number hear each other, whatever the distance. All begin with 0. */
	separate(index: number, group: number): void {
		this.#links.separate(index, group);
	}

	/** Says how one station is heard by another, in the place of what distance gives; undefined takes that back. */
	setLink(from: number, to: number, setting: LinkSetting | undefined): void {
		this.#links.set(from, to, setting);
	}

	/** As `setLink`, but what is not named stays as it was set. */
	adjustLink(from: number, to: number, setting: LinkSetting): void {
		this.#links.set(from, to, { ...this.#links.settingOf(from, to), ...setting });
	}

	/** Where the station is: where it was moved to, or where it joined or will. */
	positionOf(station: Station): Position {
		return this.#links.positionOf(station.index) ?? station.position;
	}

	/** The station is elsewhere from now on, also after it went off and came back, until it is moved again. */
	move(station: Station, position: Position): void {
		this.#links.place(station.index, station.address, position);
	}

	/**
	 * Changes the channel of a joined station: after the frame that it is sending it is deaf for `channelSwitchUs`.
	 * @throws RangeError for a channel outside 1-13, Error where the station is not joined
	 */
	setChannel(index: number, channel: number): void {
		this.#tuner.tune(this.#member(index), channel);
	}

	/** Channel of a joined station; 0 while it changes, undefined where it is not joined. */
	channelOf(index: number): number | undefined {
		return this.#members[index]?.channel;
	}

	/** When Bluetooth has the antenna of a joined station. @throws RangeError beyond `awayScheduleLimit` schedules */
	setAway(index: number, schedules: readonly AwaySchedule[]): void {
		if (schedules.length > awayScheduleLimit) throw new RangeError(`more than ${awayScheduleLimit} schedules`);
		this.#member(index).schedules = schedules;
	}

	/** Whether the station is joined. */
	has(index: number): boolean {
		return this.#members[index] !== undefined;
	}

	/** Signal strength in dBm between two stations that have joined at least once, without noise. */
	strength(from: Station, to: Station): number {
		return this.#links.between(from.index, to.index).dbm;
	}

	/** Who hears whom among the joined stations, in the order of senders and receivers, channels apart. */
	paths(): RadioPath[] {
		return this.#members.flatMap((member) => {
			if (member === undefined) return [];
			return this.#links.audible(member.index).flatMap(({ index, link }) => {
				const to = this.#members[index]?.station;
				if (to === undefined) return [];
				const spared = (1 - this.loss) * (1 - link.loss);
				const share = arrival(link.bitArrivalLog, frameBits(pathFrameBytes)) * spared;
				return [{ from: member.station, to, strength: link.dbm, arrival: share }];
			});
		});
	}

	/** What the station's radio took from its supply so far, over all its lives. */
	energy(index: number): RadioEnergy {
		const alive = this.has(index) ? this.#agenda.now - (this.#joinedAt[index] as number) : 0;
		return energyOf(this.#spent[index] ?? 0, (this.#lived[index] ?? 0) + alive);
	}

	/** @throws Error when a station of this index is joined already */
	join(station: Station): void {
		const { index } = station;
		if (this.has(index)) throw new Error(`station ${index} is joined already`);
		if (!this.#links.has(index)) this.#links.place(index, station.address, station.position);
		this.#members[index] = new Member(station, this.#agenda.now);
		this.#joinedAt[index] = this.#agenda.now;
	}

	/** The board crashed or went off: its queue is gone, without `sent`; what it is sending breaks off. May be called twice. */
	leave(index: number): void {
		const member = this.#members[index];
		if (member === undefined) return;
		member.gone = true;
		this.#transmitter.withdraw(member);
		this.#medium.cut(index);
		this.#lived[index] = (this.#lived[index] ?? 0) + this.#agenda.now - (this.#joinedAt[index] as number);
		this.#members[index] = undefined;
	}

	/**
	 * Queues a frame. `from.sent` is called for it later, never within this call.
	 * @throws Error when `from` is not joined, or the frame is empty or beyond `frameBytesLimit`
	 */
	transmit(from: Station, destination: number, frame: Uint8Array): void {
		const member = this.#member(from.index);
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
		this.#plan(this.#agenda.now + least + this.#random.below(most - least), () => {
			if (member.state === "preparing") this.#transmitter.next(member, true);
		});
	}

	#member(index: number): Member {
		const member = this.#members[index];
		if (member === undefined) throw new Error(`station ${index} is not joined`);
		return member;
	}

	#plan(at: Microseconds, happen: () => void): void {
		this.#agenda.plan(at, agendaClasses.radio, happen);
	}
}
