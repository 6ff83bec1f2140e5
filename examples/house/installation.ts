import { installation } from "kith/define";
import { coldStore } from "./cold-store.devices";
import { coldStoreRules } from "./cold-store.rules";
import { gateway } from "./gateway.devices";
import { hall } from "./hall.devices";
import { hallRules } from "./hall.rules";
import { kitchen } from "./kitchen.devices";
import { kitchenRules } from "./kitchen.rules";
import { livingRoom } from "./living-room.devices";
import { livingRoomRules } from "./living-room.rules";
import { outdoors } from "./outdoors.devices";

/** A house of six boards. Their permanent addresses are in identities.json (`npx kith identify examples/house`). */
export const house = installation("house", {
	nodes: [kitchen, livingRoom, hall, outdoors, coldStore, gateway],
	rules: [kitchenRules, livingRoomRules, hallRules, coldStoreRules],
	gateways: [gateway],
	channel: 6,
});
