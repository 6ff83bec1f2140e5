import { bundleGuest } from "../engine/guest-bundle";
import type { GuestModule } from "../engine/types";

/** What runs on every board. */
export interface Guest {
	/** Specifier of the first module, which a board imports when it boots. */
	readonly entry: string;
	readonly modules: readonly GuestModule[];
}

const platform = "kith/platform";

/** The firmware as it is, with the simulator's platform where a board has its own. */
export function firmwareGuest(): Guest {
	const modules = bundleGuest({
		entries: ["main"],
		aliases: { [platform]: "kith/simulator/guest/platform" },
		preload: (specifier) => specifier !== "main",
	});
	return { entry: "main", modules };
}
