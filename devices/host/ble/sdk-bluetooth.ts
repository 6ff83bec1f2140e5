import BLEClient from "bleclient";
import BLEServer from "bleserver";
import { Bytes } from "btutils";
import type { SdkBluetooth } from "./sdk-classes";

const identify = native("xs_kith_ble_identify") as SdkBluetooth["identify"];
const cancelConnect = native("xs_kith_ble_cancel_connect") as SdkBluetooth["cancelConnect"];

/** As in bleservices/kith.json: "kith", "link", version 1. */
const serviceUuid = "6B6974686C696E6B8001000000000001";

/** The SDK's Bluetooth, of a board. */
export function sdkBluetooth(): SdkBluetooth {
	return { BLEClient, BLEServer, serviceUuid: new Bytes(serviceUuid, true), identify, cancelConnect };
}
