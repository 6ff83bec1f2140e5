import { node } from "kith/define";
import { desktop, relay } from "kith/devices";

export const fan = node("fan", { board: desktop, devices: { motor: relay({ pin: 5 }) } });
