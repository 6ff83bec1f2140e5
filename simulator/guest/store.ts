import { type Store, type StoreFault, storeKeyLengthLimit, storeValueLengthLimit } from "kith/core/store";
import { callKinds } from "./protocol";
import type { Wire } from "./wire";

/** The board's simulated NVS: kept by the session across reboots. */
export class SimulatedStore implements Store {
	readonly #wire: Wire;

	constructor(wire: Wire) {
		this.#wire = wire;
	}

	read(key: string): Uint8Array | undefined {
		const length = this.#wire.begin().text(key).call(callKinds.storeRead);
		return length < 0 ? undefined : this.#wire.bytes.slice(0, length);
	}

	write(key: string, value: Uint8Array): StoreFault | undefined {
		// What fits one wire message bounds the value a little below what NVS would take; nothing of ours comes near.
		if (key.length > storeKeyLengthLimit || value.length > storeValueLengthLimit - storeKeyLengthLimit - 1)
			return "too long";
		const wire = this.#wire.begin().uint8(key.length).text(key).copy(value, value.length);
		return wire.call(callKinds.storeWrite) < 0 ? "full" : undefined;
	}

	delete(key: string): void {
		this.#wire.begin().text(key).call(callKinds.storeDelete);
	}
}
