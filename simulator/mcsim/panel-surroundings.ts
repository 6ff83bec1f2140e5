import type { Surroundings } from "../chips/surroundings";
import type { PanelValues } from "./panel-messages";

/** The place in which a node's sensors are: what the panel's sliders say. */
export class PanelSurroundings implements Surroundings {
	#values: Required<PanelValues> = {
		temperature: 20,
		humidity: 50,
		illuminance: 300,
		carbonDioxide: 600,
		motion: 0,
		open: 0,
	};

	set(values: PanelValues): void {
		this.#values = { ...this.#values, ...values };
	}

	temperature(): number {
		return this.#values.temperature;
	}

	humidity(): number {
		return this.#values.humidity;
	}

	illuminance(): number {
		return this.#values.illuminance;
	}

	carbonDioxide(): number {
		return this.#values.carbonDioxide;
	}

	motion(): boolean {
		return this.#values.motion !== 0;
	}

	open(): boolean {
		return this.#values.open !== 0;
	}
}
