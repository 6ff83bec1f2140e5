/** What an installation is written with; devices and boards come from `kith/devices`. See docs/definitions.md. */
export type { Line } from "./action";
export type { Board, Pin } from "./board";
export { all, always, any, Condition, not } from "./condition";
export { DefinitionError } from "./definition-error";
export { type Duration, hours, milliseconds, minutes, seconds } from "./duration";
export { Installation, installation } from "./installation";
export { ble, espNow, type LinkSpec } from "./links";
export { type KithNode, node } from "./node";
export { rule } from "./rule";
export { rules } from "./rules";
