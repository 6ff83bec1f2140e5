import type { Scheduler } from "kith/core/scheduler";
import type { GatewayNode } from "kith/gateway/mqtt-gateway";
import type { WebNode } from "kith/gateway/resource-walk";
import type { ValueTable } from "kith/model/value-table";
import type { Inputs } from "./inputs";
import { noSlot, type OwnResources } from "./own-resources";
import { type PresenceTable, presences } from "./presence";
import type { Answered } from "./requests";

/** Asks a node, the own one included, to set a resource. False: too many requests are under way. */
export interface Asker {
	/** @param requester who wants the own node's to be set; default: the own node */
	ask(address: number, resourceId: number, value: number, answered: Answered, requester?: number): boolean;
}

export interface GatewayViewOptions {
	/** Of this node. */
	readonly address: number;
	readonly own: OwnResources;
	readonly inputs: Inputs;
	readonly values: ValueTable;
	readonly scheduler: Scheduler;
	readonly asker: Asker;
	readonly presence: PresenceTable;
}

/** The node as its gateway's faces see it. One object: six closures would cost the heap more than half a kilobyte. */
export class GatewayView implements GatewayNode, WebNode {
	readonly #options: GatewayViewOptions;

	constructor(options: GatewayViewOptions) {
		this.#options = options;
	}

	get slots(): number {
		return this.#options.values.slots;
	}

	slotAddress(slot: number): number {
		const { address, own, inputs } = this.#options;
		return slot < own.count ? address : inputs.address(slot - own.count);
	}

	slotResourceId(slot: number): number {
		const { own, inputs } = this.#options;
		return slot < own.count ? own.resourceId(slot) : inputs.resourceId(slot - own.count);
	}

	slotOf(address: number, resourceId: number): number {
		const { own, inputs } = this.#options;
		if (address === this.#options.address) return own.slotOf(resourceId);
		const input = inputs.find(address, resourceId);
		return input < 0 ? noSlot : own.count + input;
	}

	public(slot: number): boolean {
		const { own, inputs } = this.#options;
		return slot < own.count ? own.public(slot) : inputs.public(slot - own.count);
	}

	ageSeconds(slot: number): number {
		const { values, scheduler } = this.#options;
		return (values.age(slot, scheduler.now()) / 1000) | 0;
	}

	known(slot: number): boolean {
		return this.#options.values.known(slot);
	}

	value(slot: number): number {
		return this.#options.values.value(slot);
	}

	online(place: number): boolean | undefined {
		const presence = this.#options.presence.presence(place);
		return presence === presences.unheard ? undefined : presence !== presences.gone;
	}

	set(address: number, resourceId: number, value: number, answered: Answered): boolean {
		return this.#options.asker.ask(address, resourceId, value, answered);
	}
}
