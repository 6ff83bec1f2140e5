/** A board with one device and nothing else: its first event names the device, every later one is its alarm. */
import { Scheduler } from "kith/core/scheduler";
import { deviceKind } from "kith/devices/registry";
import { SimulatedClock } from "kith/simulator/guest/clock";
import { SimulatedIo } from "kith/simulator/guest/io";
import { eventKinds } from "kith/simulator/guest/protocol";
import { Wire } from "kith/simulator/guest/wire";

const buffer = new Uint8Array(256);
const wire = new Wire();
const clock = new SimulatedClock(wire);
const scheduler = new Scheduler(clock);
const edges = new Map<number, () => void>();
const io = new SimulatedIo(wire, edges, { data: 8, clock: 9 });
const tally = { reports: 0, faults: 0 };

function open(text: string): void {
	const [name = "", ...pairs] = text.split(" ");
	const options = new Map<string, number | string | boolean>();
	for (const pair of pairs) {
		const [option = "", value = ""] = pair.split("=");
		options.set(option, value === "false" ? false : value === "high" ? value : Number(value));
	}
	deviceKind(name)?.open(options, {
		io,
		scheduler,
		store: { read: () => undefined, write: () => undefined, delete: () => undefined },
		index: 0,
		resourceIds: [1, 2, 3],
		report: () => {
			tally.reports++;
		},
		fault: () => {
			tally.faults++;
		},
	});
}

host.listen(buffer, (kind, length) => {
	if (kind !== eventKinds.wake) open(String.fromCharCode(...buffer.subarray(0, length)));
	else clock.ring();
	buffer[0] = tally.reports;
	buffer[1] = tally.faults;
	host.post(255, buffer, 2);
});
