import type { AwaySchedule } from "../radio/away";
import type { BleMember } from "./members";
import { interFrameSpaceUs, packetUs } from "./timing";

/** Of every scan interval the arbiter leaves Wi-Fi at least a half (ESP-IDF, RF coexistence: time slices). */
const mostForScanning = 0.5;
/** Two empty packets and what lies between: what a connection takes of every interval. Data takes more and goes uncounted. */
const emptyEventUs = 2 * packetUs(0) + 2 * interFrameSpaceUs;

/** When the station's antenna is Bluetooth's: what Wi-Fi on the same chip misses. Advertising is too short to count. */
export function awaySchedules({ initiating, scan, attachments }: BleMember): AwaySchedule[] {
	const schedules: AwaySchedule[] = [];
	const looking = initiating?.scan ?? scan;
	if (looking !== undefined) {
		const busy = Math.min(looking.window, looking.interval * mostForScanning);
		schedules.push({ period: looking.interval, busy, phase: looking.since });
	}
	for (const attachment of attachments) {
		if (attachment === undefined) continue;
		const { anchor, connection } = attachment.bond;
		schedules.push({ period: connection.parameters.interval, busy: emptyEventUs, phase: anchor });
	}
	return schedules;
}
