import { digitalEdge, digitalMode } from "kith/devices/io/io";
import { callKinds, pinWrites, postKinds } from "kith/simulator/guest/protocol";
import { listen, reading, wire } from "./board";

/** Slot 0: the level of pin 4 at every edge. Pin 5 follows it. Slot 1: whether pin 4 could be claimed a second time. */
function open(pin: number, mode: number, edges: number): number {
	return wire.begin().uint8(pin).uint8(mode).uint8(edges).call(callKinds.pinOpen);
}

open(4, digitalMode.input, digitalEdge.rising | digitalEdge.falling);
open(5, digitalMode.output, 0);
reading(1, open(4, digitalMode.input, 0) < 0 ? 0 : 1);
listen({
	edge: (pin, level) => {
		reading(0, level);
		wire
			.begin()
			.uint8(pin + 1)
			.uint16(level)
			.uint8(pinWrites.digital)
			.post(postKinds.pin);
	},
});
