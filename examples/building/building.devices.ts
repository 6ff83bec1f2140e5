import { minutes, node, seconds } from "kith/define";
import { bh1750, esp32c3DevKitM, ntc, pir, relay, sht4x } from "kith/devices";
import { officePlans } from "./plan";

/** What every room has: 48 boards, so an ordinary loop over the floor plan declares them. */
const everyRoom = {
	warmth: ntc({ pin: 3, every: seconds(30), beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 }),
	motion: pir({ pin: 4 }),
	lamp: relay({ pin: 5 }),
};

/** The sun gets into the rooms on the south side: they have a fan in the window as well. */
export const southOffices = officePlans
	.filter(({ south }) => south)
	.map(({ name }) => node(name, { board: esp32c3DevKitM, devices: { ...everyRoom, fan: relay({ pin: 10 }) } }));

export const northOffices = officePlans
	.filter(({ south }) => !south)
	.map(({ name }) => node(name, { board: esp32c3DevKitM, devices: everyRoom }));

/** The board on the roof: what the weather is like. */
export const roof = node("roof", {
	board: esp32c3DevKitM,
	devices: { climate: sht4x({ every: minutes(1) }), light: bh1750({ every: minutes(1) }) },
});

/** The board with Wi-Fi, at the entrance on the ground floor. */
export const gateway = node("gateway", { board: esp32c3DevKitM });
