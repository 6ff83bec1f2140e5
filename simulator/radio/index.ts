export { airtimeUs, frameBytesLimit, retryLimit } from "./airtime";
export type { AwaySchedule } from "./away";
export type { RadioEnergy } from "./energy";
export { latenessUs } from "./handover";
export type { LinkSetting } from "./links";
export type { Floor, Wall } from "./obstacles";
export { captureDb, type PropagationOptions } from "./propagation";
export { driverLatencyUs, pathFrameBytes, Radio, type RadioOptions, type RadioPath, stationQueueLimit } from "./radio";
export {
	type AirReport,
	broadcastAddress,
	type Position,
	type RadioCounters,
	type Reception,
	type Station,
} from "./station";
export { channelSwitchUs } from "./tuner";
