import type { RadioMap } from "kith/simulator/session/radio-map";
import { shortTable } from "../sim/short-table";
import { percent } from "../sim/words";
import type { AirUse, BoardAir } from "./air-use";

/** Neighbours and routes named in a cell; the rest is counted. */
const namedNeighbours = 4;
const namedRoutes = 3;

/** Who hears whom, who used the air, and which way messages went: a table for people. */
export function mapText(map: RadioMap, air: AirUse, seconds: number): string[] {
	const rows = map.boards.map(({ name, channel, gateway }) => {
		const use = air.boards.get(name);
		return [
			gateway ? `${name} *` : name,
			channel === undefined ? "off" : String(channel),
			heard(map, name),
			use === undefined ? "" : percent(use.airtime, seconds * 1e6, 3),
			use === undefined ? "" : `${use.own} + ${use.relayed}`,
			use === undefined ? "" : routes(use),
		];
	});
	const head = ["board", "channel", "hears (dBm)", "airtime", "own + relayed", "messages for others go"];
	return shortTable(head, rows, rows.length, "size");
}

/** The strongest first. */
function heard(map: RadioMap, name: string): string {
	const paths = map.paths.filter(({ to }) => to === name).sort((a, b) => b.strength - a.strength);
	const named = paths.slice(0, namedNeighbours).map(({ from, strength }) => `${from} ${strength}`);
	const more = paths.length - named.length;
	if (paths.length === 0) return "nobody";
	return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

function routes({ next }: BoardAir): string {
	const all = [...next].map(([target, via]) => (target === via ? `to ${target}` : `to ${target} by ${via}`));
	const more = all.length - namedRoutes;
	return more > 0 ? `${all.slice(0, namedRoutes).join(", ")} and ${more} more` : all.join(", ");
}
