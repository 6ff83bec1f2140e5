import { decadic, exponential, logarithm } from "../kernel/exact-math";
import { SeededRandom } from "../kernel/seeded-random";
import { type Floor, obstruction, type Wall } from "./obstacles";
import type { Position } from "./station";

/** How the air between two boards behaves. */
export interface PropagationOptions {
	/**
	 * Received power at one metre, dBm. Default -40: 20 dBm sent (ESP-NOW's default), 40 dB free-space loss of the first
	 * metre at 2.44 GHz (ITU-R P.1238), and some 20 dB for two small printed antennas in their cases among furniture, as
	 * boards in use report it.
	 */
	readonly referenceDbm?: number;
	/** Loss exponent. Default 3: offices and homes (ITU-R P.1238, N = 30). */
	readonly exponent?: number;
	/** Standard deviation of the fixed, seeded deviation of each pair of boards, dB. Default 4 (P.1238 gives 8 to 10 across a building). */
	readonly shadowing?: number;
	readonly walls?: readonly Wall[];
	readonly floors?: readonly Floor[];
	/**
	 * "noise" (default): weak frames arrive now and then. "sharp": a frame of at least `sharpDbm` is not touched by noise,
	 * a weaker one is not heard at all, so that a lone frame is lost with exactly the probability that a test asked for.
	 */
	readonly edge?: "noise" | "sharp";
}

/** Thermal noise in 22 MHz (-100.6 dBm) and a noise figure of 6 dB. */
export const noiseDbm = -94.6;
/**
 * Below this a frame neither arrives nor holds anybody's own frame back. One megabit per second is decodable down to
 * about -97 dBm, as datasheets state (ESP32-C3: -98 dBm).
 */
export const reachDbm = -100;
/** Where a "sharp" edge cuts. */
export const sharpDbm = -92;
/** Capture: a receiver keeps a frame that is at least this much stronger than the sum of all others (SIR, dB). */
export const captureDb = 10;

/** Bandwidth over bit rate: 22 MHz / 1 Mbps. */
const processingGain = 22;
/** Nearer antennas than this count as this far apart, in metres. */
const nearestMetres = 0.1;

/** Computes what arrives over a path. Equal seeds give equal air; the order of asking does not matter. */
export class Propagation {
	readonly sharp: boolean;
	readonly #referenceDbm: number;
	readonly #exponent: number;
	readonly #shadowing: number;
	readonly #walls: readonly Wall[];
	readonly #floors: readonly Floor[];
	readonly #seed: number;

	constructor(options: PropagationOptions, seed: number) {
		this.sharp = options.edge === "sharp";
		this.#referenceDbm = options.referenceDbm ?? -40;
		this.#exponent = options.exponent ?? 3;
		this.#shadowing = options.shadowing ?? 4;
		this.#walls = options.walls ?? [];
		this.#floors = options.floors ?? [];
		this.#seed = seed;
	}

	/** Power in dBm that one board receives from another; the same both ways. `a` and `b` identify the boards. */
	receivedDbm(a: number, from: Position, b: number, to: Position): number {
		const [x, y, z] = [to.x - from.x, to.y - from.y, to.z - from.z];
		const metres = Math.max(nearestMetres, Math.sqrt(x * x + y * y + z * z));
		const power =
			this.#referenceDbm - 10 * this.#exponent * decadic(metres) - obstruction(from, to, this.#walls, this.#floors);
		if (this.#shadowing === 0) return power;
		const pair = new SeededRandom(this.#seed, a < b ? `${a}-${b}` : `${b}-${a}`);
		return power + this.#shadowing * pair.normal();
	}
}

/** dBm to milliwatts. */
export function milliwatts(dbm: number): number {
	return exponential((dbm / 10) * Math.LN10);
}

/**
 * The natural logarithm of the probability that one bit arrives: differential BPSK with the spreading of 1 Mbps DSSS,
 * bit error rate e^-(SNR · 22) / 2. Multiply by the bits of a frame and exponentiate ({@link arrival}).
 */
export function bitArrivalLog(receivedDbm: number): number {
	const error = 0.5 * exponential(-milliwatts(receivedDbm - noiseDbm) * processingGain);
	return logarithm(1 - error);
}

/** Probability that so many bits all arrive over an otherwise silent path. */
export function arrival(bitArrivalLog: number, bits: number): number {
	return bitArrivalLog === 0 ? 1 : exponential(bitArrivalLog * bits);
}
