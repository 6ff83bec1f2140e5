import type { Channels } from "kith/link/channels";
import type { Acquaintance } from "kith/network/acquaintance";
import { Beacons, type NeighbourListener } from "./beacons";
import { ChannelFollower } from "./channel-follower";
import { MeshVoice } from "./channel-voice";
import { ControlSender, controlKinds } from "./control";
import { FloodRelay } from "./flood-relay";
import { frameFates } from "./frame-fates";
import { frameTypes, headerLength } from "./header";
import type { Mesh } from "./mesh";
import { noNeighbour, unusableCost } from "./neighbour-table";
import { networkCounters } from "./network-counters";
import type { ReceivedFrame } from "./received-frame";
import { Repairs } from "./repairs";
import { UnicastRelay } from "./unicast";
import { searchLength, soughtOffset, WaySearch } from "./way-search";

/** Number of a flood, three bytes: what answers a search. */
const foundLength = 3;

/** One node's part in the mesh: puts what was verified to its use. */
export class MeshNode implements NeighbourListener {
	readonly neighbours: Mesh["neighbours"];
	readonly routes: Mesh["routes"];
	readonly places: Mesh["places"];
	readonly #mesh: Mesh;
	readonly #queue: Mesh["queue"];
	readonly #flood: FloodRelay;
	readonly #beacons: Beacons;
	readonly #repairs: Repairs;
	readonly #search: WaySearch;
	readonly #unicast: UnicastRelay;
	readonly #control: ControlSender;
	#channel: ChannelFollower | undefined;
	readonly #foundMessage = new Uint8Array(foundLength);

	constructor(mesh: Mesh) {
		this.#mesh = mesh;
		this.#queue = mesh.queue;
		this.neighbours = mesh.neighbours;
		this.routes = mesh.routes;
		this.places = mesh.places;
		const control = new ControlSender(mesh);
		this.#control = control;
		this.#flood = new FloodRelay(mesh);
		this.#beacons = new Beacons(mesh, control, this);
		this.#repairs = new Repairs(mesh, control);
		this.#search = new WaySearch(mesh);
		this.#unicast = new UnicastRelay(mesh, control, this.#search);
	}

	/** Keeps the radio on the network's channel from now on. */
	follow(channels: Channels, acquaintance: Acquaintance | undefined): void {
		const voice = new MeshVoice(this.#mesh, this.#control, this.#beacons, channels, acquaintance);
		this.#channel = new ChannelFollower(channels, this.#mesh.scheduler, voice);
		this.#beacons.channel = this.#channel;
	}

	/** Undefined where the radio's channel is nobody's concern. */
	get channel(): ChannelFollower | undefined {
		return this.#channel;
	}

	sendUnicast(destination: number, message: Uint8Array, length: number): boolean {
		return this.#unicast.send(frameTypes.unicast, destination, message, length);
	}

	/** Messages to a peer bring no answer: the way to it is doubted, and its first hop a little. */
	unanswered(destination: number): void {
		this.#unicast.doubt(destination);
	}

	/** A flood of our own is on its way. */
	sentFlood(): void {
		this.#repairs.news();
	}

	/** A flood was verified and is new; it lies in the arena as it came. */
	flooded(header: ReceivedFrame, from: number, length: number, rssi: number): void {
		this.#flood.fresh(header, from, length, rssi);
		this.#repairs.news();
		if (this.#queue.hasParked) this.#unicast.wayFound(header.place);
	}

	/** A frame that was heard before: of a flood, one more copy. */
	repeated(header: ReceivedFrame, from: number): void {
		if (!header.repeatedFlood) return;
		this.#flood.repeat(header, from);
		if (this.#queue.hasParked) this.#unicast.wayFound(header.place);
	}

	/** Somebody searches for a way: to us, perhaps. */
	searched({ origin }: ReceivedFrame, message: Uint8Array, length: number): void {
		if (length !== searchLength) return;
		const at = headerLength + soughtOffset;
		const sought = ((message[at] as number) << 8) | (message[at + 1] as number);
		const { address, maker, counters } = this.#mesh;
		if (sought !== address) return;
		const number = maker.takeNumber();
		if (number < 0) return;
		const answer = this.#foundMessage;
		answer[0] = number >> 16;
		answer[1] = number >> 8;
		answer[2] = number;
		if (this.#unicast.send(frameTypes.found, origin, answer, foundLength)) counters.count(networkCounters.found);
	}

	/** A hop's frame was verified; its message lies in the arena. @returns a frame fate: delivered where it is for us */
	hopped(header: ReceivedFrame, length: number, rssi: number): number {
		const slot = this.#beacons.heard(header.place, rssi);
		const { type } = header;
		if (type === frameTypes.neighbour) return this.control(header, slot, length);
		if (type === frameTypes.found) {
			if (!this.learnFound(header, slot, length)) return frameFates.malformed;
			if (header.destination === this.#mesh.address) return frameFates.control;
		} else if (header.destination === this.#mesh.address) return frameFates.delivered;
		const link = slot === noNeighbour ? unusableCost : this.#mesh.neighbours.cost(slot);
		return this.#unicast.relay(header, length, link) ? frameFates.relayed : frameFates.expired;
	}

	onNeighbour(address: number): void {
		this.#repairs.welcome(address);
	}

	onNeighbourGone(place: number, slot: number): void {
		this.#mesh.recent.forget(slot);
		this.#mesh.routes.lost(place);
	}

	/** Another boot of the peer at `place` is believed from now on, or none: what its numbers meant is void. */
	restarted(place: number): void {
		this.#mesh.routes.restarted(place);
		this.#mesh.recent.restarted(place);
		// It may be in reach, and understands our beacons only now.
		this.#beacons.hurry();
	}

	close(): void {
		this.#channel?.close();
		this.#beacons.close();
		this.#repairs.close();
		this.#unicast.close();
	}

	private control(header: ReceivedFrame, slot: number, length: number): number {
		const message = this.#mesh.arena.heard;
		const { offset, author } = header;
		if (slot === noNeighbour || length < 1) return frameFates.control;
		const kind = message[offset] as number;
		let sound = true;
		if (kind === controlKinds.beacon) sound = this.#beacons.receive(slot, message, offset, length, author);
		else if (kind === controlKinds.summary) sound = this.#repairs.summary(slot, message, offset, length, author);
		else if (kind === controlKinds.request) sound = this.#repairs.request(message, offset, length, author);
		else if (kind === controlKinds.unreachable) sound = this.#unicast.lost(slot, message, offset, length);
		return sound ? frameFates.control : frameFates.malformed;
	}

	/** The answer to a search teaches the way to who was sought, as a flood of theirs would. */
	private learnFound(header: ReceivedFrame, slot: number, length: number): boolean {
		if (length !== foundLength) return false;
		const { arena, neighbours, places, routes, queue } = this.#mesh;
		const message = arena.heard;
		const at = header.offset;
		const number = ((message[at] as number) << 16) | ((message[at + 1] as number) << 8) | (message[at + 2] as number);
		const place = places.find(header.author);
		if (place === 0 || slot === noNeighbour) return true;
		// That it came says that the link works, whatever beacons have told so far.
		const cost = neighbours.cost(slot);
		const link = cost === unusableCost ? unusableCost - 1 : cost;
		if (!routes.learn(place, header.authorBoot, number, neighbours.place(slot), header.cost, link)) return true;
		this.#search.found(header.author);
		if (queue.hasParked) this.#unicast.wayFound(place);
		return true;
	}
}
