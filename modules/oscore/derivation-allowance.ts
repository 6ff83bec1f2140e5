import { elapsed } from "kith/core/clock";

/** Contexts that may be derived for unknown boots at once, as after a power cut of everything, … */
export const derivationBurst = 128;
/** … and one more for each of so many milliseconds: a few milliseconds of work each, which nobody can ask more of. */
export const derivationPeriodMs = 100;

/** How often hellos of unknown boots are looked at: each costs a derivation, and recordings of old ones are for free. */
export class DerivationAllowance {
	#left = derivationBurst;
	#at = 0;

	/** @returns false: not now */
	take(now: number): boolean {
		const age = elapsed(this.#at, now);
		if (age < 0 || age >= derivationPeriodMs * derivationBurst) {
			this.#left = derivationBurst;
			this.#at = now;
		} else if (age >= derivationPeriodMs) {
			const more = (age / derivationPeriodMs) | 0;
			this.#left = Math.min(derivationBurst, this.#left + more);
			this.#at = (this.#at + more * derivationPeriodMs) | 0;
		}
		if (this.#left === 0) return false;
		this.#left--;
		return true;
	}
}
