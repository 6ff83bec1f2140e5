import { Scheduler } from "kith/core/scheduler";
import { BleLink } from "kith/link/ble-link";
import { broadcastAddress } from "kith/link/link";
import { SimulatedBle } from "kith/simulator/guest/ble";
import { SimulatedClock } from "kith/simulator/guest/clock";
import { eventKinds } from "kith/simulator/guest/protocol";
import { received, role, wire } from "./board";

// A board with a Bluetooth link only, whose address is its role. Role 1 sends a frame of 200 bytes every two seconds, to
// board 2 and to everybody in turn; the others report what they hear as readings of slot 0.
const address = role();
const clock = new SimulatedClock(wire);
const transport = new SimulatedBle(wire);
const event = new Uint8Array(512);
host.listen(event, (kind, length) => {
	if (kind === eventKinds.wake) clock.ring();
	else if (kind === eventKinds.ble) transport.deliver(event, length);
});
const scheduler = new Scheduler(clock);
const link = new BleLink({ transport, scheduler, address, networkTag: 0x6b62 });
link.listener = {
	onReceive: (frame, length, _rssi, from) => received(0, 100 * (frame[length - 1] as number), from, length),
	onSent: () => {},
};
let sequence = 0;
const speak = (): void => {
	const frame = new Uint8Array(200);
	frame[199] = ++sequence;
	link.send(sequence % 2 === 0 ? broadcastAddress : 2, frame, 200);
	scheduler.after(2000, speak);
};
if (address === 1) scheduler.after(8000, speak);
