import { installation } from "kith/define";
import { desk } from "./desk.devices";
import { deskRules } from "./desk.rules";
import { gateway } from "./gateway.devices";
import { ventilation } from "./ventilation.devices";
import { ventilationRules } from "./ventilation.rules";

/** One office room. Made to be run with a recording of a real one: see docs/simulator-world.md. */
export const office = installation("office", {
	nodes: [desk, ventilation, gateway],
	rules: [deskRules, ventilationRules],
	gateways: [gateway],
	channel: 11,
});
