import { minutes, rule, rules } from "kith/define";
import { coldStore } from "./cold-store.devices";
import { outdoors } from "./outdoors.devices";

export const coldStoreRules = rules(coldStore, [
	// The hotter the day, the more cold goes into stock: 5 °C at 10 °C outdoors, 3 °C at 30 °C, and between in between.
	rule("set point follows outdoors")
		.when(outdoors.climate.temperature.olderThan(minutes(15)).not())
		.then(coldStore.setPoint.follow(outdoors.climate.temperature, { from: [10, 30], to: [5, 3] }))
		// Nothing heard for a quarter of an hour: back to a value that is always right.
		.otherwise(coldStore.setPoint.set(4)),

	rule("keep it cold")
		.when(coldStore.probe.above(coldStore.setPoint, { hysteresis: 1 }))
		.then(coldStore.compressor.on())
		// Also while the probe is silent: an empty store warms slowly, one that freezes is lost.
		.otherwise(coldStore.compressor.off())
		// The pressure must even out before a compressor starts again, also after a power cut.
		.minimumOn(minutes(3))
		.minimumOff(minutes(5)),
]);
