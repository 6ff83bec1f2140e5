import type { Surroundings } from "../chips/surroundings";
import { type Agenda, agendaClasses, type Microseconds } from "../kernel/agenda";
import { SeededRandom } from "../kernel/seeded-random";
import type { Position } from "../radio/station";
import { Calendar } from "./calendar";
import { checkWorld, type NodeNames } from "./check";
import { Climate, stepSeconds } from "./climate";
import type { PlaceDescription, WorldDescription } from "./description";
import { EffectTable } from "./effect-table";
import { away, Inhabitant } from "./inhabitant";
import { Itinerary } from "./itinerary";
import type { Recording } from "./recording";
import { Sensed } from "./sensed";
import { snapshotOf, type WorldSnapshot } from "./snapshot";
import type { Space } from "./space";
import { spacesAndWalls } from "./spaces";
import { Weather } from "./weather";
import { WorldError } from "./world-error";

export interface WorldOptions {
	readonly agenda: Agenda;
	readonly seed: number;
	/** The installation's nodes and their devices: what the description may name. */
	readonly nodes: NodeNames;
	/** By room. */
	readonly recordings?: ReadonlyMap<string, Recording>;
	/** What people should be told once, e.g. that a recording has ended. */
	readonly onNotice?: (text: string) => void;
}

const stepUs = stepSeconds * 1_000_000;
/** Chance that who gets up in a room looks into a cold store that stands there. */
const storeVisitChance = 0.08;
/** Seconds that its door then stands open. */
const storeVisitSeconds = { least: 6, most: 25 } as const;

/**
 * Rooms, weather and people around the boards. Only people and doors live on the agenda; the climate catches up when
 * somebody looks or something changes, in steps on a fixed grid, so that looking changes nothing.
 */
export class World {
	/** Called when somebody began or ceased to move, or a door opened or closed: pins may have other levels now. */
	onChange: () => void = () => {};
	readonly calendar: Calendar;
	readonly weather: Weather;
	readonly #description: WorldDescription;
	readonly #agenda: Agenda;
	readonly #recordings: ReadonlyMap<string, Recording>;
	readonly #onNotice: (text: string) => void;
	readonly #spaces: ReadonlyMap<string, Space>;
	readonly #climate: Climate;
	readonly #effects: EffectTable;
	readonly #people: readonly Inhabitant[];
	readonly #doors: SeededRandom;
	/** How many hold each door open. */
	readonly #holding = new Map<Space, number>();
	#settled: Microseconds = 0;
	/** Levels of all motion and door inputs when `onChange` was last called. */
	#levels = "";

