import {
	booleanFormat,
	criticalFormat,
	type PackedInputs,
	publicFormat,
	scaleLimit,
} from "kith/definition/packed-inputs";

/** No reading of the peer's present boot was taken yet. */
const noNumber = -1;

/**
 * Where a peer's resource is kept: (address, resource id) to index of the definition's inputs. Open addressing in a
 * table twice the inputs' number, because every frame heard asks.
 */
export class Inputs {
	readonly count: number;
	/** Readings that came after newer ones of the same resource, and were dropped. */
	outdated = 0;
	/** Per input what `PackedInputs.record` says: address, resource id, format; then per input the newest frame's number. */
	readonly #records: Int32Array;
	/** Index + 1; 0: free. */
	readonly #table: Uint8Array;
	readonly #mask: number;

	constructor(inputs: PackedInputs) {
		const { count } = inputs;
		let size = 4;
		while (size < 2 * count) size *= 2;
		this.count = count;
		const room = new ArrayBuffer(8 * count + size);
		this.#records = new Int32Array(room, 0, 2 * count).fill(noNumber, count);
		this.#table = new Uint8Array(room, 8 * count, size);
		this.#mask = size - 1;
		for (let index = 0; index < count; index++) {
			const record = inputs.record(index);
			this.#records[index] = record;
			let place = hash(record >>> 16, (record >>> 8) & 0xff) & this.#mask;
			while (this.#table[place] !== 0) place = (place + 1) & this.#mask;
			this.#table[place] = index + 1;
		}
	}

	/** Index among the inputs, or -1. */
	find(address: number, resourceId: number): number {
		const table = this.#table;
		const mask = this.#mask;
		const key = (address << 8) | resourceId;
		let place = hash(address, resourceId) & mask;
		let entry = table[place] as number;
		while (entry !== 0) {
			if ((this.#records[entry - 1] as number) >>> 8 === key) return entry - 1;
			place = (place + 1) & mask;
			entry = table[place] as number;
		}
		return -1;
	}

	/**
	 * A reading came in the peer's frame of this number. Frames of one boot may arrive in any order: a lost one is repaired
	 * when newer ones are long here.
	 * @returns false, counted, where a newer reading of the resource was taken before
	 */
	isNews(input: number, sequence: number): boolean {
		const records = this.#records;
		const at = this.count + input;
		if (sequence < (records[at] as number)) {
			this.outdated++;
			return false;
		}
		records[at] = sequence;
		return true;
	}

	/** The peer numbers its frames from the start again. */
	restarted(address: number): void {
		for (let input = 0; input < this.count; input++)
			if (this.address(input) === address) this.#records[this.count + input] = noNumber;
	}

	address(input: number): number {
		return (this.#records[input] as number) >>> 16;
	}

	resourceId(input: number): number {
		return ((this.#records[input] as number) >>> 8) & 0xff;
	}

	scale(input: number): number {
		return (this.#records[input] as number) & scaleLimit;
	}

	/** Anybody may read it. */
	public(input: number): boolean {
		return ((this.#records[input] as number) & publicFormat) !== 0;
	}

	/** Only what was asked for under a key of two is believed of it. */
	critical(input: number): boolean {
		return ((this.#records[input] as number) & criticalFormat) !== 0;
	}

	boolean(input: number): boolean {
		return ((this.#records[input] as number) & booleanFormat) !== 0;
	}
}

function hash(address: number, resourceId: number): number {
	return address * 7 + resourceId * 3;
}
