import type { Surroundings } from "kith/simulator/chips/surroundings";
import { type Agenda, agendaClasses, type Microseconds } from "kith/simulator/kernel/agenda";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import type { Position } from "kith/simulator/radio/index";
import type { SessionWorld } from "kith/simulator/session/world-port";

/** When sensors see something: each is still for a period, and moves for the next. */
export interface Beat {
	/** Time between two changes of one sensor. */
	readonly period: Microseconds;
	readonly from: Microseconds;
	/** Nothing changes from here on. */
	readonly until: Microseconds;
	/** Sensors of each board, which take turns. */
	readonly devices: readonly string[];
	/** 0: evenly apart and the same in each period. Otherwise each change is up to this much later, by the seed. */
	readonly spread?: Microseconds;
}

/** A world of places and of one thing that happens: sensors that change in turn, for ever. */
export class Metronome implements SessionWorld {
	onChange: () => void = () => {};
	readonly #agenda: Agenda;
	readonly #random: SeededRandom;
	readonly #places: ReadonlyMap<string, Position>;
	readonly #beat: Beat;
	/** By "node/device", of those that move. */
	readonly #moving = new Set<string>();

	constructor(agenda: Agenda, seed: number, places: ReadonlyMap<string, Position>, beat: Beat) {
		this.#agenda = agenda;
		this.#random = new SeededRandom(seed, "metronome");
		this.#places = places;
		this.#beat = beat;
	}

	start(): void {
		const { period, from, devices } = this.#beat;
		const names = [...this.#places.keys()];
		devices.forEach((device, turn) => {
			names.forEach((name, index) => {
				const at = from + (period * (turn + index / names.length)) / devices.length;
				this.#plan(Math.round(at), `${name}/${device}`);
			});
		});
	}

	surroundings(node: string, device: string): Surroundings {
		const name = `${node}/${device}`;
		return {
			temperature: () => 20,
			humidity: () => 50,
			illuminance: () => 300,
			carbonDioxide: () => 600,
			motion: () => this.#moving.has(name),
			open: () => false,
		};
	}

	position(node: string): Position {
		return this.#places.get(node) ?? { x: 0, y: 0, z: 1 };
	}

	actuate(): void {}

	#plan(at: Microseconds, name: string): void {
		const { period, until, spread = 0 } = this.#beat;
		if (at >= until) return;
		const late = spread === 0 ? 0 : this.#random.below(spread);
		this.#agenda.plan(at + late, agendaClasses.world, () => {
			if (!this.#moving.delete(name)) this.#moving.add(name);
			this.onChange();
			this.#plan(at + period, name);
		});
	}
}
