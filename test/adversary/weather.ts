import type { TimedFault } from "kith/simulator/session/faults";

/** The thermometer's chip sees this many degrees more than there are, from a second on. */
export function warmer(second: number, degrees: number): TimedFault {
	const fault = { fault: "chip", board: "thermometer", device: "probe", field: "offset", value: degrees } as const;
	return { at: second * 1e6, fault };
}

/** Hot and normal again, every 20 seconds: the thermometer asks for the lamp each time, and every reading differs. */
export function swings(seconds: number): TimedFault[] {
	const faults: TimedFault[] = [];
	for (let second = 5; second < seconds; second += 20)
		faults.push(warmer(second, 20 + (second % 7) / 10), warmer(second + 10, (second % 5) / 10));
	return faults;
}
