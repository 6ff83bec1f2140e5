import { type Agenda, agendaClasses } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { BleAir, OnAir } from "./air";
import type { Advertising, BleMember } from "./members";
import { isHeard, type ScanSchedule } from "./scanning";
import {
	advertisingChannels,
	advertisingDelayLimitUs,
	advertisingGapUs,
	advertisingPacketUs,
	packetBits,
} from "./timing";

export interface BleCounters {
	/** Advertising packets, one for each of the three channels. */
	advertisements: number;
	/** Of which stations were told. */
	reports: number;
	connections: number;
	/** Chunks refused because too many waited. */
	refused: number;
}

export interface AdvertisersOptions {
	readonly agenda: Agenda;
	readonly air: BleAir;
	readonly random: SeededRandom;
	readonly members: readonly (BleMember | undefined)[];
	readonly counters: BleCounters;
	/** An initiator heard whom it looks for. */
	readonly onFound: (initiator: BleMember, advertiser: BleMember) => void;
}

/** Legacy advertising events on 37, 38 and 39, and who hears their packets. */
export class Advertisers {
	readonly #options: AdvertisersOptions;

	constructor(options: AdvertisersOptions) {
		this.#options = options;
	}

	start(member: BleMember, advertising: Advertising): void {
		const { agenda, random } = this.#options;
		member.advertising = advertising;
		this.#planEvent(member, advertising, agenda.now + random.below(advertisingDelayLimitUs));
	}

	stop(member: BleMember): void {
		this.#options.agenda.cancel(member.advertising?.event);
		member.advertising = undefined;
	}

	#plan(advertising: Advertising, at: number, happen: () => void): void {
		advertising.event = this.#options.agenda.plan(at, agendaClasses.radio, happen);
	}

	#planEvent(member: BleMember, advertising: Advertising, at: number): void {
		this.#plan(advertising, at, () => this.#send(member, advertising, 0, at));
	}

	/** One packet on one of the three channels, and what follows it. */
	#send(member: BleMember, advertising: Advertising, position: number, begun: number): void {
		const { agenda, air, counters, random } = this.#options;
		const { data, connectable } = advertising;
		const start = agenda.now;
		const end = start + advertisingPacketUs(data.length);
		const packet: OnAir = { index: member.index, channel: advertisingChannels[position] as number, start, end };
		air.begin(packet);
		counters.advertisements++;
		member.airtime += end - start;
		this.#plan(advertising, end, () => {
			this.#hear(member, data, connectable, packet);
			if (member.gone || member.advertising !== advertising) return;
			const next = position + 1;
			if (next < advertisingChannels.length) {
				this.#plan(advertising, end + advertisingGapUs, () => this.#send(member, advertising, next, begun));
			} else {
				const delay = random.below(advertisingDelayLimitUs);
				this.#planEvent(member, advertising, begun + advertising.interval + delay);
			}
		});
	}

	#hear(from: BleMember, data: Uint8Array, connectable: boolean, packet: OnAir): void {
		const { air, counters, members, onFound } = this.#options;
		const { address } = from.station;
		const bits = packetBits(6 + data.length);
		for (const { index } of air.links.audible(from.index)) {
			const member = members[index];
			if (member === undefined) continue;
			const scanning = covers(member.scan, packet);
			const wanted = member.initiating?.peer === address && covers(member.initiating.scan, packet);
			if (!scanning && !wanted) continue;
			if (!air.advertisementArrives(packet, index, bits)) continue;
			if (scanning) {
				counters.reports++;
				member.station.onAdvertisement(address, air.strength(from.index, index), data, connectable);
			}
			if (wanted && connectable) onFound(member, from);
		}
	}
}

function covers(scan: ScanSchedule | undefined, packet: OnAir): boolean {
	return scan !== undefined && isHeard(scan, packet.channel, packet.start, packet.end);
}
