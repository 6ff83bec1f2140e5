import { Scheduler } from "kith/core/scheduler";
import type { Link, LinkFault, LinkListener } from "kith/link/link";
import { MeshNetwork } from "kith/mesh/mesh-network";
import { PeerPlaces } from "kith/network/peer-places";
import type { Protection } from "kith/security/protection";
import { relayAddress, relayEvents, relayPeers, relayPosts, relayTag, relayTagLength } from "./relay-events";

/** A node's network layer alone, that believes everybody's boot 1, with a protection that costs nothing. */
const received = new Uint8Array(512);

class GuestLink implements Link {
	readonly mtu = 250;
	listener: LinkListener | undefined;

	send(_destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		host.post(relayPosts.frame, frame, length);
		return undefined;
	}
}

const blind: Protection = {
	overhead: relayTagLength,
	protect: (_frame, _offset, length) => length + relayTagLength,
	unprotect: (_frame, _offset, length) => length - relayTagLength,
};

class Board {
	readonly link = new GuestLink();
	wake: (() => void) | undefined;

	constructor() {
		const scheduler = new Scheduler({
			now: () => host.now(),
			wakeAt: (_deadline, wake) => {
				this.wake = wake;
			},
		});
		const network = new MeshNetwork({
			link: this.link,
			scheduler,
			random: { fill: (bytes: Uint8Array): void => host.fillRandom(bytes) },
			group: blind,
			hop: blind,
			address: relayAddress,
			networkTag: relayTag,
			boot: 1,
			places: new PeerPlaces(new Uint16Array(relayPeers).map((_, index) => index + 1)),
			listened: 0,
			diagnostics: { reading() {}, sent() {}, received() {}, actuation() {}, asked() {}, fault() {} },
		});
		for (let place = 1; place <= relayPeers; place++) network.believe(place, 1, -1);
	}
}

const board = new Board();

host.listen(received, (kind, length) => {
	if (kind === relayEvents.frame) {
		const from = ((received[length - 2] as number) << 8) | (received[length - 1] as number);
		board.link.listener?.onReceive(received, length - 2, -60, from);
	} else if (kind === relayEvents.sent) board.link.listener?.onSent(true);
	else if (kind === relayEvents.wake) {
		const { wake } = board;
		board.wake = undefined;
		wake?.();
	}
});