	/** @throws WorldError when the description or a recording names what there is not */
	constructor(description: WorldDescription, options: WorldOptions) {
		checkWorld(description, options.nodes);
		this.#description = description;
		this.#agenda = options.agenda;
		this.#recordings = options.recordings ?? new Map();
		this.#onNotice = options.onNotice ?? (() => {});
		const random = new SeededRandom(options.seed, "world");
		this.calendar = new Calendar(description.startsAt);
		this.weather = new Weather(description.weather ?? {}, description.latitude ?? 50, random.uint32());
		const { spaces, walls } = spacesAndWalls(description.rooms);
		this.#spaces = spaces;
		this.#climate = new Climate([...spaces.values()], walls, this.weather);
		this.#effects = new EffectTable(description.effects ?? [], (effect) => {
			const node = effect.device.slice(0, effect.device.indexOf("/"));
			return this.#space(effect.room ?? this.#placeOf(node).room);
		});
		this.#doors = random.fork("doors");
		this.#people = this.#populate(random.uint32());
		for (const room of this.#recordings.keys()) {
			if (spaces.has(room)) continue;
			throw new WorldError(
				`a recording is meant for the room "${room}", but the world has ${[...spaces.keys()].join(", ")}`,
			);
		}
		this.#climate.start(this.calendar.seconds(0));
	}

	/** Everybody takes their place; from now on the world lives. */
	start(): void {
		for (const inhabitant of this.#people) inhabitant.start();
		this.#occupy();
		this.#levels = this.#inputLevels();
		for (const [room, recording] of this.#recordings) {
			this.#agenda.plan(recording.end, agendaClasses.world, () => {
				this.#onNotice(`the recording ${recording.name} of ${room} has ended: its last values stay`);
			});
		}
	}

	/** What the device's chip senses at its node's place. @throws WorldError for a node without a place */
	surroundings(node: string, _device: string): Surroundings {
		const place = this.#placeOf(node);
		const space = this.#space(place.room);
		return new Sensed({
			space,
			recording: this.#recordings.get(place.room),
			lamplight: place.lamplight ?? 1,
			stirring: () => this.#stirring(space),
			daylight: () => this.weather.illuminance(this.calendar.seconds(this.#agenda.now)),
			settle: () => this.#settle(),
		});
	}

	/** Where a node's antenna is. @throws WorldError for a node without a place */
	position(node: string): Position {
		const { x, y, z } = this.#placeOf(node);
		return { x, y, z: z ?? 1.5 };
	}

	/** A device now runs at `level`, 0-1. One without an effect does nothing. */
	actuate(node: string, device: string, level: number): void {
		const key = `${node}/${device}`;
		if (!this.#effects.differs(key, level)) return;
		this.#catchUp();
		this.#effects.set(key, level);
	}

	snapshot(): WorldSnapshot {
		const now = this.#settle();
		return snapshotOf({
			time: this.calendar.text(now),
			seconds: this.calendar.seconds(now),
			weather: this.weather,
			spaces: [...this.#spaces.values()],
			people: this.#people,
			recorded: this.#recordings,
			levels: this.#effects.levels(),
		});
	}

	#populate(seed: number): Inhabitant[] {
		return (this.#description.people ?? []).map(
			(person) =>
				new Inhabitant(person, {
					itinerary: new Itinerary(person, this.calendar, seed),
					agenda: this.#agenda,
					random: new SeededRandom(seed, `life of ${person.name}`),
					house: {
						passage: this.#description.passage,
						outside: (room) => room === away || this.#space(room).kind === "outdoors",
						before: () => this.#catchUp(),
						after: () => this.#changed(),
						door: (open) => this.#frontDoor(open),
						stirs: (room) => this.#visitStores(room),
					},
				}),
		);
	}

	#space(room: string): Space {
		return this.#spaces.get(room) as Space;
	}

	#placeOf(node: string): PlaceDescription {
		const place = this.#description.places?.[node];
		if (place !== undefined) return place;
		if (!this.#spaces.has(node)) throw new WorldError(`node ${node} has no place in the world`);
		return { room: node, x: 0, y: 0 };
	}

	#stirring(space: Space): boolean {
		const recorded = this.#recordings.has(space.name) && !space.peopleBesideRecording;
		return !recorded && this.#people.some((one) => one.moving && one.room === space.name);
	}

	/** Brings the climate to the last step of the grid. Looking at it changes nothing in its course. */
	#settle(): Microseconds {
		const now = this.#agenda.now;
		this.#stepTo(Math.floor(now / stepUs) * stepUs);
		return now;
	}

	/** Brings the climate to this very instant, before something that acts on it changes. */
	#catchUp(): void {
		this.#settle();
		this.#stepTo(this.#agenda.now);
	}

	#stepTo(until: Microseconds): void {
		while (this.#settled < until) {
			const next = Math.min(until, (Math.floor(this.#settled / stepUs) + 1) * stepUs);
			this.#climate.step(this.calendar.seconds(this.#settled), (next - this.#settled) / 1_000_000);
			this.#settled = next;
		}
	}

	#changed(): void {
		this.#occupy();
		const levels = this.#inputLevels();
		if (levels === this.#levels) return;
		this.#levels = levels;
		this.onChange();
	}

	/** Counts who is where. */
	#occupy(): void {
		for (const space of this.#spaces.values()) {
			space.people = 0;
			space.cooking = 0;
		}
		for (const one of this.#people) {
			const space = this.#spaces.get(one.room);
			if (space === undefined) continue;
			space.people++;
			space.cooking += one.watts;
		}
	}

	#inputLevels(): string {
		let levels = "";
		for (const space of this.#spaces.values()) levels += `${this.#stirring(space) ? 1 : 0}${space.doorOpen ? 1 : 0}`;
		return levels;
	}

	#frontDoor(open: boolean): void {
		const room = this.#description.frontDoor ?? this.#description.passage;
		if (room !== undefined) this.#hold(this.#space(room), open);
	}

	/** A door is open as long as at least one holds it. */
	#hold(space: Space, open: boolean): void {
		const holding = (this.#holding.get(space) ?? 0) + (open ? 1 : -1);
		this.#holding.set(space, holding);
		space.doorOpen = holding > 0;
	}

	#visitStores(room: string): void {
		for (const space of this.#spaces.values()) {
			if (space.standsIn !== room || this.#doors.uniform() >= storeVisitChance) continue;
			const { least, most } = storeVisitSeconds;
			const seconds = least + (most - least) * this.#doors.uniform();
			this.#hold(space, true);
			this.#agenda.plan(this.#agenda.now + seconds * 1_000_000, agendaClasses.world, () => {
				this.#catchUp();
				this.#hold(space, false);
				this.#changed();
			});
		}
	}
}
