import { decadic, exponential, logarithm } from "../kernel/exact-math";
import { SeededRandom } from "../kernel/seeded-random";
import { frameBits } from "./airtime";
import type { Position } from "./station";

/** A wall on the floor plan, of full height: what crosses it loses `loss` decibels. */
export interface Wall {
	readonly from: { readonly x: number; readonly y: number };
	readonly to: { readonly x: number; readonly y: number };
	/** dB: about 3 for plasterboard, 8 for brick, 15 and more for concrete (ITU-R P.2040). */
	readonly loss: number;
}

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
}

/** Thermal noise in 22 MHz (-100.6 dBm) and a noise figure of 6 dB. */
export const noiseDbm = -94.6;
/**
 * Below this a frame neither arrives nor holds anybody's own frame back. One megabit per second is decodable down to
 * about -97 dBm, as datasheets state (ESP32-C3: -98 dBm).
 */
export const reachDbm = -100;
/** A receiver keeps the stronger of two overlapping frames when it is at least this much stronger (dB). */
export const captureDb = 10;

/** Bandwidth over bit rate: 22 MHz / 1 Mbps. */
const processingGain = 22;
/** Nearer antennas than this count as this far apart, in metres. */
const nearestMetres = 0.1;

/** Computes what arrives over a path. Equal seeds give equal air; the order of asking does not matter. */
export class Propagation {
	readonly #referenceDbm: number;
	readonly #exponent: number;
	readonly #shadowing: number;
	readonly #walls: readonly Wall[];
	readonly #seed: number;

	constructor(options: PropagationOptions, seed: number) {
		this.#referenceDbm = options.referenceDbm ?? -40;
		this.#exponent = options.exponent ?? 3;
		this.#shadowing = options.shadowing ?? 4;
		this.#walls = options.walls ?? [];
		this.#seed = seed;
	}

	/** Power in dBm that one board receives from another; the same both ways. `a` and `b` identify the boards. */
	receivedDbm(a: number, from: Position, b: number, to: Position): number {
		const [x, y, z] = [to.x - from.x, to.y - from.y, to.z - from.z];
		const metres = Math.max(nearestMetres, Math.sqrt(x * x + y * y + z * z));
		let power = this.#referenceDbm - 10 * this.#exponent * decadic(metres);
		for (const wall of this.#walls) if (crosses(from, to, wall)) power -= wall.loss;
		if (this.#shadowing === 0) return power;
		const pair = new SeededRandom(this.#seed, a < b ? `${a}-${b}` : `${b}-${a}`);
		return power + this.#shadowing * pair.normal();
	}
}

function side(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
	return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/** Whether the line between two places, seen from above, goes through the wall. Touching its end counts as through. */
function crosses(from: Position, to: Position, wall: Wall): boolean {
	const { from: a, to: b } = wall;
	return (
		side(a.x, a.y, b.x, b.y, from.x, from.y) * side(a.x, a.y, b.x, b.y, to.x, to.y) < 0 &&
		side(from.x, from.y, to.x, to.y, a.x, a.y) * side(from.x, from.y, to.x, to.y, b.x, b.y) <= 0
	);
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

/** Probability that a frame with `payloadBytes` of payload arrives over an otherwise silent path. */
export function arrival(bitArrivalLog: number, payloadBytes: number): number {
	return bitArrivalLog === 0 ? 1 : exponential(bitArrivalLog * frameBits(payloadBytes));
}
