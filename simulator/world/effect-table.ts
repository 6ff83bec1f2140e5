import type { Effect } from "./effects";
import type { Space } from "./space";

interface Placed {
	readonly effect: Effect;
	readonly space: Space;
}

/** What the installation's devices do at their present levels. */
export class EffectTable {
	/** By device key; a device may act on several rooms. */
	readonly #effects = new Map<string, Placed[]>();
	readonly #levels = new Map<string, number>();

	/** @param spaceOf the space that an effect acts on */
	constructor(effects: readonly Effect[], spaceOf: (effect: Effect) => Space) {
		for (const effect of effects) {
			const placed = this.#effects.get(effect.device) ?? [];
			placed.push({ effect, space: spaceOf(effect) });
			this.#effects.set(effect.device, placed);
		}
	}

	/** Whether this level is news: the climate must catch up before `set`. */
	differs(device: string, level: number): boolean {
		return this.#effects.has(device) && level !== (this.#levels.get(device) ?? 0);
	}

	/** @param level 0-1 */
	set(device: string, level: number): void {
		this.#levels.set(device, level);
		for (const { space } of this.#effects.get(device) ?? []) this.#sum(space);
	}

	/** All devices that do something, and their levels. */
	levels(): ReadonlyMap<string, number> {
		return this.#levels;
	}

	/** Adds up afresh: sums and differences would leave traces of rounding. */
	#sum(space: Space): void {
		space.deviceWatts = 0;
		space.deviceLux = 0;
		space.deviceAirChanges = 0;
		for (const [device, placed] of this.#effects) {
			const level = this.#levels.get(device) ?? 0;
			if (level === 0) continue;
			for (const { effect, space: other } of placed) {
				if (other !== space) continue;
				space.deviceWatts += level * effect.watts;
				space.deviceLux += level * effect.lux;
				space.deviceAirChanges += level * effect.airChanges;
			}
		}
	}
}
