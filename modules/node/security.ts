import type { CoapEndpoint } from "kith/coap/endpoint";
import type { MessageSecurity } from "kith/coap/message-security";
import { firstDistantPeer } from "kith/coap/policy";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import { roles } from "kith/core/secrets";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import type { Acquaintance } from "kith/network/acquaintance";
import type { PeerPlaces } from "kith/network/peer-places";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { Freshness } from "kith/oscore/freshness";
import { GroupContexts, groupRoom } from "kith/oscore/group-contexts";
import { GroupProtection } from "kith/oscore/group-protection";
import { HopProtection } from "kith/oscore/hop-protection";
import { OperatorContexts, operatorRows } from "kith/oscore/operator-contexts";
import { type ContextSource, OscoreSecurity } from "kith/oscore/oscore-security";
import { PairContexts, pairLimit } from "kith/oscore/pair-contexts";
import type { Protection } from "kith/security/protection";
import type { Members } from "./access";
import { countBoot, sequenceCheckMs, sequenceReserve } from "./boot-counter";
import type { NodeNetwork } from "./open-network";
import type { NodePorts } from "./ports";

/** Who wants to know when another boot of a peer is believed. */
export interface BootListener {
	/** @param proven the peer itself spoke just now; else another one vouches for it */
	restarted(place: number, sequence: number, proven: boolean): void;
}

/** Rows beside those of pairs: this boot's own. */
const ownRows = 1;

/**
 * A node's security, wired together: what it says to all, what it says to one, and whose boots it believes. Throws
 * where the board has no secrets.
 */
export class NodeSecurity implements ContextSource, Members {
	readonly group: Protection;
	readonly hop: Protection;
	/** Of this boot. */
	boot: number;
	/** Set once by the composition. */
	boots: BootListener | undefined;
	readonly #ports: NodePorts;
	/** By place: 1 where the peer may set something here. */
	readonly #actors: Uint8Array;
	readonly #places: PeerPlaces;
	readonly #groups: GroupContexts;
	readonly #pairs: PairContexts;
	readonly #freshness: Freshness;
	readonly #messages: OscoreSecurity;
	readonly #scheduler: Scheduler;
	readonly #check = (): void => this.renewBeforeTheEnd();
	#timer: TimerHandle = 0;
	#operators: OperatorContexts | undefined;
	#network: NodeNetwork | undefined;
	#endpoint: CoapEndpoint | undefined;

	constructor(definition: LoadedDefinition, places: PeerPlaces, scheduler: Scheduler, ports: NodePorts) {
		const { crypto, random, secrets, store } = ports;
		const { address, networkTag } = definition;
		const limit = Math.min(pairLimit, places.length);
		const reachable = definition.gateway && ports.datagrams !== undefined;
		const rows = ownRows + limit + (reachable ? operatorRows : 0);
		const contexts = new ContextTable(crypto, rows, undefined, groupRoom(places));
		const cose = new CoseObject(crypto, contexts);
		this.#ports = ports;
		this.#actors = definition.peers.actors();
		this.#scheduler = scheduler;
		this.#places = places;
		this.#groups = new GroupContexts({ crypto, contexts, secrets, networkTag, address, places });
		this.boot = countBoot(store, random);
		this.#groups.begin(this.boot, random);
		const group = new GroupProtection(cose, this.#groups);
		this.group = group;
		this.hop = new HopProtection(crypto, this.#groups);
		const shared = { crypto, contexts, places, address, networkTag };
		this.#pairs = new PairContexts({ ...shared, secrets, groups: this.#groups, limit });
		this.#messages = new OscoreSecurity({ crypto, contexts, cose, source: this, scheduler, random });
		this.#freshness = new Freshness({
			groups: this.#groups,
			protection: group,
			places,
			address,
			scheduler,
			random,
			onBoot: (place, sequence, proven) => this.onBoot(place, sequence, proven),
		});
	}

	get acquaintance(): Acquaintance {
		return this.#freshness;
	}

	get messages(): MessageSecurity {
		return this.#messages;
	}

	get bootContext(): Uint8Array {
		return this.#groups.own;
	}

	memberOf(peer: number): number {
		return peer < firstDistantPeer ? peer : (this.#operators?.speaker ?? 0);
	}

	/** Its rules set something here, or it is a gateway, or an operator. */
	mayAct(peer: number): boolean {
		return this.#actors[this.#places.find(this.memberOf(peer))] === 1 || this.mayAsk(peer);
	}

	mayAsk(peer: number): boolean {
		return this.#ports.secrets.role(this.memberOf(peer)) === roles.operator;
	}

	/** Whether introductions after boot are over, so that what is said is heard. */
	get settled(): boolean {
		return this.#freshness.settled;
	}

	/** Made when the first of them speaks, which can be on a gateway with UDP only. */
	get operators(): OperatorContexts {
		const { crypto, secrets } = this.#ports;
		const groups = this.#groups;
		this.#operators ??= new OperatorContexts({
			crypto,
			secrets,
			contexts: groups.contexts,
			agreement: this.#pairs,
			scheduler: this.#scheduler,
			boot: groups.own,
		});
		return this.#operators;
	}

	/** Begins to speak. */
	start(network: NodeNetwork, endpoint: CoapEndpoint): void {
		this.#network = network;
		this.#endpoint = endpoint;
		this.#freshness.start(network);
		this.#timer = this.#scheduler.after(sequenceCheckMs, this.#check);
	}

	rowOf(peer: number): number {
		const place = this.#places.find(peer);
		if (place === 0) return -1;
		const row = this.#pairs.row(place);
		if (row < 0) this.#freshness.want(place);
		return row;
	}

	/** With few numbers left the node goes on under a new boot, whose keys have all numbers before them. */
	private renewBeforeTheEnd(): void {
		const network = this.#network;
		this.#timer = this.#scheduler.after(sequenceCheckMs, this.#check);
		if (network === undefined || network.sequencesLeft >= sequenceReserve) return;
		const { store, random } = this.#ports;
		for (let place = 1; place < this.#places.length; place++) this.recover(place);
		this.#pairs.forgetAll();
		this.#operators?.forgetAll();
		this.boot = countBoot(store, random);
		this.#groups.begin(this.boot, random);
		network.renew(this.boot);
		this.#freshness.announce();
	}

	close(): void {
		this.#scheduler.cancel(this.#timer);
		this.#freshness.close();
		this.#messages.close();
	}

	private onBoot(place: number, sequence: number, proven: boolean): void {
		// While the keys are there that it was protected with.
		this.recover(place);
		this.#pairs.forget(place);
		this.boots?.restarted(place, sequence, proven);
	}

	private recover(place: number): void {
		this.#endpoint?.recoverRequests(this.#places.addresses[place] as number);
	}
}
