import { installation } from "kith/define";
import { door } from "./door.devices";
import { gateway } from "./gateway.devices";
import { lamp } from "./lamp.devices";
import { lampRules } from "./lamp.rules";

/** All that works together. The permanent addresses are in identities.json. */
export const home = installation("starter", {
	nodes: [door, lamp, gateway],
	rules: [lampRules],
	gateways: [gateway],
	// The Wi-Fi channel of the access point that the gateway joins.
	channel: 6,
});
