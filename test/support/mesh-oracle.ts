import { type Places, strewnPlaces } from "../../tools/bench/mesh/places";
import { MeshStand } from "./mesh-stand";

/** Time in which beacons have told everybody enough. */
export const settlingMs = 30_000;

export interface Building extends Places {
	readonly stand: MeshStand;
}

/** 50 boards strewn over a building, five and more hops apart, 10 % loss, switched on and settled. */
export function building(seed: number): Building {
	const places = strewnPlaces(seed);
	const stand = new MeshStand({ seed, positions: places.positions, loss: 0.1 });
	stand.start();
	stand.run(settlingMs);
	return { ...places, stand };
}
