import type { I2cChip } from "kith/simulator/chips/chip";

/** A chip that acknowledges every write, remembers it, and answers each read with the next of its answers. Portable. */
export class ScriptedChip implements I2cChip {
	readonly address: number;
	readonly written: number[][] = [];
	readonly #answers: (readonly number[] | undefined)[];

	/** @param answers one for each read; undefined, or none left: not acknowledged */
	constructor(address: number, answers: readonly (readonly number[] | undefined)[] = []) {
		this.address = address;
		this.#answers = [...answers];
	}

	write(bytes: Uint8Array): boolean {
		this.written.push([...bytes]);
		return true;
	}

	read(): Uint8Array | undefined {
		const answer = this.#answers.shift();
		return answer === undefined ? undefined : Uint8Array.from(answer);
	}
}
