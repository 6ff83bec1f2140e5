import type { Surroundings } from "../chips/surroundings";
import type { Microseconds } from "../kernel/agenda";
import { relativeHumidity } from "./air";
import type { RecordedQuantity, Recording } from "./recording";
import type { Space } from "./space";

/** What a place needs of the world. */
export interface Outlook {
	readonly space: Space;
	readonly recording: Recording | undefined;
	/** Share of the lamps' light, 0-1. */
	readonly lamplight: number;
	/** Whether somebody moves in the space. */
	readonly stirring: () => boolean;
	/** lx on open ground now. */
	readonly daylight: () => number;
	/** Lets the climate catch up; the present virtual time. */
	readonly settle: () => Microseconds;
}

/** What sensors at one place sense: the model, or a recording where one is replayed. */
export class Sensed implements Surroundings {
	readonly #outlook: Outlook;

	constructor(outlook: Outlook) {
		this.#outlook = outlook;
	}

	temperature(): number {
		return this.#recorded("temperature") ?? this.#outlook.space.temperature;
	}

	humidity(): number {
		const { space } = this.#outlook;
		return this.#recorded("humidity") ?? relativeHumidity(space.vapour, space.temperature);
	}

	illuminance(): number {
		const { space, lamplight, daylight } = this.#outlook;
		return this.#recorded("illuminance") ?? daylight() * space.daylight + space.deviceLux * lamplight;
	}

	carbonDioxide(): number {
		return this.#recorded("carbonDioxide") ?? this.#outlook.space.carbonDioxide;
	}

	motion(): boolean {
		return this.#outlook.stirring();
	}

	open(): boolean {
		return this.#outlook.space.doorOpen;
	}

	/** Undefined: the model's turn. */
	#recorded(quantity: RecordedQuantity): number | undefined {
		const { recording, settle } = this.#outlook;
		const now = settle();
		return recording?.value(quantity, now);
	}
}
