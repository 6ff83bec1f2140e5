import { type Agenda, agendaClasses } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { BleAir } from "./air";
import { Connection, type ConnectionParameters, type Side } from "./connection";
import type { Attachment, BleMember, Bond } from "./members";
import type { DisconnectReason } from "./station";
import { limits, transmitWindowDelayUs } from "./timing";

export interface BondsOptions {
	readonly agenda: Agenda;
	readonly air: BleAir;
	readonly random: SeededRandom;
	readonly parameters: ConnectionParameters;
	/** What occupies the antenna of a station has changed. */
	readonly onBusy: (member: BleMember) => void;
}

/** Keeps connections: their events at their times, what goes through them, and their ends. */
export class Bonds {
	/** Connection events in which both sides took part. */
	events = 0;
	readonly #options: BondsOptions;

	constructor(options: BondsOptions) {
		this.#options = options;
	}

	/** The central heard the peripheral and has asked for a connection, which the peripheral heard. */
	open(central: BleMember, peripheral: BleMember): void {
		const { agenda, parameters, random, onBusy } = this.#options;
		const longPackets = central.station.longPackets && peripheral.station.longPackets;
		const anchor = agenda.now + transmitWindowDelayUs + random.below(parameters.interval);
		const bond: Bond = {
			connection: new Connection(parameters, anchor, longPackets),
			ends: [central, peripheral],
			anchor,
			event: undefined,
			closed: false,
			events: 0,
		};
		attach(central, bond, 0);
		attach(peripheral, bond, 1);
		this.#planEvent(bond, anchor);
		for (const member of bond.ends) onBusy(member);
		for (const [side, member] of bond.ends.entries()) {
			const attachment = attachmentOf(member, bond);
			const peer = bond.ends[1 - side] as BleMember;
			if (attachment !== undefined) member.station.onConnected(attachment.number, peer.station.address, side === 0);
		}
	}

	/** One side ends it: the other learns with its next event. */
	close(member: BleMember, number: number): void {
		const attachment = member.attachments[number];
		if (attachment === undefined) return;
		this.#end(attachment.bond, "asked");
	}

	/** The station went off: its peers notice only after the supervision timeout. */
	abandon(member: BleMember): void {
		member.attachments.length = 0;
	}

	#planEvent(bond: Bond, at: number): void {
		bond.event = this.#options.agenda.plan(at, agendaClasses.radio, () => this.#runEvent(bond));
	}

	#runEvent(bond: Bond): void {
		const { agenda, air } = this.#options;
		const { connection, ends } = bond;
		const now = agenda.now;
		const here = (side: Side): boolean => !ends[side].gone && attachmentOf(ends[side], bond) !== undefined;
		const outcome = connection.run(now, (from, bits) => {
			const to: Side = from === 0 ? 1 : 0;
			return here(0) && here(1) && air.arrives(ends[from].index, ends[to].index, bits);
		});
		for (const member of ends) member.airtime += outcome.airtime;
		if (outcome.airtime > 0 && here(0) && here(1)) this.events++;
		bond.events++;
		for (const { side, bytes, at } of outcome.arrived) {
			this.#tell(bond, side, at, (member, number) => member.station.onChunk(number, bytes));
		}
		for (const { side, at } of outcome.acknowledged) {
			this.#tell(bond, side, at, (member, number) => member.station.onSent(number));
		}
		if (connection.isLost(now)) this.#end(bond, "lost");
		if (bond.closed) return;
		this.#agreeOnMtu(bond);
		this.#planEvent(bond, now + connection.parameters.interval);
	}

	/** The exchange takes a request in one event and its answer in the next. */
	#agreeOnMtu(bond: Bond): void {
		if (bond.events !== mtuEvents) return;
		const [central, peripheral] = bond.ends;
		const mtu = Math.min(central.station.mtu, peripheral.station.mtu);
		bond.connection.mtu = Math.max(limits.mtu.least, Math.min(limits.mtu.most, mtu));
		for (const side of [0, 1] as const) {
			this.#tell(bond, side, this.#options.agenda.now, (member, number) =>
				member.station.onMtu(number, bond.connection.mtu),
			);
		}
	}

	#tell(bond: Bond, side: Side, at: number, what: (member: BleMember, number: number) => void): void {
		this.#options.agenda.plan(at, agendaClasses.radio, () => {
			const member = bond.ends[side];
			const attachment = attachmentOf(member, bond);
			if (!member.gone && attachment !== undefined) what(member, attachment.number);
		});
	}

	#end(bond: Bond, reason: DisconnectReason): void {
		if (bond.closed) return;
		bond.closed = true;
		this.#options.agenda.cancel(bond.event);
		for (const member of bond.ends) {
			const attachment = attachmentOf(member, bond);
			if (attachment === undefined) continue;
			this.#options.agenda.plan(this.#options.agenda.now, agendaClasses.radio, () => {
				if (member.attachments[attachment.number] !== attachment) return;
				member.attachments[attachment.number] = undefined;
				this.#options.onBusy(member);
				if (!member.gone) member.station.onDisconnected(attachment.number, reason);
			});
		}
	}
}

/** Connection events after which the larger ATT_MTU holds. */
export const mtuEvents = 2;

function attach(member: BleMember, bond: Bond, side: Side): void {
	let number = 0;
	while (member.attachments[number] !== undefined) number++;
	member.attachments[number] = { number, side, bond };
}

export function attachmentOf(member: BleMember, bond: Bond): Attachment | undefined {
	for (const attachment of member.attachments) if (attachment?.bond === bond) return attachment;
	return undefined;
}

/** Two devices have one connection at most. */
export function areConnected(a: BleMember, b: BleMember): boolean {
	for (const attachment of a.attachments) if (attachment?.bond.ends.includes(b) === true) return true;
	return false;
}

export function connectionsOf(member: BleMember): number {
	let count = 0;
	for (const attachment of member.attachments) if (attachment !== undefined) count++;
	return count;
}
