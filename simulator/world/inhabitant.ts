import { type Agenda, type Appointment, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { PersonDescription, StayDescription } from "./description";
import type { Itinerary } from "./itinerary";

/** Where people are who are not at home. */
export const away = "away";

/** Spans in seconds: [shortest, longest], drawn evenly. */
const spans = {
	/** A way through the passage. */
	walk: [5, 14],
	/** The front door stands open. */
	door: [3, 8],
	/** Awake: how long one moves, and sits still. */
	moving: [4, 40],
	still: [15, 150],
	/** Awake: from one errand to the next, and how long it takes. */
	untilErrand: [25 * 60, 80 * 60],
	errand: [60, 240],
	/** Asleep: from one to the next, and how long it takes. */
	untilNightErrand: [90 * 60, 200 * 60],
	nightErrand: [100, 260],
} as const;

/** What a person does to the world. */
export interface House {
	/** The room that leads to all others. */
	readonly passage: string | undefined;
	/** Whether one goes through the front door to get there. */
	outside(room: string): boolean;
	/** Called just before anything about the person changes: the climate catches up first. */
	before(): void;
	/** Called after it changed. */
	after(): void;
	/** Somebody holds the front door open or lets it go. */
	door(open: boolean): void;
	/** Somebody gets up in a room. */
	stirs(room: string): void;
}

/** One person: where, moving or not, and everything that makes it change. */
export class Inhabitant {
	readonly name: string;
	/** A room, or {@link away}. */
	room = away;
	moving = false;
	/** What the day has them do, wherever an errand has led them. */
	#stay: StayDescription | undefined;
	#target = away;
	#walking = false;
	#errand: Appointment | undefined;
	#fidget: Appointment | undefined;
	readonly #description: PersonDescription;
	readonly #itinerary: Itinerary;
	readonly #agenda: Agenda;
	readonly #random: SeededRandom;
	readonly #house: House;

	constructor(
		description: PersonDescription,
		around: { itinerary: Itinerary; agenda: Agenda; random: SeededRandom; house: House },
	) {
		this.name = description.name;
		this.#description = description;
		this.#itinerary = around.itinerary;
		this.#agenda = around.agenda;
		this.#random = around.random;
		this.#house = around.house;
	}

	/** Takes their place of the present moment, and lives on from there. */
	start(): void {
		const now = this.#agenda.now;
		const current = this.#itinerary.current(now) ?? this.#itinerary.next(now);
		this.#stay = current?.stay;
		this.room = this.#target = current?.stay.room ?? away;
		this.#settle();
		this.#planStay();
	}

	get asleep(): boolean {
		return this.#stay?.asleep === true;
	}

	/** W of what they use where they are. */
	get watts(): number {
		return this.#stay !== undefined && this.room === this.#stay.room ? (this.#stay.watts ?? 0) : 0;
	}

	#in(seconds: number, happen: () => void): Appointment {
		return this.#agenda.plan(this.#agenda.now + seconds * 1_000_000, agendaClasses.world, () => {
			this.#house.before();
			happen();
			this.#house.after();
		});
	}

	#span(name: keyof typeof spans): number {
		const [shortest, longest] = spans[name];
		return shortest + (longest - shortest) * this.#random.uniform();
	}

	#planStay(): void {
		const next = this.#itinerary.next(this.#agenda.now);
		if (next === undefined) return;
		const wait: Microseconds = next.at - this.#agenda.now;
		this.#in(wait / 1_000_000, () => {
			this.#stay = next.stay;
			this.#go(next.stay.room);
			this.#planStay();
		});
	}

	/** Sets off; who is on the way already turns to the new place. */
	#go(target: string): void {
		this.#agenda.cancel(this.#errand);
		this.#errand = undefined;
		this.#target = target;
		if (this.#walking) return;
		if (this.room === target) this.#settle();
		else if (this.#house.outside(this.room)) this.#throughDoor(() => this.#enterPassage());
		else this.#enterPassage();
	}

	#enterPassage(): void {
		const { passage } = this.#house;
		this.#walking = true;
		if (passage === undefined) {
			this.#leavePassage();
			return;
		}
		this.room = passage;
		this.moving = true;
		this.#agenda.cancel(this.#fidget);
		this.#in(this.#span("walk"), () => this.#leavePassage());
	}

	#leavePassage(): void {
		if (this.#house.outside(this.#target)) this.#throughDoor(() => this.#arrive());
		else this.#arrive();
	}

	/** The front door opens, and closes behind them. */
	#throughDoor(then: () => void): void {
		this.#walking = true;
		this.#house.door(true);
		this.#in(this.#span("door"), () => {
			this.#house.door(false);
			then();
		});
	}

	#arrive(): void {
		this.#walking = false;
		this.room = this.#target;
		this.#settle();
	}

	#settle(): void {
		this.#agenda.cancel(this.#fidget);
		this.moving = false;
		if (this.room === away) return;
		const errand = this.room !== this.#stay?.room;
		if (!this.asleep || errand) this.#fidgets();
		if (errand) this.#errand = this.#in(this.#span(this.asleep ? "nightErrand" : "errand"), () => this.#goBack());
		else this.#planErrand();
	}

	#goBack(): void {
		if (this.#stay !== undefined) this.#go(this.#stay.room);
	}

	#planErrand(): void {
		const { nightErrand, errands = [] } = this.#description;
		const wanted = this.asleep ? [nightErrand] : errands;
		const rooms = wanted.filter((room) => room !== undefined && room !== this.room);
		const choice = rooms[this.#random.below(rooms.length)];
		if (choice === undefined) return;
		const span = this.#span(this.asleep ? "untilNightErrand" : "untilErrand");
		this.#errand = this.#in(span, () => this.#go(choice));
	}

	/** Moves, sits still, moves. */
	#fidgets(): void {
		this.moving = !this.moving;
		if (this.moving) this.#house.stirs(this.room);
		this.#fidget = this.#in(this.#span(this.moving ? "moving" : "still"), () => this.#fidgets());
	}
}
