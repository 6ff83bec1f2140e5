import { minutes, rule, rules } from "kith/define";
import { fan } from "./fan.devices";
import { sensor } from "./sensor.devices";

export const fanRules = rules(fan, [
	rule("blow while it is hot and somebody is there")
		.when(sensor.climate.temperature.above(27, { hysteresis: 2 }))
		.and(sensor.motion.within(minutes(10)))
		.then(fan.motor.on())
		.otherwise(fan.motor.off()),
]);
