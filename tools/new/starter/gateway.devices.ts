import { node } from "kith/define";
import { esp32c3DevKitM } from "kith/devices";

/** The board that connects the others to MQTT. They work without it too. */
export const gateway = node("gateway", { board: esp32c3DevKitM });
