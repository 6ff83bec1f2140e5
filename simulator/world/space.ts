import { freshAirPpm, vapourAt } from "./air";
import type { SpaceDescription } from "./description";

/** kJ/K per m² of floor: ISO 13790, table 12, "very light". */
const massPerFloor = 80;
/** W/K per m² of floor. */
const insulationPerFloor = 2;
const defaultHeight = 2.5;
/** Share of the sun's power on open ground that gets through as much window: upright glass with blinds. */
const solarShare = 0.12;

/** One room with its numbers filled in, its state, and what acts on it at the moment. */
export class Space {
	readonly name: string;
	readonly kind: SpaceDescription["kind"];
	/** m³ */
	readonly volume: number;
	/** J/K; infinite outdoors. */
	readonly capacity: number;
	/** W/K to outdoors. */
	readonly insulation: number;
	/** m² of sun that gets in. */
	readonly solarArea: number;
	readonly daylight: number;
	/** Volumes per hour without fans. */
	readonly airChanges: number;
	readonly gains: number;
	/** W/K more to its surroundings while its door is open. */
	readonly doorConductance: number;
	readonly standsIn: string | undefined;
	readonly peopleBesideRecording: boolean;

	/** °C */
	temperature: number;
	/** ppm */
	carbonDioxide = freshAirPpm;
	/** g/m³ of water */
	vapour: number;

	people = 0;
	/** W that people's doings add (stoves). */
	cooking = 0;
	doorOpen = false;
	/** Effects of the devices, at their present levels. */
	deviceWatts = 0;
	deviceLux = 0;
	deviceAirChanges = 0;

	constructor(name: string, description: SpaceDescription) {
		this.name = name;
		this.kind = description.kind;
		this.standsIn = description.kind === "cold store" ? description.standsIn : undefined;
		this.peopleBesideRecording = description.kind === "room" && description.peopleBesideRecording === true;
		this.doorConductance = description.kind === "cold store" ? (description.door ?? 40) : 0;
		this.daylight = description.kind === "cold store" ? 0 : (description.daylight ?? daylightOf[description.kind]);
		if (description.kind === "room") {
			const { floor } = description;
			this.volume = floor * (description.height ?? defaultHeight);
			this.capacity = 1000 * (description.mass ?? massPerFloor * floor);
			this.insulation = description.insulation ?? insulationPerFloor * floor;
			this.solarArea = solarShare * (description.windows ?? floor / 8);
			this.airChanges = description.airChanges ?? 1;
			this.gains = description.gains ?? 0;
			this.temperature = description.startsWith ?? 23;
		} else {
			this.volume = description.kind === "cold store" ? (description.volume ?? 2) : Number.POSITIVE_INFINITY;
			this.capacity = description.kind === "cold store" ? 1000 * (description.mass ?? 120) : Number.POSITIVE_INFINITY;
			this.insulation = description.kind === "cold store" ? (description.insulation ?? 3) : 0;
			this.solarArea = 0;
			this.airChanges = 0;
			this.gains = 0;
			this.temperature = (description.kind === "cold store" ? description.startsWith : undefined) ?? 8;
		}
		this.vapour = 0.5 * vapourAt(this.temperature);
	}
}

const daylightOf = { room: 0.02, outdoors: 0.2 } as const;
