export { airtimeUs, frameBytesLimit, retryLimit } from "./airtime";
export type { PropagationOptions, Wall } from "./propagation";
export { driverLatencyUs, Radio, type RadioOptions, stationQueueLimit } from "./radio";
export {
	type AirReport,
	broadcastAddress,
	type Position,
	type RadioCounters,
	type Reception,
	type Station,
} from "./station";
