import { airHeat, freshAirPpm, vapourAt } from "./air";
import { daylightEfficacy } from "./sky";
import type { Space } from "./space";
import { WorldError } from "./world-error";

/** Seconds of virtual time in one step of the model. */
export const stepSeconds = 5;
/** W of sensible heat that one person gives off, sitting (ISO 7730). */
export const personWatts = 100;
/** Litres of carbon dioxide per person and hour (ASTM D6245, light work). */
export const personCarbonDioxide = 20;
/** Grams of water per person and hour. */
const personVapour = 50;
/** Grams of water per hour and watt of cooking. */
const cookingVapour = 0.3;

/** A step may not even out more than this share of a difference. */
const overshoot = 0.5;

/** Heat from one space to another, W/K. */
export interface Wall {
	readonly from: Space;
	readonly to: Space;
	readonly conductance: number;
}

/** Weather, as far as rooms feel it; times are civil seconds. */
export interface OutdoorAir {
	/** °C */
	temperature(seconds: number): number;
	/** g/m³ of water */
	vapour(seconds: number): number;
	/** lx on open level ground */
	illuminance(seconds: number): number;
}

/** What the air of all spaces does: one heat store, one volume of air and moisture each. Euler steps of `stepSeconds`. */
export class Climate {
	readonly #spaces: readonly Space[];
	readonly #walls: readonly Wall[];
	readonly #weather: OutdoorAir;
	/** W into each space, during one step. */
	readonly #heat: Float64Array;
	readonly #index: ReadonlyMap<Space, number>;

	constructor(spaces: readonly Space[], walls: readonly Wall[], weather: OutdoorAir) {
		this.#spaces = spaces;
		this.#walls = walls;
		this.#weather = weather;
		this.#heat = new Float64Array(spaces.length);
		this.#index = new Map(spaces.map((space, index) => [space, index]));
	}

	/**
	 * Fills outdoors with the weather of the first moment.
	 * @throws WorldError for a space so light that a step would overshoot
	 */
	start(from: number): void {
		for (const space of this.#spaces) {
			if (space.kind === "outdoors") this.#open(space, from);
			const neighbours = this.#walls.filter(({ from, to }) => from === space || to === space);
			let conductance = space.insulation + space.doorConductance + airHeat * exchanged(space);
			for (const wall of neighbours) conductance += wall.conductance + wall.from.doorConductance;
			if ((conductance * stepSeconds) / space.capacity < overshoot) continue;
			throw new WorldError(`the mass of ${space.name} is too small for the heat that passes its walls`);
		}
	}

	/** Advances by `seconds` (at most `stepSeconds`) from `from`, in civil seconds. */
	step(from: number, seconds: number): void {
		const outside = this.#weather.temperature(from);
		const vapour = this.#weather.vapour(from);
		const irradiance = this.#weather.illuminance(from) / daylightEfficacy;
		this.#spaces.forEach((space, index) => {
			this.#heat[index] = ownHeat(space, outside, irradiance);
		});
		for (const wall of this.#walls) this.#conduct(wall);
		this.#spaces.forEach((space, index) => {
			if (space.kind === "outdoors") {
				this.#open(space, from + seconds);
				return;
			}
			space.temperature += ((this.#heat[index] as number) * seconds) / space.capacity;
			if (space.kind === "room") exchangeAir(space, vapour, seconds);
			space.vapour = Math.min(space.vapour, vapourAt(space.temperature));
		});
	}

	#open(space: Space, at: number): void {
		space.temperature = this.#weather.temperature(at);
		space.vapour = this.#weather.vapour(at);
	}

	#conduct(wall: Wall): void {
		const { from, to } = wall;
		const conductance = wall.conductance + (from.doorOpen ? from.doorConductance : 0);
		const watts = conductance * (from.temperature - to.temperature);
		this.#add(to, watts);
		this.#add(from, -watts);
	}

	#add(space: Space, watts: number): void {
		const index = this.#index.get(space) as number;
		this.#heat[index] = (this.#heat[index] as number) + watts;
	}
}

/** m³ of outdoor air per hour. */
function exchanged(space: Space): number {
	return space.kind === "room" ? space.volume * (space.airChanges + space.deviceAirChanges) : 0;
}

/** W from all but the neighbours. */
function ownHeat(space: Space, outside: number, irradiance: number): number {
	const inside = space.people * personWatts + space.cooking + space.gains + space.deviceWatts;
	if (space.kind !== "room") return inside;
	const exchange = airHeat * exchanged(space);
	return inside + irradiance * space.solarArea + (space.insulation + exchange) * (outside - space.temperature);
}

function exchangeAir(space: Space, outsideVapour: number, seconds: number): void {
	const hours = seconds / 3600;
	const changes = (space.airChanges + space.deviceAirChanges) * hours;
	const breath = ((space.people * personCarbonDioxide) / (space.volume * 1000)) * 1_000_000;
	space.carbonDioxide += changes * (freshAirPpm - space.carbonDioxide) + breath * hours;
	const water = space.people * personVapour + space.cooking * cookingVapour;
	space.vapour += changes * (outsideVapour - space.vapour) + (water / space.volume) * hours;
}
