import { brokerCalls, brokerEvents, postKinds } from "kith/simulator/guest/protocol";
import { listen, reading, wakeAt, wire } from "./board";

/**
 * A gateway: keeps a connection (trying again after a second), publishes "online" retained, and answers every message
 * on in/# by the same payload on out/echo. Slot 0 tells what happened: 1 connected, 2 closed, 3 published, and of a
 * message 1000 + its length, 2000 + its length when it was retained.
 */
let id = 0;

function connect(): void {
	const call = wire.begin().uint8(brokerCalls.connect).uint16(30);
	call.lengthAndText("test-gateway").lengthAndText("status").lengthAndText("offline").post(postKinds.broker);
}

function publish(topic: string, payload: Uint8Array, retain: boolean): void {
	const call = wire
		.begin()
		.uint8(brokerCalls.publish)
		.uint16(++id)
		.uint8(retain ? 1 : 0);
	call.lengthAndText(topic).copy(payload, payload.length).post(postKinds.broker);
}

listen({
	wake: connect,
	broker: (event) => {
		switch (event[0]) {
			case brokerEvents.connected:
				reading(0, 1);
				wire.begin().uint8(brokerCalls.subscribe).text("in/#").post(postKinds.broker);
				publish("status", Uint8Array.of(0x75, 0x70), true);
				break;
			case brokerEvents.closed:
				reading(0, 2);
				wakeAt(host.now() + 1000);
				break;
			case brokerEvents.published:
				reading(0, 3);
				break;
			case brokerEvents.message: {
				const payload = event.slice(4 + ((event[2] as number) | ((event[3] as number) << 8)));
				reading(0, (event[1] === 1 ? 2000 : 1000) + payload.length);
				publish("out/echo", payload, false);
			}
		}
	},
});
connect();
