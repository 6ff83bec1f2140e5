/** What an installation can be made of: device kinds and boards. For the desktop; the firmware has `registry.ts`. */
export { type DimmerOptions, dimmer } from "./actuators/dimmer/define";
export { type RelayOptions, relay } from "./actuators/relay/define";
export {
	type Board,
	boards,
	desktop,
	esp32c3DevKitM,
	esp32c6DevKitC,
	esp32DevKitC,
	esp32h2DevKitM,
	esp32s3DevKitC,
	m5Atom,
	xiaoEsp32C3,
} from "./boards/index";
export { type Bh1750Options, bh1750 } from "./sensors/bh1750/define";
export { type NtcOptions, ntc } from "./sensors/ntc/define";
export { type PirOptions, pir } from "./sensors/pir/define";
export { type ReedOptions, reed } from "./sensors/reed/define";
export { type Scd4xOptions, scd4x } from "./sensors/scd4x/define";
export { type Sht4xOptions, sht4x } from "./sensors/sht4x/define";
export { type SettingOptions, setting } from "./virtual/setting/define";
