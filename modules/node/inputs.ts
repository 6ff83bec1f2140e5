import type { InputDefinition } from "kith/definition/definition";

/**
 * Where a peer's resource is kept: (address, resource id) to index of the definition's inputs. Open addressing in a
 * table twice the inputs' number, because every frame heard asks.
 */
export class Inputs {
	readonly count: number;
	/** Address and resource id of each input, as one number. */
	readonly #keys: Int32Array;
	/** Per input: scale, and 128 for booleans. */
	readonly #formats: Uint8Array;
	/** Index + 1; 0: free. */
	readonly #table: Uint8Array;
	readonly #mask: number;

	constructor(inputs: readonly InputDefinition[]) {
		const count = inputs.length;
		let size = 4;
		while (size < 2 * count) size *= 2;
		this.count = count;
		this.#keys = new Int32Array(count);
		this.#formats = new Uint8Array(count);
		this.#table = new Uint8Array(size);
		this.#mask = size - 1;
		for (const [index, input] of inputs.entries()) {
			this.#keys[index] = (input.address << 8) | input.resourceId;
			this.#formats[index] = input.scale | (input.boolean ? 128 : 0);
			let place = hash(input.address, input.resourceId) & this.#mask;
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
			if (this.#keys[entry - 1] === key) return entry - 1;
			place = (place + 1) & mask;
			entry = table[place] as number;
		}
		return -1;
	}

	address(input: number): number {
		return (this.#keys[input] as number) >>> 8;
	}

	resourceId(input: number): number {
		return (this.#keys[input] as number) & 0xff;
	}

	scale(input: number): number {
		return (this.#formats[input] as number) & 127;
	}

	boolean(input: number): boolean {
		return (this.#formats[input] as number) > 127;
	}
}

function hash(address: number, resourceId: number): number {
	return address * 7 + resourceId * 3;
}
