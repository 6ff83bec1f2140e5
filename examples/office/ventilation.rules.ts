import { minutes, rule, rules } from "kith/define";
import { desk } from "./desk.devices";
import { ventilation } from "./ventilation.devices";

/** The rule runs where the fan is and listens to the desk, so it works without the gateway. */
export const ventilationRules = rules(ventilation, [
	rule("fresh air")
		.when(desk.climate.carbonDioxide.above(800, { hysteresis: 100 }))
		.then(ventilation.fan.on())
		.otherwise(ventilation.fan.off())
		// The desk is silent: some fresh air does no harm.
		.whenStale(ventilation.fan.on())
		.minimumOn(minutes(5))
		.minimumOff(minutes(5)),
]);
