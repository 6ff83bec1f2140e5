import { any, installation, minutes, node, rule, rules, seconds } from "kith/define";
import { type CompiledNode, compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { esp32c3DevKitM, pir, relay, sht4x } from "kith/devices";

const boards = 200;
const zoneSize = 10;
/** Conditions of a rule: eight, so that two rules look at the nine others of a zone. */
const conditions = 5;

export const gatewayName = "gateway";

/**
 * 199 boards in 20 zones, the members of each listening to all others of their zone because their rules look at them,
 * and a gateway that hears as many of them as fit.
 */
export function crowd(): ReadonlyMap<string, CompiledNode> {
	const members = Array.from({ length: boards - 1 }, (_, index) =>
		node(`board${index + 1}`, {
			board: esp32c3DevKitM,
			devices: { climate: sht4x({ every: seconds(30) }), motion: pir({ pin: 4 }), lamp: relay({ pin: 5 }) },
		}),
	);
	const gateway = node(gatewayName, { board: esp32c3DevKitM });
	const sets = members.map((member, index) => {
		const first = index - (index % zoneSize);
		const others = members.slice(first, first + zoneSize).filter((other) => other !== member);
		const watch = (name: string, watched: typeof others) => {
			const [one, ...more] = watched.map((other) => other.climate.temperature.above(60, { hysteresis: 1 }));
			if (one === undefined) throw new Error("nobody to watch");
			return rule(name)
				.when(any(one, ...more))
				.then(member.lamp.off())
				.priority(1);
		};
		return rules(member, [
			rule("light")
				.when(member.motion.within(minutes(2)))
				.then(member.lamp.on())
				.otherwise(member.lamp.off()),
			watch("too hot nearby", others.slice(0, conditions)),
			watch("too hot further off", others.slice(conditions)),
		]);
	});
	const whole = installation("crowd", { nodes: [...members, gateway], rules: sets, gateways: [gateway] });
	const identities = extendIdentities(whole, undefined, () => 0x6b64);
	if (typeof identities === "string") throw new Error(identities);
	return compile(whole, identities).nodes;
}
