import { node } from "kith/define";
import { esp32c3DevKitM } from "kith/devices";

/** The board that connects the office to MQTT. */
export const gateway = node("gateway", { board: esp32c3DevKitM });
