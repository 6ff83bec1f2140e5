import type { Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { ChipFaults, I2cChip } from "./chip";
import { paddedTo } from "./i2c-bus";
import { noise, ownError } from "./noise";
import type { Surroundings } from "./surroundings";

/** Instruction set (datasheet 2011.11 revision D, page 5). */
const powerDown = 0x00;
const powerOn = 0x01;
const reset = 0x07;

/** Counts per 1.2 lx relative to H-resolution mode, longest duration at the usual sensitivity (page 2), one-time or not. */
interface Mode {
	readonly fineness: number;
	readonly durationUs: number;
	readonly oneTime: boolean;
}
const modes = new Map<number, Mode>([
	[0x10, { fineness: 1, durationUs: 180_000, oneTime: false }],
	[0x11, { fineness: 2, durationUs: 180_000, oneTime: false }],
	[0x13, { fineness: 1, durationUs: 24_000, oneTime: false }],
	[0x20, { fineness: 1, durationUs: 180_000, oneTime: true }],
	[0x21, { fineness: 2, durationUs: 180_000, oneTime: true }],
	[0x23, { fineness: 1, durationUs: 24_000, oneTime: true }],
]);

const usualSensitivity = 69;
const leastSensitivity = 31;
const mostSensitivity = 254;
const typicalCountsPerLux = 1.2;
/** The datasheet allows a ratio of 0.96 to 1.44 (page 2), ±20 %; chips from one reel are closer together. */
const ownGainError = 0.08;
/** Relative, and in counts. */
const gainNoise = 0.002;
const countNoise = 0.3;
/** Counts in the dark: at most 3 (page 2). */
const mostDarkCounts = 3;

/** ROHM BH1750FVI at instruction level. Reading too early fetches the count before: the chip never refuses a read. */
export class Bh1750Chip implements I2cChip {
	readonly address: number;
	readonly #surroundings: Surroundings;
	readonly #random: SeededRandom;
	readonly #faults: ChipFaults;
	readonly #gain: number;
	readonly #darkCounts: number;
	#powered = false;
	#sensitivity = usualSensitivity;
	#mode: Mode | undefined;
	/** When the running conversion ends. */
	#readyAt: Microseconds = 0;
	#count = 0;

	constructor(address: number, surroundings: Surroundings, random: SeededRandom, faults: ChipFaults) {
		this.address = address;
		this.#surroundings = surroundings;
		this.#random = random;
		this.#faults = faults;
		this.#gain = 1 + ownError(random, ownGainError);
		this.#darkCounts = random.below(mostDarkCounts);
	}

	write(bytes: Uint8Array, now: Microseconds): boolean {
		if (this.#faults.absent || bytes.length !== 1) return false;
		this.#convert(now);
		return this.#execute(bytes[0] as number, now);
	}

	read(count: number, now: Microseconds): Uint8Array | undefined {
		if (this.#faults.absent) return undefined;
		this.#convert(now);
		return paddedTo(Uint8Array.of(this.#count >> 8, this.#count & 0xff), count);
	}

	#execute(opcode: number, now: Microseconds): boolean {
		const mode = modes.get(opcode);
		if (mode !== undefined) {
			this.#powered = true;
			this.#mode = mode;
			this.#readyAt = now + this.#durationUs(mode);
		} else if (opcode === powerDown) {
			this.#powered = false;
			this.#mode = undefined;
		} else if (opcode === powerOn) {
			this.#powered = true;
		} else if (opcode === reset) {
			if (this.#powered) this.#count = 0;
		} else if (opcode >> 3 === 0b01000) {
			this.#sensitivity = (this.#sensitivity & 0x1f) | ((opcode & 7) << 5);
		} else if (opcode >> 5 === 0b011) {
			this.#sensitivity = (this.#sensitivity & 0xe0) | (opcode & 0x1f);
		} else {
			return false;
		}
		return true;
	}

	#durationUs(mode: Mode): number {
		return (mode.durationUs * this.#effectiveSensitivity()) / usualSensitivity;
	}

	/** The register's two halves are written one after the other: between them it may lie outside its range. */
	#effectiveSensitivity(): number {
		return Math.max(leastSensitivity, Math.min(mostSensitivity, this.#sensitivity));
	}

	/** Finishes what should have finished by `now`; a continuous mode goes on measuring. */
	#convert(now: Microseconds): void {
		const mode = this.#mode;
		if (mode === undefined || now < this.#readyAt) return;
		this.#measure(mode);
		if (mode.oneTime) {
			this.#mode = undefined;
			this.#powered = false;
			return;
		}
		const duration = this.#durationUs(mode);
		this.#readyAt += (Math.floor((now - this.#readyAt) / duration) + 1) * duration;
	}

	#measure(mode: Mode): void {
		if (this.#faults.stuck) return;
		const lux = Math.max(0, this.#surroundings.illuminance() + this.#faults.offset);
		const perLux =
			((typicalCountsPerLux * mode.fineness * this.#effectiveSensitivity()) / usualSensitivity) *
			this.#gain *
			(1 + noise(this.#random, gainNoise));
		const count = Math.floor(lux * perLux + this.#darkCounts + Math.abs(noise(this.#random, countNoise)));
		this.#count = Math.max(0, Math.min(0xffff, count));
	}
}
