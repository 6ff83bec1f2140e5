import { elapsed } from "kith/core/clock";
import { randomBelow } from "kith/core/random";
import type { Channels } from "kith/link/channels";
import { broadcastAddress } from "kith/link/link";
import type { Acquaintance } from "kith/network/acquaintance";
import type { Beacons } from "./beacons";
import type { ControlSender } from "./control";
import { frameFates } from "./frame-fates";
import { frameTypes } from "./header";
import type { Mesh } from "./mesh";
import { neighbourLimit } from "./neighbour-table";
import { priorities } from "./transmit-table";

/** How the channel follower hears and speaks. */
export interface ChannelVoice {
	/** A beacon to all neighbours, now, with what the follower tells. False: it cannot be sent now. */
	beacon(): boolean;
	/** The same on another channel. */
	beaconElsewhere(channel: number): boolean;
	/** Beacons follow each other quickly for a while. */
	hurry(): void;
	/** Introduces this node to who does not know its boot. */
	greet(): void;
	/** Milliseconds since the last verified frame of any neighbour; -1: there are no neighbours. */
	silence(): number;
	/** Frames of this network so far, verified or not. */
	heard(): number;
	/** Whether some member was never heard of since this boot. */
	misses(): boolean;
	/** 0 … `limit`-1 */
	random(limit: number): number;
}

/** How a mesh's channel follower hears and speaks: by beacons and what is counted anyway, so that no frame costs more. */
export class MeshVoice implements ChannelVoice {
	readonly #mesh: Mesh;
	readonly #control: ControlSender;
	readonly #beacons: Beacons;
	readonly #channels: Channels;
	readonly #acquaintance: Acquaintance | undefined;

	constructor(
		mesh: Mesh,
		control: ControlSender,
		beacons: Beacons,
		channels: Channels,
		acquaintance: Acquaintance | undefined,
	) {
		this.#mesh = mesh;
		this.#control = control;
		this.#beacons = beacons;
		this.#channels = channels;
		this.#acquaintance = acquaintance;
	}

	beacon(): boolean {
		return this.#beacons.send(priorities.group);
	}

	beaconElsewhere(channel: number): boolean {
		const { maker, arena } = this.#mesh;
		const control = this.#control;
		this.#beacons.compose();
		const length = maker.direct(frameTypes.neighbour, broadcastAddress, control.message, control.length);
		return length >= 0 && this.#channels.sendElsewhere(channel, arena.outgoing, length);
	}

	misses(): boolean {
		const { places, window } = this.#mesh;
		for (let place = 1; place < places.length; place++) if (window.boot(place) < 0) return true;
		return false;
	}

	random(limit: number): number {
		const { random, draw } = this.#mesh;
		return randomBelow(random, draw, limit);
	}

	hurry(): void {
		this.#beacons.hurry();
	}

	greet(): void {
		this.#acquaintance?.greet();
	}

	silence(): number {
		const { neighbours, scheduler } = this.#mesh;
		const now = scheduler.now();
		let least = -1;
		for (let slot = 0; slot < neighbourLimit; slot++) {
			if (neighbours.place(slot) === 0) continue;
			const silence = elapsed(neighbours.heardAt(slot), now);
			if (least < 0 || silence < least) least = silence;
		}
		return least;
	}

	heard(): number {
		const { counts } = this.#mesh.counters;
		let sum = counts[frameFates.delivered] as number;
		for (let fate: number = frameFates.duplicate; fate <= frameFates.unheeded; fate++) sum += counts[fate] as number;
		return sum;
	}
}
