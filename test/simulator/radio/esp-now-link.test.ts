/** The guest's ESP-NOW link over the virtual radio, held to the contract of all links. */

import type { Link, LinkFault, LinkListener } from "kith/link/link";
import { SimulatedEspNow } from "kith/simulator/guest/link";
import { callKinds, postKinds } from "kith/simulator/guest/protocol";
import { Wire } from "kith/simulator/guest/wire";
import { frameEvent } from "kith/simulator/session/frame-event";
import { testLinkContract } from "../../modules/link/link-contract";
import { Air } from "./air";

/** Node has no machines: one `host` serves whichever board is running. */
interface Host {
	post(kind: number, bytes: Uint8Array, length: number): void;
	call(kind: number, bytes: Uint8Array): number;
}

class Board implements Link {
	static running: Board | undefined;
	readonly mtu = 250;
	readonly inner: SimulatedEspNow;
	readonly post: Host["post"];

	constructor(post: Host["post"]) {
		this.post = post;
		Board.running = this;
		this.inner = new SimulatedEspNow(new Wire());
	}

	get listener(): LinkListener | undefined {
		return this.inner.listener;
	}

	set listener(listener: LinkListener | undefined) {
		this.inner.listener = listener;
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		Board.running = this;
		return this.inner.send(destination, frame, length);
	}
}

const host: Host = {
	post: (kind, bytes, length) => Board.running?.post(kind, bytes, length),
	call: (kind, bytes) => {
		if (kind !== callKinds.channel) return -1;
		bytes[0] = 6;
		return 1;
	},
};
Object.assign(globalThis, { host });

testLinkContract("virtual ESP-NOW", () => {
	const boards: Board[] = [];
	const air = new Air({
		onDeliver: (frame, receivers, from) => {
			for (const { station, rssi } of receivers) {
				const event = frameEvent(frame, rssi, from.address);
				boards[station.index]?.inner.deliver(event, event.length);
			}
		},
	});
	for (const index of [0, 1]) {
		const station = air.station(index);
		const board = new Board((kind, bytes, length) => {
			if (kind !== postKinds.send) return;
			const destination = (bytes[0] as number) | ((bytes[1] as number) << 8);
			air.radio.transmit(station, destination, bytes.slice(2, length));
		});
		station.next = () => board.inner.sent(station.outcomes.at(-1)?.delivered === true);
		boards.push(board);
	}
	const [first, second] = boards as [Board, Board];
	return {
		first,
		second,
		firstAddress: 1,
		secondAddress: 2,
		absentAddress: 9,
		settle: () => air.run(1),
		close: () => {},
	};
});
