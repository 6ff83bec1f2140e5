import { Scheduler } from "kith/core/scheduler";
import { MeshNetwork, type NetworkListener } from "kith/mesh/mesh-network";
import { PeerPlaces } from "kith/network/peer-places";
import { FakeClock } from "./fake-clock";
import type { FakeLink, FakeRadio } from "./fake-radio";
import { FixedRandom } from "./fixed-random";
import { toHex } from "./hex";
import { MeshChecksum } from "./mesh-checksum";
import { RecordingDiagnostics } from "./recording-diagnostics";

export const testNetworkTag = 0xcafe;

/** A network layer on a radio, with all that it needs, that remembers what it was told. */
export interface MeshNetworkStand {
	readonly network: MeshNetwork;
	readonly link: FakeLink;
	readonly scheduler: Scheduler;
	readonly random: FixedRandom;
	readonly diagnostics: RecordingDiagnostics;
	/** "origin group|unicast sequence hex" */
	readonly heard: string[];
}

export interface MeshNetworkStandOptions {
	readonly address: number;
	readonly peers: readonly number[];
	readonly boot?: number;
	/** The boot that its peers are believed to be in; default 1. */
	readonly peerBoot?: number;
	readonly networkTag?: number;
	readonly mtu?: number;
}

export function meshNetworkStand(radio: FakeRadio, options: MeshNetworkStandOptions): MeshNetworkStand {
	const { address, peers, boot = 1, networkTag = testNetworkTag, mtu = 250 } = options;
	const clock = new FakeClock(0x7ffffff0);
	const link = radio.link(address, clock, mtu);
	const scheduler = new Scheduler(clock);
	const random = new FixedRandom(address * 1000 + boot);
	const diagnostics = new RecordingDiagnostics();
	const places = new PeerPlaces(Uint16Array.from(peers));
	const network = new MeshNetwork({
		link,
		scheduler,
		random,
		group: new MeshChecksum(),
		hop: new MeshChecksum(),
		address,
		networkTag,
		boot,
		places,
		diagnostics,
	});
	// Without security somebody has to say whose boot is fresh.
	for (let place = 1; place < places.length; place++) network.believe(place, options.peerBoot ?? 1, -1);
	const heard: string[] = [];
	const listener: NetworkListener = {
		onMessage(origin, group, buffer, offset, length, sequence) {
			const hex = toHex(buffer.slice(offset, offset + length));
			heard.push(`${origin} ${group ? "group" : "unicast"} ${sequence} ${hex}`);
		},
	};
	network.listener = listener;
	return { network, link, scheduler, random, diagnostics, heard };
}
