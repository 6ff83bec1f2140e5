import { type Agenda, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { AwaySchedule } from "../radio/away";
import type { PropagationOptions } from "../radio/propagation";
import type { Position } from "../radio/station";
import { Advertisers, type BleCounters } from "./advertisers";
import { BleAir } from "./air";
import { areConnected, Bonds, connectionsOf } from "./bonds";
import { awaySchedules } from "./coexistence";
import type { ConnectionParameters } from "./connection";
import type { Advertising, BleMember } from "./members";
import type { BleStation } from "./station";
import { attOverheadBytes, connectRequestUs, interFrameSpaceUs, limits, packetBits } from "./timing";

export interface BleRadioOptions extends PropagationOptions {
	readonly agenda: Agenda;
	readonly random: SeededRandom;
	/** Share of packets lost on top of what distance does, 0-1. Default 0.02. */
	readonly loss?: number;
	/** Of all connections. Default: `defaultConnection`. */
	readonly connection?: ConnectionParameters;
	/** When Bluetooth has the antenna that a station shares with Wi-Fi. */
	readonly onAway?: (index: number, schedules: readonly AwaySchedule[]) => void;
}

/** 30 ms between events, no sleeping, 4 s until a silent peer is lost, at most 5 ms an event. */
export const defaultConnection: ConnectionParameters = {
	interval: 30_000,
	latency: 0,
	supervisionTimeout: 4_000_000,
	eventLength: 5_000,
};

/** One direction of a path on which packets can arrive. */
export interface BlePath {
	readonly from: BleStation;
	readonly to: BleStation;
	/** Whole dBm. */
	readonly strength: number;
	/** Probability that a packet of `pathPacketBytes` arrives. */
	readonly arrival: number;
}

/** A reading in one packet. */
export const pathPacketBytes = 67;

/** Bluetooth Low Energy among all stations of a session: legacy advertising, scanning, connections, GATT chunks. */
export class BleRadio {
	readonly counters: BleCounters = { advertisements: 0, reports: 0, connections: 0, refused: 0 };
	readonly #agenda: Agenda;
	readonly #air: BleAir;
	readonly #bonds: Bonds;
	readonly #advertisers: Advertisers;
	readonly #options: BleRadioOptions;
	readonly #members: (BleMember | undefined)[] = [];

	constructor(options: BleRadioOptions) {
		const { agenda } = options;
		const random = options.random.fork("ble");
		const air = new BleAir(options, random.fork("air"), options.loss ?? 0.02);
		const parameters = options.connection ?? defaultConnection;
		this.#agenda = agenda;
		this.#air = air;
		this.#options = options;
		this.#advertisers = new Advertisers({
			agenda,
			air,
			random,
			members: this.#members,
			counters: this.counters,
			onFound: (initiator, advertiser) => this.#request(initiator, advertiser),
		});
		this.#bonds = new Bonds({ agenda, air, random, parameters, onBusy: (member) => this.#tellAway(member) });
	}

	get loss(): number {
		return this.#air.loss;
	}

	set loss(share: number) {
		this.#air.loss = share;
	}

	has(index: number): boolean {
		return this.#members[index] !== undefined;
	}

	/** Connection events in which both sides took part, of all connections. */
	get connectionEvents(): number {
		return this.#bonds.events;
	}

	/** @throws Error when a station of this index is joined already */
	join(station: BleStation): void {
		const { index, address, position } = station;
		if (this.has(index)) throw new Error(`Bluetooth station ${index} is joined already`);
		if (!this.#air.links.has(index)) this.#air.place(index, address, position);
		this.#members[index] = {
			station,
			index,
			gone: false,
			advertising: undefined,
			scan: undefined,
			initiating: undefined,
			attachments: [],
			airtime: 0,
		};
	}

	/** The board crashed or went off. May be called twice. */
	leave(index: number): void {
		const member = this.#members[index];
		if (member === undefined) return;
		this.stopAdvertising(index);
		this.#agenda.cancel(member.initiating?.timeout);
		member.gone = true;
		this.#bonds.abandon(member);
		this.#members[index] = undefined;
	}

	move(index: number, address: number, position: Position): void {
		this.#air.place(index, address, position);
	}

	/** Only stations with one group number hear each other. */
	separate(index: number, group: number): void {
		this.#air.links.separate(index, group);
	}

	/**
	 * Advertises these bytes from now on, on 37, 38 and 39 in turn, in place of what was advertised before.
	 * @throws RangeError for more than 31 bytes, or an interval that is not from 20 ms to 10.24 s
	 */
	advertise(index: number, data: Uint8Array, intervalMs: number, connectable: boolean): void {
		const { least, most } = limits.advertisingInterval;
		if (data.length > limits.advertisingData) throw new RangeError(`${data.length} bytes to advertise`);
		if (!(intervalMs >= least && intervalMs <= most))
			throw new RangeError(`an advertising interval of ${intervalMs} ms`);
		const member = this.#member(index);
		const known = member.advertising;
		const changed = { data: data.slice(), interval: intervalMs * 1000, connectable };
		if (known !== undefined) {
			Object.assign(known, changed);
			return;
		}
		const advertising: Advertising = { ...changed, event: undefined };
		member.advertising = advertising;
		this.#advertisers.start(member, advertising);
	}

	stopAdvertising(index: number): void {
		const member = this.#members[index];
		if (member !== undefined) this.#advertisers.stop(member);
	}

	/** @throws RangeError for a window that is not from 2.5 ms to the interval, or an interval beyond 10.24 s */
	scan(index: number, intervalMs: number, windowMs: number): void {
		const { least, most } = limits.scan;
		if (!(windowMs >= least && windowMs <= intervalMs && intervalMs <= most)) {
			throw new RangeError(`a scan of ${windowMs} ms every ${intervalMs} ms`);
		}
		const member = this.#member(index);
		member.scan = { interval: intervalMs * 1000, window: windowMs * 1000, since: this.#agenda.now };
		this.#tellAway(member);
	}

	stopScan(index: number): void {
		const member = this.#member(index);
		member.scan = undefined;
		this.#tellAway(member);
	}

	/** Looks for this advertiser, for at most so long, and connects to it. False: it is looking for one already, or has too many connections. */
	connect(index: number, peer: number, timeoutMs: number): boolean {
		const member = this.#member(index);
		if (member.initiating !== undefined || connectionsOf(member) >= limits.connections) return false;
		const timeout = this.#plan(this.#agenda.now + timeoutMs * 1000, () => {
			member.initiating = undefined;
			this.#tellAway(member);
			if (!member.gone) member.station.onConnectFailed(peer);
		});
		const scan = { interval: initiatingScanUs, window: initiatingScanUs, since: this.#agenda.now };
		member.initiating = { peer, scan, timeout };
		this.#tellAway(member);
		return true;
	}

	/** Ends a connection; both are told. */
	disconnect(index: number, connection: number): void {
		this.#bonds.close(this.#member(index), connection);
	}

	/**
	 * Queues a write without response, or a notification. False: no such connection, longer than its ATT_MTU allows, or too
	 * many waiting.
	 */
	send(index: number, connection: number, bytes: Uint8Array): boolean {
		const attachment = this.#member(index).attachments[connection];
		if (attachment === undefined || attachment.bond.closed) return false;
		const { connection: held } = attachment.bond;
		if (bytes.length > held.mtu - attOverheadBytes) return false;
		if (held.queue(attachment.side, bytes.slice())) return true;
		this.counters.refused++;
		return false;
	}

	/** µs that the station's antenna was in use for Bluetooth, listening in scan windows apart. */
	airtime(index: number): number {
		return this.#members[index]?.airtime ?? 0;
	}

	/** Who hears whom among the joined stations, in the order of senders and receivers. */
	paths(): BlePath[] {
		return this.#members.flatMap((member) => {
			if (member === undefined) return [];
			return this.#air.links.audible(member.index).flatMap(({ index }) => {
				const to = this.#members[index]?.station;
				if (to === undefined) return [];
				const strength = this.#air.strength(member.index, index);
				const share = this.#air.share(member.index, index, packetBits(pathPacketBytes));
				return [{ from: member.station, to, strength, arrival: share }];
			});
		});
	}

	/** Plans a happening for the present microsecond, after what is happening now. */
	soon(happen: () => void): void {
		this.#plan(this.#agenda.now, happen);
	}

	#member(index: number): BleMember {
		const member = this.#members[index];
		if (member === undefined) throw new Error(`Bluetooth station ${index} is not joined`);
		return member;
	}

	#plan(at: Microseconds, happen: () => void): ReturnType<Agenda["plan"]> {
		return this.#agenda.plan(at, agendaClasses.radio, happen);
	}

	/** The initiator answers the advertisement; the advertiser hears that or not, and stops being looked for either way. */
	#request(central: BleMember, peripheral: BleMember): void {
		const { initiating } = central;
		if (initiating === undefined || central.gone || peripheral.gone) return;
		if (!canConnect(central, peripheral)) return;
		if (!this.#air.arrives(central.index, peripheral.index, packetBits(34))) return;
		this.#agenda.cancel(initiating.timeout);
		central.initiating = undefined;
		this.#plan(this.#agenda.now + interFrameSpaceUs + connectRequestUs, () => {
			if (central.gone) return;
			// Others may have been faster meanwhile, or the peer itself, the other way round.
			if (!peripheral.gone && canConnect(central, peripheral)) {
				this.counters.connections++;
				this.#bonds.open(central, peripheral);
			} else central.station.onConnectFailed(peripheral.station.address);
		});
		this.#tellAway(central);
	}

	#tellAway(member: BleMember): void {
		if (!member.gone) this.#options.onAway?.(member.index, awaySchedules(member));
	}
}

function canConnect(central: BleMember, peripheral: BleMember): boolean {
	const full = connectionsOf(central) >= limits.connections || connectionsOf(peripheral) >= limits.connections;
	return !full && !areConnected(central, peripheral);
}

/** An initiator changes its channel this often. */
const initiatingScanUs = 30_000;
