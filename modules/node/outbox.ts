import { requestLimit } from "./requests";

/** Numbers of one wish: address, resource id, value, rule. */
const wishLength = 4;

/** What rules want of peers, until the end of the turn: at most `requestLimit`, the oldest first. */
export class Outbox {
	/** Of the wish that `take` found. */
	address = 0;
	resourceId = 0;
	value = 0;
	rule = 0;
	readonly #wishes = new Int32Array(requestLimit * wishLength);
	#first = 0;
	#count = 0;

	/** False: full. */
	add(address: number, resourceId: number, value: number, rule: number): boolean {
		if (this.#count === requestLimit) return false;
		const at = ((this.#first + this.#count) % requestLimit) * wishLength;
		this.#wishes[at] = address;
		this.#wishes[at + 1] = resourceId;
		this.#wishes[at + 2] = value;
		this.#wishes[at + 3] = rule;
		this.#count++;
		return true;
	}

	/** False: empty. */
	take(): boolean {
		if (this.#count === 0) return false;
		const at = this.#first * wishLength;
		this.address = this.#wishes[at] as number;
		this.resourceId = this.#wishes[at + 1] as number;
		this.value = this.#wishes[at + 2] as number;
		this.rule = this.#wishes[at + 3] as number;
		this.#first = (this.#first + 1) % requestLimit;
		this.#count--;
		return true;
	}
}
