import type { Partition } from "kith/core/partition";
import { eventBytesLimit } from "./protocol";
import type { Wire } from "./wire";

/** A partition of the simulated board's flash, which lies with the session. */
export class SimulatedPartition implements Partition {
	readonly #wire: Wire;
	readonly #call: number;

	/** @param call of `callKinds`: the one that reads it */
	constructor(wire: Wire, call: number) {
		this.#wire = wire;
		this.#call = call;
	}

	read(offset: number, target: Uint8Array, length: number): boolean {
		const wire = this.#wire;
		const { bytes } = wire;
		for (let done = 0; done < length; ) {
			const asked = Math.min(length - done, eventBytesLimit);
			const count = wire
				.begin()
				.int32(offset + done)
				.uint16(asked)
				.call(this.#call);
			if (count !== asked) return false;
			for (let index = 0; index < count; index++) target[done + index] = bytes[index] as number;
			done += count;
		}
		return true;
	}
}
