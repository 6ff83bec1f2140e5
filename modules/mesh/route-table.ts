import { unusableCost } from "./neighbour-table";

/** No place: no next hop. */
export const noHop = 0;
/** Larger than any cost that is kept. */
const noCost = 255;
/** Nothing was ever heard of the peer. */
const unknown = -1;

/**
 * For each peer the neighbour through which it is reached: 8 bytes each. What teaches a route is a numbered message of
 * the peer itself, on its way to us: whoever handed it to us is nearer to its origin. As in DSDV and AODV a newer number
 * replaces everything, and among copies of one message only a strictly cheaper one does. A node passes on only what it
 * has adopted itself, so number and cost never get worse from hop to hop, and no loop can form.
 *
 * Beside the next hop it keeps another neighbour whose copy had cost less than our own route: it cannot lead through us,
 * and is there when the first one is gone (a loop-free alternate, RFC 5286 section 1.1).
 */
export class RouteTable {
	/** By the destination's place: sequence of what taught the route (high 24 bits) and cost; then boot, hop and alternate. */
	readonly #cells: Int32Array;
	readonly #places: number;

	/** @param places of the peers, the one of nobody included */
	constructor(places: number) {
		this.#places = places;
		this.#cells = new Int32Array(2 * places);
		for (let place = 0; place < places; place++) this.restarted(place);
	}

	/** Place of the neighbour that is the next hop to the peer at `place`, or `noHop`. */
	hop(place: number): number {
		return ((this.#cells[2 * place + 1] as number) >> 8) & 0xff;
	}

	/** Another way that does not lead back, or `noHop`. */
	alternate(place: number): number {
		return (this.#cells[2 * place + 1] as number) & 0xff;
	}

	/** Cost of the way, in half transmissions; 255: none. */
	cost(place: number): number {
		return (this.#cells[2 * place] as number) & 0xff;
	}

	/**
	 * A copy of a message of the peer at `place` came through the neighbour at `via`.
	 * @param told cost of the way from the neighbour to the peer, as the copy said
	 * @param link cost of the link to the neighbour
	 * @returns true where the route is now this one
	 */
	learn(place: number, boot: number, sequence: number, via: number, told: number, link: number): boolean {
		if (link >= unusableCost) return false;
		const cells = this.#cells;
		const at = 2 * place;
		const cell = cells[at] as number;
		const hops = cells[at + 1] as number;
		const cost = told + link;
		// Most messages are newer, and of the same boot.
		if ((hops >>> 16 !== boot || sequence <= cell >>> 8) && cell !== unknown) {
			// Positive: newer than what taught the route, negative: older, 0: the same message. Boots in RFC 1982 arithmetic.
			const boots = ((boot - (hops >>> 16)) << 16) >> 16;
			const newer = boots !== 0 ? boots : sequence - (cell >>> 8);
			if (newer < 0) return false;
			const old = cell & 0xff;
			if (newer === 0 && cost >= old) {
				const hop = (hops >> 8) & 0xff;
				if (told < old && via !== hop && hop !== noHop) cells[at + 1] = (hops & ~0xff) | via;
				return false;
			}
		}
		cells[at] = (sequence << 8) | (cost < noCost ? cost : noCost - 1);
		cells[at + 1] = (boot << 16) | (via << 8);
		return true;
	}

	/** The peer counts its messages from the start again: its next one teaches a way, whatever the number. */
	restarted(place: number): void {
		this.#cells[2 * place] = unknown;
		this.#cells[2 * place + 1] = 0;
	}

	/** The way to one peer is gone: on to the alternate, or to none until a newer number comes. @returns the new hop */
	failed(place: number): number {
		const alternate = this.alternate(place);
		this.setHops(place, alternate, noHop);
		// Only a newer number may teach another way now: one of a neighbour that knew of this one might lead back.
		if (alternate === noHop && this.#cells[2 * place] !== unknown)
			this.#cells[2 * place] = (this.#cells[2 * place] as number) & ~0xff;
		return alternate;
	}

	/** A neighbour is gone: so are all ways through it. */
	lost(via: number): void {
		for (let place = 1; place < this.#places; place++) {
			if (this.alternate(place) === via) this.setHops(place, this.hop(place), noHop);
			if (this.hop(place) === via) this.failed(place);
		}
	}

	private setHops(place: number, hop: number, alternate: number): void {
		const at = 2 * place + 1;
		this.#cells[at] = ((this.#cells[at] as number) & ~0xffff) | (hop << 8) | alternate;
	}
}
