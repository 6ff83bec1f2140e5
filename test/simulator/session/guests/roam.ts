import { SimulatedEspNow } from "kith/simulator/guest/link";
import { eventKinds } from "kith/simulator/guest/protocol";
import { broadcast, listen, received, role, wakeAt, wire } from "./board";

// Role 1 sends once a second. Role 2 listens, and changes to channel 11 after 3.5 s. Role 3, a gateway, asks for channel
// 11 at 3.5 s too. All but the first report frames as readings of slot 0, and what channel they are told as value 100 + n.
const part = role();
const link = new SimulatedEspNow(wire);
let sequence = 0;
listen({
	wake: () => {
		if (part === 1) {
			broadcast(link.channel, sequence++);
			wakeAt(1000 * (sequence + 1));
		} else link.tune(11);
	},
	frame: (frame) => received(0, 100 * (frame[0] as number), 1, frame[1] as number),
	other: (kind, bytes) => {
		if (kind === eventKinds.channel) received(0, 100 * (100 + (bytes[0] as number)), 1, 0);
	},
});
wakeAt(part === 1 ? 1000 : 3500);
