import { installation, minutes, node, rule, rules, seconds } from "kith/define";
import { type Compiled, compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import type { Installation } from "kith/define/installation";
import { esp32c3DevKitM, ntc, pir, relay, setting, sht4x } from "kith/devices";

/** Any fixed tag: a benchmark's frames meet nobody else's. */
const networkTag = 0x6b62;

/** A crowd: each board measures, switches, and listens to the next one. The last is a gateway. */
export function crowd(boards: number): Compiled {
	const members = Array.from({ length: boards - 1 }, (_, index) =>
		node(`board${index + 1}`, {
			board: esp32c3DevKitM,
			devices: { climate: sht4x({ every: seconds(30) }), motion: pir({ pin: 4 }), lamp: relay({ pin: 5 }) },
		}),
	);
	const gateway = node("gateway", { board: esp32c3DevKitM });
	const sets = members.map((member, index) => {
		const next = members[(index + 1) % members.length] as typeof member;
		return rules(member, [
			rule("light")
				.when(member.motion.within(minutes(2)))
				.then(member.lamp.on())
				.otherwise(member.lamp.off()),
			rule("too hot next door")
				.when(next.climate.temperature.above(60, { hysteresis: 1 }))
				.then(member.lamp.off()),
		]);
	});
	return compiled(installation("crowd", { nodes: [...members, gateway], rules: sets, gateways: [gateway] }));
}

/** Two senders, one with one and one with two readings a frame, and a listener whose ten rules look at both. */
export function listenerAndSenders(): Compiled {
	const single = node("single", {
		board: esp32c3DevKitM,
		devices: { probe: ntc({ pin: 3, every: seconds(10), beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 }) },
	});
	const double = node("double", { board: esp32c3DevKitM, devices: { climate: sht4x({ every: seconds(10) }) } });
	const listener = node("listener", {
		board: esp32c3DevKitM,
		devices: { target: setting({ quantity: "temperature", initial: 4, minimum: -5, maximum: 12 }) },
	});
	const looking = [single.probe, double.climate.temperature].flatMap((temperature, sensor) =>
		Array.from({ length: 10 }, (_, index) =>
			// Warmer than it ever is there: the rules look, and do nothing.
			rule(`${sensor === 0 ? "single" : "double"} ${index + 1}`)
				.when(temperature.above(70 + index, { hysteresis: 1 }))
				.then(listener.target.set(index)),
		),
	);
	// The second reading of a frame meets no rule: its cost is that of decoding and storing.
	const humidity = rule("humid").when(double.climate.humidity.above(99)).then(listener.target.set(11));
	return compiled(
		installation("bench", { nodes: [single, double, listener], rules: [rules(listener, [...looking, humidity])] }),
	);
}

function compiled(generated: Installation): Compiled {
	const identities = extendIdentities(generated, undefined, () => networkTag);
	if (typeof identities === "string") throw new Error(identities);
	return compile(generated, identities);
}
