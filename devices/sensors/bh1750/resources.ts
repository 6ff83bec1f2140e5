import type { ResourceDescription } from "kith/model/quantity";

/** What a ROHM BH1750FVI measures: light as the eye sees it, up to 65,535 lx (the 16-bit count over 1.2 fits well below). */
export const bh1750Resources = [
	{ name: "illuminance", quantity: "illuminance", writable: false, minimum: 0, maximum: 655350, deadband: 50 },
] as const satisfies readonly ResourceDescription[];
