import { Agenda } from "kith/simulator/kernel/agenda";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import {
	type AirReport,
	broadcastAddress,
	Radio,
	type RadioOptions,
	type Reception,
	type Station,
} from "kith/simulator/radio";

export interface Delivery {
	readonly at: number;
	readonly frame: Uint8Array;
	readonly receivers: readonly Reception[];
}

export interface TestStation extends Station {
	/** What `sent` was told, and when. */
	readonly outcomes: { readonly at: number; readonly delivered: boolean }[];
	/** Called by `sent`. */
	next: (() => void) | undefined;
}

/** A radio whose reports and deliveries are kept, and stations to put into it. Lossless and unshadowed unless told. */
export class Air {
	readonly agenda = new Agenda();
	readonly reports: AirReport[] = [];
	readonly deliveries: Delivery[] = [];
	readonly random: SeededRandom;
	readonly radio: Radio;

	constructor(options: Partial<RadioOptions> = {}, seed = 7) {
		this.random = new SeededRandom(seed, "test");
		this.radio = new Radio({
			agenda: this.agenda,
			random: this.random,
			loss: 0,
			shadowing: 0,
			onDeliver: (frame, receivers) => this.deliveries.push({ at: this.agenda.now, frame, receivers }),
			onAir: (report) => this.reports.push(report),
			...options,
		});
	}

	station(index: number, x = 0, channel = 6): TestStation {
		const outcomes: TestStation["outcomes"] = [];
		const station: TestStation = {
			index,
			address: index + 1,
			position: { x, y: 0, z: 0 },
			channel,
			outcomes,
			next: undefined,
			sent: (delivered) => {
				outcomes.push({ at: this.agenda.now, delivered });
				station.next?.();
			},
		};
		this.radio.join(station);
		return station;
	}

	/** Keeps a station's queue filled for ever. */
	saturate(station: TestStation, destination: number, bytes: number): void {
		const frame = new Uint8Array(bytes).fill(1);
		station.next = () => this.radio.transmit(station, destination, frame);
		station.next();
		station.next();
	}

	/** Broadcasts at random times, `perSecond` on average. */
	chatter(station: Station, perSecond: number, bytes: number): void {
		const frame = new Uint8Array(bytes);
		const wait = (-Math.log(1 - this.random.uniform()) / perSecond) * 1_000_000;
		this.agenda.plan(this.agenda.now + wait, 3, () => {
			this.radio.transmit(station, broadcastAddress, frame);
			this.chatter(station, perSecond, bytes);
		});
	}

	run(seconds: number): void {
		const until = this.agenda.now + seconds * 1_000_000;
		while (this.agenda.step(until));
		this.agenda.idle(until);
	}

	/** Share of receptions that worked, over everything reported. */
	get delivery(): number {
		let received = 0;
		let lost = 0;
		for (const report of this.reports) {
			received += report.received.length;
			lost += report.lost.length;
		}
		return received / (received + lost);
	}
}
