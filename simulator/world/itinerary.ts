import type { Microseconds } from "../kernel/agenda";
import { SeededRandom } from "../kernel/seeded-random";
import { type Calendar, clockSeconds, isWeekend } from "./calendar";
import type { PersonDescription, StayDescription } from "./description";

/** A stay with the time that this day's dice gave it. */
export interface PlannedStay {
	readonly at: Microseconds;
	readonly stay: StayDescription;
}

/** Minutes either side of a stay's time, unless it says otherwise. */
export const defaultSpreadMinutes = 15;
/** A stay lasts this long at least, in seconds, however the dice fall. */
const shortestStaySeconds = 120;
/** Days to look ahead for the next stay: a weekend's stays are at most a week away. */
const daysAhead = 8;

/** One person's days. Each day has its own dice, so that it does not matter when one asks. */
export class Itinerary {
	readonly #person: PersonDescription;
	readonly #calendar: Calendar;
	readonly #seed: number;

	constructor(person: PersonDescription, calendar: Calendar, seed: number) {
		this.#person = person;
		this.#calendar = calendar;
		this.#seed = seed;
	}

	/** The stays of one day, in order. */
	day(day: number): PlannedStay[] {
		const random = new SeededRandom(this.#seed, `${this.#person.name} ${day}`);
		const stays: PlannedStay[] = [];
		let earliest = 0;
		for (const stay of this.#person.day) {
			const spread = 60 * (stay.spread ?? defaultSpreadMinutes);
			const drawn = clockSeconds(stay.at) + Math.round((2 * random.uniform() - 1) * spread);
			if (stay.days !== undefined && (stay.days === "weekends") !== isWeekend(day)) continue;
			const second = Math.max(earliest, drawn);
			earliest = second + shortestStaySeconds;
			stays.push({ at: this.#calendar.at(day, second), stay });
		}
		return stays;
	}

	/** The stay that lasts at `at`. */
	current(at: Microseconds): PlannedStay | undefined {
		const today = this.#calendar.day(at);
		let found: PlannedStay | undefined;
		for (let day = today - daysAhead; day <= today; day++) {
			for (const planned of this.day(day)) if (planned.at <= at) found = planned;
		}
		return found;
	}

	/** The first stay that begins after `at`. */
	next(at: Microseconds): PlannedStay | undefined {
		const today = this.#calendar.day(at);
		for (let day = today - 1; day <= today + daysAhead; day++) {
			for (const planned of this.day(day)) if (planned.at > at) return planned;
		}
		return undefined;
	}
}
