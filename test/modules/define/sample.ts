import type { Identities } from "kith/define/identities";
import { extendIdentities } from "kith/define/identities";
import type { Installation } from "kith/define/installation";
import { node } from "kith/define/node";
import { dimmer, esp32c3DevKitM, ntc, pir, relay, setting, sht4x } from "kith/devices/index";

/** Three nodes to write rules for. New ones at every call: a test may compare them by identity. */
export function sampleNodes() {
	const kitchen = node("kitchen", {
		board: esp32c3DevKitM,
		devices: { climate: sht4x(), motion: pir({ pin: 4 }), cooler: relay({ pin: 5 }) },
	});
	const cellar = node("cellar", {
		board: esp32c3DevKitM,
		devices: {
			probe: ntc({ pin: 3, beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 }),
			lamp: dimmer({ pin: 5 }),
			setPoint: setting({ quantity: "temperature", initial: 4, minimum: -5, maximum: 12 }),
		},
	});
	const gateway = node("gateway", { board: esp32c3DevKitM });
	return { kitchen, cellar, gateway };
}

/** Complete identities: addresses from 1 in the order of the nodes, network tag 0x1234. */
export function sampleIdentities(installation: Installation): Identities {
	const identities = extendIdentities(installation, undefined, () => 0x1234);
	if (typeof identities === "string") throw new Error(identities);
	return identities;
}

/** The sentence with which `run` refuses. */
export function refusal(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		if (error instanceof Error) return error.message;
	}
	return "nothing was refused";
}
