import { installation } from "kith/define";
import { gateway, northOffices, roof, southOffices } from "./building.devices";
import { buildingRules } from "./building.rules";

/**
 * An office building of 50 boards: four floors of twelve rooms, one board on the roof and a gateway at the entrance. No
 * board hears more than its surroundings; readings and requests travel from board to board.
 */
export const building = installation("building", {
	nodes: [...southOffices, ...northOffices, roof, gateway],
	rules: buildingRules,
	gateways: [gateway],
	channel: 6,
	relay: true,
});
