import { rule, rules } from "kith/define";
import { sensor } from "./sensor.devices";

export const sensorRules = rules(sensor, [
	rule("light while somebody moves")
		.when(sensor.motion.isTrue())
		.then(sensor.lamp.set(80))
		.otherwise(sensor.lamp.set(0)),
]);
