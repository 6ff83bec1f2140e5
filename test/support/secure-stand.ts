import { Scheduler } from "kith/core/scheduler";
import type { Secrets } from "kith/core/secrets";
import { Network } from "kith/network/network";
import { PeerPlaces } from "kith/network/peer-places";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { Freshness } from "kith/oscore/freshness";
import { GroupContexts, groupRoom } from "kith/oscore/group-contexts";
import { GroupProtection } from "kith/oscore/group-protection";
import { HopProtection } from "kith/oscore/hop-protection";
import { OscoreSecurity } from "kith/oscore/oscore-security";
import { PairContexts } from "kith/oscore/pair-contexts";
import { encodeSecrets } from "kith/secrets/encode";
import { SecretsImage } from "kith/secrets/secrets-image";
import { FakeClock } from "./fake-clock";
import type { FakeLink, FakeRadio } from "./fake-radio";
import { FixedRandom } from "./fixed-random";
import { toHex } from "./hex";
import { contents, member } from "./member-secrets";
import { MemoryPartition } from "./memory-partition";
import { PretendAgreement, pretendedPublicKey } from "./pretend-agreement";
import { RecordingDiagnostics } from "./recording-diagnostics";

export interface SecureStandOptions {
	readonly address: number;
	readonly peers: readonly number[];
	readonly boot?: number;
	/** Of the random numbers of this boot. */
	readonly seed?: number;
	/** Everybody; default: `address` and `peers`. */
	readonly members?: readonly number[];
	readonly secrets?: Secrets;
	readonly pairLimit?: number;
	readonly clock?: FakeClock;
}

export const secureNetworkTag = 0xcafe;

/** Secrets that go with `PretendAgreement`. */
export function pretendedSecrets(address: number, members: readonly number[]): Secrets {
	const roster = members.map((other) => ({
		...member(other),
		publicKey: pretendedPublicKey(contents(other, []).privateKey),
	}));
	return new SecretsImage(new MemoryPartition(encodeSecrets(contents(address, roster))));
}

/** A node's security and network layer on a radio: what it hears of whom, in words. */
export class SecureStand {
	readonly crypto = new PretendAgreement();
	readonly link: FakeLink;
	readonly scheduler: Scheduler;
	readonly network: Network;
	readonly freshness: Freshness;
	readonly hop: HopProtection;
	readonly groups: GroupContexts;
	readonly contexts: ContextTable;
	readonly pairs: PairContexts;
	readonly messages: OscoreSecurity;
	readonly places: PeerPlaces;
	/** "origin group|unicast hex" */
	readonly heard: string[] = [];
	/** Peers, each time another boot of them was believed. */
	readonly believed: number[] = [];
	readonly options: SecureStandOptions;

	constructor(radio: FakeRadio, options: SecureStandOptions) {
		const { address, peers, boot = 1, seed = 1, clock = new FakeClock(0x7ffff000) } = options;
		this.options = options;
		this.link = radio.link(address, clock);
		this.scheduler = new Scheduler(clock);
		const scheduler = this.scheduler;
		const random = new FixedRandom(address * 7919 + seed * 104_729);
		const places = new PeerPlaces(Uint16Array.from(peers));
		this.places = places;
		const crypto = this.crypto;
		const secrets = options.secrets ?? pretendedSecrets(address, options.members ?? [address, ...peers]);
		const limit = options.pairLimit ?? 4;
		this.contexts = new ContextTable(crypto, 1 + limit, undefined, groupRoom(places));
		const contexts = this.contexts;
		const cose = new CoseObject(crypto, contexts);
		const networkTag = secureNetworkTag;
		this.groups = new GroupContexts({ crypto, contexts, secrets, networkTag, address, places });
		this.groups.begin(boot, random);
		const groups = this.groups;
		const group = new GroupProtection(cose, groups);
		this.pairs = new PairContexts({ crypto, secrets, contexts, groups, places, address, networkTag, limit });
		const source = { rowOf: (peer: number): number => this.pairs.row(places.find(peer)) };
		this.messages = new OscoreSecurity({ crypto, contexts, cose, source, scheduler, random });
		this.freshness = new Freshness({
			groups,
			protection: group,
			places,
			address,
			scheduler,
			random,
			onBoot: (place) => {
				this.believed.push(places.addresses[place] as number);
				this.pairs.forget(place);
			},
		});
		this.hop = new HopProtection(crypto, groups);
		this.network = new Network({
			link: this.link,
			scheduler,
			random,
			group,
			hop: this.hop,
			acquaintance: this.freshness,
			address,
			networkTag,
			boot,
			places,
			diagnostics: new RecordingDiagnostics(),
		});
		this.network.listener = {
			onMessage: (origin, isGroup, buffer, offset, length) => {
				const hex = toHex(buffer.slice(offset, offset + length));
				this.heard.push(`${origin} ${isGroup ? "group" : "unicast"} ${hex}`);
			},
		};
		this.freshness.start(this.network);
	}

	/** Says something to all: a CoAP message whose payload is one byte. */
	say(payload: number): void {
		this.network.sendGroup(Uint8Array.of(0x50, 0x02, 0, 0, 0xff, payload), 6);
	}

	/** Payloads that were heard of a peer's group messages, since the last call. */
	take(origin: number): number[] {
		const start = `${origin} group `;
		const payloads = this.heard
			.filter((line) => line.startsWith(start))
			.map((line) => Number.parseInt(line.slice(-2), 16));
		this.heard.length = 0;
		return payloads;
	}

	/** Switches it off. */
	off(radio: FakeRadio): void {
		this.freshness.close();
		this.network.close();
		radio.remove(this.link);
	}

	/** Peers of which a boot is believed. */
	get believes(): number[] {
		return [...this.places.addresses].filter((_, place) => place > 0 && this.groups.hasBoot(place));
	}
}
