export type { BleCounters } from "./advertisers";
export { BleRadio, type BleRadioOptions, defaultConnection } from "./ble-radio";
export type { ConnectionParameters } from "./connection";
export type { BleStation, DisconnectReason } from "./station";
export { attOverheadBytes, limits as bleLimits } from "./timing";
