import type { Surroundings } from "kith/simulator/chips/surroundings";

/** A place where nothing changes unless the test says so. Portable. */
export class StillSurroundings implements Surroundings {
	readonly air = { temperature: 21, humidity: 45, illuminance: 200, carbonDioxide: 600, motion: false, open: false };

	temperature(): number {
		return this.air.temperature;
	}
	humidity(): number {
		return this.air.humidity;
	}
	illuminance(): number {
		return this.air.illuminance;
	}
	carbonDioxide(): number {
		return this.air.carbonDioxide;
	}
	motion(): boolean {
		return this.air.motion;
	}
	open(): boolean {
		return this.air.open;
	}
}
