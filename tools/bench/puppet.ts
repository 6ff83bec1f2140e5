import type { Clock } from "kith/core/clock";
import type { Partition } from "kith/core/partition";
import { Scheduler } from "kith/core/scheduler";
import type { NodeDefinition } from "kith/definition/definition";
import type { Link, LinkFault, LinkListener } from "kith/link/link";
import { Network } from "kith/network/network";
import { PeerPlaces } from "kith/network/peer-places";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { Freshness } from "kith/oscore/freshness";
import { GroupContexts, groupRoom } from "kith/oscore/group-contexts";
import { GroupProtection } from "kith/oscore/group-protection";
import { HopProtection } from "kith/oscore/hop-protection";
import { SecretsImage } from "kith/secrets/secrets-image";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";

/** NON POST to `r` in SenML-CBOR, No-Response 26, up to the payload. */
const postReadings = [0x50, 0x02, 0, 0, 0xb1, 0x72, 0x11, 0x70, 0xd1, 0xe9, 0x1a, 0xff] as const;

/** A node's network layer and security outside any board: it introduces itself to whoever asks, and tells what it is told to. */
export class Puppet implements Clock, Link {
	readonly mtu = 250;
	listener: LinkListener | undefined;
	readonly #network: Network;
	readonly #said: Uint8Array[] = [];
	#now = 0;
	#deadline = 0;
	#wake: (() => void) | undefined;
	#inFlight = false;

	constructor(definition: NodeDefinition, secretsImage: Uint8Array, seed: number) {
		const { address, networkTag } = definition;
		const crypto = new NodeCrypto();
		const dice = new SeededRandom(seed);
		const random = {
			fill: (bytes: Uint8Array): void => {
				for (let index = 0; index < bytes.length; index++) bytes[index] = dice.uint32();
			},
		};
		const scheduler = new Scheduler(this);
		const places = new PeerPlaces(Uint16Array.from(definition.peers.map((peer) => peer.address)));
		const contexts = new ContextTable(crypto, 1, undefined, groupRoom(places));
		const secrets = new SecretsImage(partitionOf(secretsImage));
		const groups = new GroupContexts({ crypto, contexts, secrets, networkTag, address, places });
		groups.begin(1, random);
		const group = new GroupProtection(new CoseObject(crypto, contexts), groups);
		const shared = { places, address, scheduler, random };
		const freshness = new Freshness({ ...shared, groups, protection: group, onBoot: () => {} });
		const hop = new HopProtection(crypto, groups);
		const diagnostics = { reading() {}, sent() {}, received() {}, actuation() {}, asked() {}, fault() {} };
		const acquaintance = freshness;
		this.#network = new Network({ ...shared, link: this, group, hop, acquaintance, networkTag, boot: 1, diagnostics });
		freshness.start(this.#network);
	}

	now(): number {
		return this.#now;
	}

	wakeAt(deadline: number, wake: () => void): void {
		this.#deadline = deadline;
		this.#wake = wake;
	}

	send(_destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		if (this.#inFlight) return "busy";
		this.#inFlight = true;
		this.#said.push(frame.slice(0, length));
		return undefined;
	}

	hear(frame: Uint8Array): void {
		this.listener?.onReceive(frame.slice(), frame.length, -50, 0);
	}

	/** Lets `ms` pass. @returns what it said meanwhile, second copies included */
	run(ms: number): Uint8Array[] {
		for (const end = this.#now + ms; this.#now < end; this.#now++) {
			if (this.#inFlight) {
				this.#inFlight = false;
				this.listener?.onSent(true);
			}
			const wake = this.#wake;
			if (wake === undefined || this.#deadline > this.#now) continue;
			this.#wake = undefined;
			wake();
		}
		return this.#said.splice(0);
	}

	/** Tells a pack of readings. @returns its frame */
	tell(pack: Uint8Array): Uint8Array {
		const message = Uint8Array.of(...postReadings, ...pack);
		this.#network.sendGroup(message, message.length);
		const [frame] = this.run(100);
		if (frame === undefined) throw new Error("a reading was not sent");
		return frame;
	}
}

function partitionOf(bytes: Uint8Array): Partition {
	return {
		read: (offset, target, length) => {
			if (offset + length > bytes.length) return false;
			target.set(bytes.subarray(offset, offset + length));
			return true;
		},
	};
}
