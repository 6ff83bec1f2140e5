import type { CompiledNode } from "kith/define/compile";
import { frameTypes, headerLength, writeHeader } from "kith/network/header";
import { PeerPlaces } from "kith/network/peer-places";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { GroupContexts } from "kith/oscore/group-contexts";
import { GroupProtection } from "kith/oscore/group-protection";
import { HopProtection } from "kith/oscore/hop-protection";
import { SecretsImage } from "kith/secrets/secrets-image";
import type { Protection } from "kith/security/protection";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { sessionKeys } from "kith/simulator/session/session-keys";
import { fromHex, toHex } from "../support/hex";
import { MemoryPartition } from "../support/memory-partition";
import { networkTag } from "./field";
import type { Captured } from "./siege";

const everybody = 0xffff;
const frameRoom = 250;

/**
 * A stolen board: whoever has it knows the network secret, from which everybody's group keys follow, but of private keys
 * only the stolen one. It speaks as another member, in that one's present boot, which its hello told to all.
 */
export class Insider {
	readonly #origin: number;
	readonly #boot: number;
	readonly #group: Protection;
	readonly #hop: Protection;

	/**
	 * @param stolen address of the board whose secrets it has
	 * @param hello of the member that it speaks as
	 */
	constructor(definitions: ReadonlyMap<string, CompiledNode>, seed: number, stolen: number, hello: Captured) {
		const bytes = fromHex(hello.bytes);
		const chance = bytes.slice(headerLength, headerLength + 6);
		this.#origin = hello.neighbour;
		this.#boot = ((bytes[8] as number) << 8) | (bytes[9] as number);
		const crypto = new NodeCrypto();
		const secrets = new SecretsImage(new MemoryPartition(sessionKeys({ definitions, seed }).image(stolen)));
		const contexts = new ContextTable(crypto, 4);
		const places = new PeerPlaces(Uint16Array.of());
		const groups = new GroupContexts({ crypto, contexts, secrets, networkTag, address: this.#origin, places });
		groups.begin(this.#boot, { fill: (target) => target.set(chance, target.length - chance.length) });
		this.#group = new GroupProtection(new CoseObject(crypto, contexts), groups);
		this.#hop = new HopProtection(crypto, groups);
	}

	/** A CoAP message to all, as from the other member. */
	toAll(sequence: number, message: string): string {
		return this.#frame(frameTypes.group, everybody, sequence, message, this.#group);
	}

	/** A CoAP message to one, as from the other member: plain but for the hop. */
	toOne(destination: number, sequence: number, message: string): string {
		return this.#frame(frameTypes.unicast, destination, sequence, message, this.#hop);
	}

	#frame(type: number, destination: number, sequence: number, message: string, protection: Protection): string {
		const frame = new Uint8Array(frameRoom);
		const identity = {
			networkTag,
			hopLimit: 1,
			origin: this.#origin,
			destination,
			boot: this.#boot,
			sequence,
			place: 0,
		};
		writeHeader(frame, identity, type);
		const plain = fromHex(message.replaceAll(" ", ""));
		frame.set(plain, headerLength);
		const length = protection.protect(frame, headerLength, plain.length, identity);
		if (length < 0) throw new Error(`fault ${length}`);
		return toHex(frame.slice(0, headerLength + length));
	}
}
