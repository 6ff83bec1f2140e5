import { CborReader } from "kith/cbor/cbor-reader";
import { asciiText } from "kith/coap/ascii-text";
import type { BlockSource } from "kith/coap/block-source";
import { DocumentWindow } from "kith/coap/document-window";
import type { PeerCatalogue } from "kith/definition/peer-catalogue";
import { unusableCost } from "kith/mesh/neighbour-table";
import type { PeerPlaces } from "kith/network/peer-places";
import type { NodeNetwork } from "./open-network";
import type { PresenceTable } from "./presence";

/** Text of a presence, by its number: equally long, so that no row's length changes between two blocks. In ROM. */
const presenceTexts: readonly Uint8Array[] = Object.freeze(["never", "alive", "late ", "gone "].map(asciiText));
const head = asciiText("address state     heard  boot   via cost  in out name");
const widths = Object.freeze({ address: 7, heard: 10, boot: 6, via: 6, cost: 5, quality: 4 });

/** CBOR heads: an array whose length follows in a byte, a row of nine, numbers of one, two and four bytes, and -1 in four. */
const arrayOf = 0x98;
const rowOfNine = 0x89;
const oneByte = 0x18;
const twoBytes = 0x19;
const fourBytes = 0x1a;
const minusFourBytes = 0x3a;
const textOf = 0x78;
const unknown = -1;
/** As the route table has it. */
const noCost = 255;

export interface KnownNodes {
	readonly places: PeerPlaces;
	readonly presence: PresenceTable;
	readonly network: NodeNetwork;
	/** Where this node keeps names: in the order of the places. */
	readonly catalogue: PeerCatalogue | undefined;
}

/**
 * The list of nodes, `/nodes` (docs/presence.md), a row for each, written anew for every block that is read of it. Rows
 * keep their length whatever happens meanwhile, so that blocks read one after the other make a whole.
 */
export class NodesDocument implements BlockSource {
	more = false;
	/** Else as text. */
	cbor = false;
	readonly #known: KnownNodes;
	readonly #window = new DocumentWindow();
	readonly #reader = new CborReader();

	constructor(known: KnownNodes) {
		this.#known = known;
	}

	readBlock(offset: number, target: Uint8Array, size: number): number {
		const window = this.#window;
		const reader = this.#reader;
		const { places, catalogue } = this.#known;
		window.open(target, offset, size);
		if (catalogue !== undefined) reader.open(catalogue.bytes, 0, catalogue.bytes.length);
		if (this.cbor) {
			window.byte(arrayOf);
			window.byte(places.length - 1);
		} else {
			window.bytes(head, 0, head.length);
			window.byte(0x0a);
		}
		for (let place = 1; place < places.length && !window.full; place++) {
			let nameLength = 0;
			let next = 0;
			if (catalogue !== undefined && place <= catalogue.count) {
				reader.readBytes();
				next = reader.offset;
				reader.offset = reader.spanOffset;
				reader.readArray();
				reader.readInt();
				nameLength = reader.readText();
			}
			if (this.cbor) this.cborRow(place, nameLength);
			else this.textRow(place, nameLength);
			if (next > 0) reader.offset = next;
		}
		this.more = window.full;
		return window.kept;
	}

	private cborRow(place: number, nameLength: number): void {
		const window = this.#window;
		const { places, presence, network } = this.#known;
		window.byte(rowOfNine);
		this.uint16(places.addresses[place] as number);
		window.byte(textOf);
		window.byte(nameLength);
		this.name(nameLength);
		window.byte(presence.presence(place));
		this.int32(presence.secondsSince(place));
		this.int32(network.boot(place));
		this.uint16(this.via(place));
		window.byte(oneByte);
		window.byte(this.cost(place));
		window.byte(oneByte);
		window.byte(Math.max(this.inbound(place), 0));
		window.byte(oneByte);
		window.byte(Math.max(this.outbound(place), 0));
	}

	private textRow(place: number, nameLength: number): void {
		const window = this.#window;
		const { places, presence, network } = this.#known;
		this.number(places.addresses[place] as number, widths.address);
		window.byte(0x20);
		const text = presenceTexts[presence.presence(place)] as Uint8Array;
		window.bytes(text, 0, text.length);
		this.number(presence.secondsSince(place), widths.heard);
		this.number(network.boot(place), widths.boot);
		const via = this.via(place);
		this.number(via === 0 ? unknown : via, widths.via);
		const cost = this.cost(place);
		this.number(cost === noCost ? unknown : cost, widths.cost);
		this.number(this.inbound(place), widths.quality);
		this.number(this.outbound(place), widths.quality);
		if (nameLength > 0) {
			window.byte(0x20);
			this.name(nameLength);
		}
		window.byte(0x0a);
	}

	private name(length: number): void {
		if (length > 0) this.#window.bytes(this.#reader.buffer, this.#reader.spanOffset, length);
	}

	/** Address of the next hop; 0: none is known, or the network does not relay. */
	private via(place: number): number {
		const { mesh } = this.#known.network;
		if (mesh === undefined) return 0;
		const { routes, places } = mesh;
		const direct = this.directCost(place);
		const hop = routes.hop(place);
		// As requests choose.
		if (hop !== 0 && (direct >= unusableCost || routes.cost(place) < direct)) return places.addresses[hop] as number;
		return direct >= unusableCost ? 0 : (places.addresses[place] as number);
	}

	/** In half transmissions; 255: unknown. */
	private cost(place: number): number {
		const { mesh } = this.#known.network;
		if (mesh === undefined) return noCost;
		const direct = this.directCost(place);
		const routed = mesh.routes.hop(place) === 0 ? noCost : mesh.routes.cost(place);
		return Math.min(direct >= unusableCost ? noCost : direct, routed);
	}

	private directCost(place: number): number {
		const neighbours = this.#known.network.mesh?.neighbours;
		const slot = neighbours?.slot(place) ?? unknown;
		return neighbours === undefined || slot < 0 ? unusableCost : neighbours.cost(slot);
	}

	/** Of 255 of its beacons so many arrive here; -1: it is no neighbour. */
	private inbound(place: number): number {
		const neighbours = this.#known.network.mesh?.neighbours;
		const slot = neighbours?.slot(place) ?? unknown;
		return neighbours === undefined || slot < 0 ? unknown : neighbours.inbound(slot);
	}

	/** And of ours so many there. */
	private outbound(place: number): number {
		const neighbours = this.#known.network.mesh?.neighbours;
		const slot = neighbours?.slot(place) ?? unknown;
		return neighbours === undefined || slot < 0 ? unknown : neighbours.outbound(slot);
	}

	private uint16(value: number): void {
		const window = this.#window;
		window.byte(twoBytes);
		window.byte(value >> 8);
		window.byte(value & 0xff);
	}

	/** Not below -1. */
	private int32(value: number): void {
		const window = this.#window;
		window.byte(value < 0 ? minusFourBytes : fourBytes);
		const bits = Math.max(value, 0);
		for (let shift = 24; shift >= 0; shift -= 8) window.byte((bits >> shift) & 0xff);
	}

	/** Right-aligned decimal digits; a dash for what is unknown. */
	private number(value: number, width: number): void {
		const window = this.#window;
		let digits = 1;
		let power = 1;
		while (value >= power * 10) {
			power *= 10;
			digits++;
		}
		for (let left = width - digits; left > 0; left--) window.byte(0x20);
		if (value < 0) {
			window.byte(0x2d);
			return;
		}
		for (; power >= 1; power = (power / 10) | 0) window.byte(0x30 + (((value / power) | 0) % 10));
	}
}
