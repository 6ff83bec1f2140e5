import { digitalEdge, digitalMode } from "kith/devices/io/io";
import type { AnalogSource, DigitalSource } from "../chips/chip";
import { pinWrites } from "../guest/protocol";
import type { Microseconds } from "../kernel/agenda";

/** GPIO numbers of the chips we know are 0…48. */
export const pinLimit = 64;

interface Claim {
	readonly mode: number;
	/** Bits of `digitalEdge`. */
	readonly edges: number;
	/** The level that an edge is measured against; of an output what was last written, undefined: nothing yet. */
	level: number | undefined;
}

export interface OutputChange {
	readonly pin: number;
	readonly pwm: boolean;
	readonly value: number;
}

export interface Edge {
	readonly pin: number;
	readonly level: number;
}

export interface PinsOptions {
	readonly digital: ReadonlyMap<number, DigitalSource>;
	readonly analog: ReadonlyMap<number, AnalogSource>;
	readonly now: () => Microseconds;
}

/** One board's GPIO pins: who claimed which, what they are wired to, and what the outputs show. */
export class Pins {
	readonly #claims: (Claim | undefined)[] = new Array<Claim | undefined>(pinLimit).fill(undefined);
	readonly #options: PinsOptions;

	constructor(options: PinsOptions) {
		this.#options = options;
	}

	/** False: there is no such pin, or it is claimed already. */
	open(pin: number, mode: number, edges: number): boolean {
		if (pin >= pinLimit || this.#claims[pin] !== undefined) return false;
		this.#claims[pin] = { mode, edges, level: edges === 0 ? undefined : this.#wired(pin, mode) };
		return true;
	}

	close(pin: number): void {
		if (pin < pinLimit) this.#claims[pin] = undefined;
	}

	/** A reset: every pin floats. */
	closeAll(): void {
		this.#claims.fill(undefined);
	}

	/** Undefined: not claimed. */
	digitalRead(pin: number): number | undefined {
		const claim = this.#claims[pin];
		if (claim === undefined) return undefined;
		return isOutput(claim) ? (claim.level ?? 0) : this.#wired(pin, claim.mode);
	}

	/** 12 bits; a pin that nothing is wired to reads 0. Undefined: not claimed. */
	analogRead(pin: number): number | undefined {
		if (this.#claims[pin] === undefined) return undefined;
		return this.#options.analog.get(pin)?.read() ?? 0;
	}

	/** @returns what changed; undefined: nothing, or the pin is no claimed output */
	write(pin: number, value: number, kind: number): OutputChange | undefined {
		const claim = this.#claims[pin];
		if (claim === undefined || !isOutput(claim)) return undefined;
		const pwm = kind === pinWrites.pwm;
		const level = pwm ? value : Number(value !== 0);
		if (claim.level === level) return undefined;
		claim.level = level;
		return { pin, pwm, value: level };
	}

	/** The edges since the last call that somebody listens to, by pin. */
	edges(): readonly Edge[] {
		const found: Edge[] = [];
		for (let pin = 0; pin < pinLimit; pin++) {
			const claim = this.#claims[pin];
			if (claim === undefined || claim.edges === 0) continue;
			const level = this.#wired(pin, claim.mode);
			if (level === claim.level) continue;
			claim.level = level;
			if (claim.edges & (level === 1 ? digitalEdge.rising : digitalEdge.falling)) found.push({ pin, level });
		}
		return found;
	}

	/** When a level that somebody listens to may change though the world stands still. Ask after `edges`. */
	nextChange(): Microseconds | undefined {
		let next: Microseconds | undefined;
		const now = this.#options.now();
		for (let pin = 0; pin < pinLimit; pin++) {
			if ((this.#claims[pin]?.edges ?? 0) === 0) continue;
			const at = this.#options.digital.get(pin)?.nextChange(now);
			if (at !== undefined && (next === undefined || at < next)) next = at;
		}
		return next;
	}

	/** A pin without a wire follows its pull resistor; without one it reads 0. */
	#wired(pin: number, mode: number): number {
		const floating = mode === digitalMode.inputPullUp || mode === digitalMode.inputPullUpDown ? 1 : 0;
		return this.#options.digital.get(pin)?.level(this.#options.now()) ?? floating;
	}
}

function isOutput(claim: Claim): boolean {
	return claim.mode === digitalMode.output || claim.mode === digitalMode.outputOpenDrain;
}
