/** Peers that are remembered. */
export const engagedLimit = 16;

/** Who was last heard advertising that it takes no connection. In a full table the one that was noted first makes room. */
export class EngagedPeers {
	/** 0: the place is free. */
	readonly #peers = new Uint16Array(engagedLimit);
	#next = 0;

	note(peer: number, engaged: boolean): void {
		const place = this.#find(peer);
		if (!engaged) {
			if (place >= 0) this.#peers[place] = 0;
		} else if (place < 0) {
			this.#peers[this.#next] = peer;
			this.#next = (this.#next + 1) % engagedLimit;
		}
	}

	has(peer: number): boolean {
		return this.#find(peer) >= 0;
	}

	#find(peer: number): number {
		for (let place = 0; place < engagedLimit; place++) if (this.#peers[place] === peer) return place;
		return -1;
	}
}
