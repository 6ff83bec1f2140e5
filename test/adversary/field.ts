import { installation, node, rule, rules, seconds } from "kith/define";
import { type CompiledNode, compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { esp32c3DevKitM, ntc, relay } from "kith/devices";

/** Of every node here. */
export const networkTag = 0xadf0;

/**
 * What there is to attack: a thermometer that tells its readings to all, asks the lamp's board to switch the lamp, and a
 * heater whose own rule looks at the thermometer. The thermometer's chip gets colder and warmer by faults that a test
 * plans: across 30 °C it asks for the lamp, below 10 °C the heater goes on.
 *
 * @param options.criticalHeater the heater's coil is critical: what is told to all is not believed there
 */
export function field(options: { readonly criticalHeater?: boolean } = {}): ReadonlyMap<string, CompiledNode> {
	const thermometer = node("thermometer", {
		board: esp32c3DevKitM,
		devices: { probe: ntc({ pin: 3, every: seconds(2), beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 }) },
	});
	const lamp = node("lamp", { board: esp32c3DevKitM, devices: { light: relay({ pin: 5 }) } });
	const heater = node("heater", {
		board: esp32c3DevKitM,
		devices: { coil: relay({ pin: 5 }) },
		critical: options.criticalHeater === true ? ["coil"] : [],
	});
	const whole = installation("field", {
		nodes: [thermometer, lamp, heater],
		rules: [
			rules(thermometer, [
				rule("light when hot")
					.when(thermometer.probe.above(30, { hysteresis: 1 }))
					.then(lamp.light.on())
					.otherwise(lamp.light.off()),
			]),
			rules(heater, [
				rule("heat when cold")
					.when(thermometer.probe.below(10, { hysteresis: 1 }))
					.then(heater.coil.on())
					.otherwise(heater.coil.off()),
			]),
		],
		heartbeat: seconds(10),
	});
	const identities = extendIdentities(whole, undefined, () => networkTag);
	if (typeof identities === "string") throw new Error(identities);
	return compile(whole, identities).nodes;
}
