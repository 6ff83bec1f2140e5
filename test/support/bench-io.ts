import type {
	Analog,
	AnalogOptions,
	Digital,
	DigitalOptions,
	I2c,
	I2cOptions,
	IoProvider,
	Pwm,
	PwmOptions,
} from "kith/devices/io/io";
import { type Chip, I2cBus } from "kith/simulator/chips/index";
import type { FakeClock } from "./fake-clock";

/**
 * The IO of a board on a bench: ECMA-419 classes over register-level chips, everything that crosses a wire written
 * down. Portable.
 */
export class BenchIo {
	readonly bus = new I2cBus();
	/** I2C transactions: "44 < fd" written, "44 > beef92…" read, "44 < fd !" not acknowledged. */
	readonly transactions: string[] = [];
	/** Levels and duty cycles written, in order: "5 = 1". */
	readonly writes: string[] = [];
	readonly openPins = new Map<number, DigitalOptions | AnalogOptions | PwmOptions>();
	pwmResolution = 10;
	openBuses = 0;
	readonly provider: IoProvider;
	readonly #clock: FakeClock;
	readonly #chips: Chip[] = [];
	readonly #levels = new Map<number, number>();
	readonly #announced = new Map<number, number | undefined>();

	constructor(clock: FakeClock) {
		this.#clock = clock;
		this.provider = provide(this);
	}

	get nowUs(): number {
		return this.#clock.now() * 1000;
	}

	attach(chip: Chip): void {
		this.#chips.push(chip);
		if (chip.i2c !== undefined) this.bus.add(chip.i2c);
		if (chip.digital !== undefined) this.#levels.set(chip.digital.pin, chip.digital.source.level(this.nowUs));
	}

	claim(pin: number, options: DigitalOptions | AnalogOptions | PwmOptions): void {
		if (this.openPins.has(pin)) throw new Error(`pin ${pin} is in use`);
		this.openPins.set(pin, options);
	}

	digitalLevel(pin: number): number {
		return this.#digital(pin)?.source.level(this.nowUs) ?? 0;
	}

	analogReading(pin: number): number {
		const analog = this.#chips.find((chip) => chip.analog?.pin === pin)?.analog;
		return analog?.source.read() ?? 0;
	}

	/** Lets `ms` pass; the levels that change are seen, between two milliseconds too, and their listeners called. */
	advance(ms: number): void {
		const end = this.#clock.now() + ms;
		this.look();
		while (this.#clock.now() < end) {
			this.#clock.advance(Math.min(this.#quietMs(), end - this.#clock.now()));
			this.look();
		}
	}

	/** Whole ms until the next announced change of a level; at least 1. */
	#quietMs(): number {
		let quiet = Number.POSITIVE_INFINITY;
		for (const at of this.#announced.values())
			if (at !== undefined) quiet = Math.min(quiet, Math.ceil((at - this.nowUs) / 1000));
		return Math.max(1, quiet);
	}

	/** Looks at every digital source, first at the changes that it announced for times up to now. */
	look(): void {
		for (const { digital } of this.#chips) {
			if (digital === undefined) continue;
			const { pin, source } = digital;
			for (let at = this.#announced.get(pin); at !== undefined && at <= this.nowUs; ) {
				this.#compare(pin, source.level(at));
				at = source.nextChange(at);
			}
			this.#compare(pin, source.level(this.nowUs));
			this.#announced.set(pin, source.nextChange(this.nowUs));
		}
	}

	#compare(pin: number, level: number): void {
		if (this.#levels.get(pin) === level) return;
		this.#levels.set(pin, level);
		const options = this.openPins.get(pin) as DigitalOptions | undefined;
		if (((options?.edge ?? 0) & (level === 1 ? 1 : 2)) !== 0) options?.onReadable?.();
	}

	#digital(pin: number): Chip["digital"] {
		return this.#chips.find((chip) => chip.digital?.pin === pin)?.digital;
	}
}

function provide(bench: BenchIo): IoProvider {
	return {
		Digital: class implements Digital {
			readonly #pin: number;
			constructor(options: DigitalOptions) {
				bench.claim(options.pin, options);
				this.#pin = options.pin;
			}
			read(): number {
				return bench.digitalLevel(this.#pin);
			}
			write(value: number): void {
				bench.writes.push(`${this.#pin} = ${value}`);
			}
			close(): void {
				bench.openPins.delete(this.#pin);
			}
		},
		Analog: class implements Analog {
			readonly resolution = 12;
			readonly #pin: number;
			constructor(options: AnalogOptions) {
				bench.claim(options.pin, options);
				this.#pin = options.pin;
			}
			read(): number {
				return bench.analogReading(this.#pin);
			}
			close(): void {
				bench.openPins.delete(this.#pin);
			}
		},
		PWM: class implements Pwm {
			readonly resolution = bench.pwmResolution;
			readonly #pin: number;
			constructor(options: PwmOptions) {
				bench.claim(options.pin, options);
				this.#pin = options.pin;
			}
			write(value: number): void {
				bench.writes.push(`${this.#pin} = ${value}`);
			}
			close(): void {
				bench.openPins.delete(this.#pin);
			}
		},
		I2C: benchI2c(bench),
		i2cPins: { data: 8, clock: 9 },
	};
}

function benchI2c(bench: BenchIo): IoProvider["I2C"] {
	return class implements I2c {
		readonly #address: number;
		#open = true;
		constructor(options: I2cOptions) {
			this.#address = options.address;
			bench.openBuses++;
		}
		write(buffer: Uint8Array): void {
			const acknowledged = this.#open && bench.bus.write(this.#address, buffer.slice(), bench.nowUs);
			bench.transactions.push(`${hex([this.#address])} < ${hex(buffer)}${acknowledged ? "" : " !"}`);
			if (!acknowledged) throw new Error("no acknowledge");
		}
		read(buffer: Uint8Array): void {
			const answer = this.#open ? bench.bus.read(this.#address, buffer.length, bench.nowUs) : undefined;
			bench.transactions.push(`${hex([this.#address])} > ${answer === undefined ? "!" : hex(answer)}`);
			if (answer === undefined) throw new Error("no acknowledge");
			buffer.set(answer);
		}
		close(): void {
			if (this.#open) bench.openBuses--;
			this.#open = false;
		}
	};
}

function hex(bytes: Iterable<number>): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
