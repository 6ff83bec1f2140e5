import { installation } from "kith/define";
import { coldStore } from "./cold-store.devices";
import { coldStoreRules } from "./cold-store.rules";
import { gardenShed } from "./garden-shed.devices";
import { gardenShedRules } from "./garden-shed.rules";
import { gateway } from "./gateway.devices";
import { greenhouse } from "./greenhouse.devices";
import { greenhouseRules } from "./greenhouse.rules";
import { hall } from "./hall.devices";
import { hallRules } from "./hall.rules";
import { kitchen } from "./kitchen.devices";
import { kitchenRules } from "./kitchen.rules";
import { livingRoom } from "./living-room.devices";
import { livingRoomRules } from "./living-room.rules";
import { outdoors } from "./outdoors.devices";

/** A house and its garden: eight boards. Their permanent addresses are in identities.json (`npx kith identify examples/house`). */
export const house = installation("house", {
	nodes: [kitchen, livingRoom, hall, outdoors, coldStore, gateway, gardenShed, greenhouse],
	rules: [kitchenRules, livingRoomRules, hallRules, coldStoreRules, gardenShedRules, greenhouseRules],
	gateways: [gateway],
	channel: 6,
	relay: true,
});
