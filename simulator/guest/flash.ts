import type { Flash } from "kith/core/flash";
import { callKinds } from "./protocol";
import type { Wire } from "./wire";

/** The journal's partition of the simulated board's flash, which lies with the session. */
export class SimulatedFlash implements Flash {
	readonly #wire: Wire;
	readonly sectorLength: number;
	readonly sectors: number;

	/** @param size of the partition */
	constructor(wire: Wire, sectorLength: number, size: number) {
		this.#wire = wire;
		this.sectorLength = sectorLength;
		this.sectors = size / sectorLength;
	}

	read(offset: number, target: Uint8Array, length: number): boolean {
		const wire = this.#wire;
		if (wire.begin().int32(offset).uint16(length).call(callKinds.flashRead) !== length) return false;
		for (let index = 0; index < length; index++) target[index] = wire.bytes[index] as number;
		return true;
	}

	write(offset: number, source: Uint8Array, length: number): boolean {
		return this.#wire.begin().int32(offset).copy(source, length).call(callKinds.flashWrite) >= 0;
	}

	erase(sector: number): boolean {
		return this.#wire.begin().uint16(sector).call(callKinds.flashErase) >= 0;
	}
}
