import { node } from "kith/define";
import { esp32c3DevKitM } from "kith/devices";

/**
 * The board that also has Wi-Fi: it speaks MQTT and CoAP with the world, and shows what it knows to browsers. It has no
 * devices of its own; without it the house works all the same.
 */
export const gateway = node("gateway", { board: esp32c3DevKitM, http: true });
