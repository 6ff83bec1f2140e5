import { elapsed } from "kith/core/clock";
import type { DeviceDefinition } from "kith/definition/definition";
import type { HostTimer, Timers } from "kith/devices/host/time/timers";
import type { Analog, Digital, DigitalOptions, I2c, IoProvider, Pwm } from "kith/devices/io/io";
import { digitalMode } from "kith/devices/io/io";
import type { AnalogSource, DigitalSource } from "../chips/chip";
import { createChip, I2cBus } from "../chips/index";
import { pinWrites } from "../guest/protocol";
import { SeededRandom } from "../kernel/seeded-random";
import { Pins } from "../session/pins";
import type { PanelLevel, PanelValues } from "./panel-messages";
import { PanelSurroundings } from "./panel-surroundings";

/** Bits of the converters, as in the simulator of Kith. */
const analogResolution = 12;
const pwmResolution = 10;
const seed = 1;

export interface PanelBoardOptions {
	readonly devices: readonly DeviceDefinition[];
	readonly i2cPins: IoProvider["i2cPins"];
	readonly timers: Timers;
	/** Milliseconds since boot. */
	readonly now: () => number;
	readonly onLevel: (level: PanelLevel) => void;
}

/** The hardware of a node in mcsim: the chip models of Kith's own simulator, in the place that the panel describes. */
export class PanelBoard {
	readonly io: IoProvider;
	readonly #options: PanelBoardOptions;
	readonly #surroundings = new PanelSurroundings();
	readonly #bus = new I2cBus();
	readonly #pins: Pins;
	readonly #edges = new Map<number, () => void>();
	#timer: HostTimer | undefined;

	constructor(options: PanelBoardOptions) {
		this.#options = options;
		const digital = new Map<number, DigitalSource>();
		const analog = new Map<number, AnalogSource>();
		const random = new SeededRandom(seed);
		for (const { name, kind, options: chipOptions } of options.devices) {
			const chip = createChip(kind, chipOptions, this.#surroundings, random.fork(name));
			if (chip.i2c !== undefined) this.#bus.add(chip.i2c);
			if (chip.digital !== undefined) digital.set(chip.digital.pin, chip.digital.source);
			if (chip.analog !== undefined) analog.set(chip.analog.pin, chip.analog.source);
		}
		this.#pins = new Pins({ digital, analog, now: () => this.#nowUs() });
		this.io = this.#provider();
	}

	/** The panel's values changed. */
	set(values: PanelValues): void {
		this.#surroundings.set(values);
		this.#look();
	}

	#nowUs(): number {
		return this.#options.now() * 1000;
	}

	/** Tells of edges, and looks again when a chip changes by itself. */
	#look(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		for (const { pin } of this.#pins.edges()) this.#edges.get(pin)?.();
		const next = this.#pins.nextChange();
		if (next === undefined) return;
		const delay = elapsed(this.#options.now(), Math.ceil(next / 1000));
		this.#timer = this.#options.timers.after(Math.max(0, delay), () => this.#look());
	}

	#claim(pin: number, mode: number, edge: number): void {
		if (!this.#pins.open(pin, mode, edge)) throw new Error(`pin ${pin} is in use`);
	}

	#write(pin: number, value: number, kind: number): void {
		const change = this.#pins.write(pin, value, kind);
		if (change !== undefined) this.#options.onLevel({ pin, value: change.value });
	}

	#openDigital(options: DigitalOptions): Digital {
		const { pin, mode, edge, onReadable } = options;
		this.#claim(pin, mode, onReadable === undefined ? 0 : (edge ?? 0));
		if (onReadable !== undefined) this.#edges.set(pin, onReadable);
		return {
			read: () => this.#pins.digitalRead(pin) ?? 0,
			write: (value) => this.#write(pin, value, pinWrites.digital),
			close: () => {
				this.#edges.delete(pin);
				this.#pins.close(pin);
			},
		};
	}

	#openAnalog(pin: number): Analog {
		this.#claim(pin, 0, 0);
		return {
			resolution: analogResolution,
			read: () => this.#pins.analogRead(pin) ?? 0,
			close: () => this.#pins.close(pin),
		};
	}

	#openPwm(pin: number): Pwm {
		this.#claim(pin, digitalMode.output, 0);
		return {
			resolution: pwmResolution,
			write: (value) => this.#write(pin, value, pinWrites.pwm),
			close: () => this.#pins.close(pin),
		};
	}

	#openI2c(address: number): I2c {
		return {
			write: (buffer) => {
				if (!this.#bus.write(address, buffer, this.#nowUs())) throw new Error(`no acknowledge from ${address}`);
			},
			read: (buffer) => {
				const bytes = this.#bus.read(address, buffer.length, this.#nowUs());
				if (bytes === undefined) throw new Error(`no acknowledge from ${address}`);
				buffer.set(bytes);
			},
			close: () => {},
		};
	}

	/** The drivers make objects with `new`: a constructor that returns an object gives that one. */
	#provider(): IoProvider {
		const digital = (options: DigitalOptions): Digital => this.#openDigital(options);
		const analog = (pin: number): Analog => this.#openAnalog(pin);
		const pwm = (pin: number): Pwm => this.#openPwm(pin);
		const i2c = (address: number): I2c => this.#openI2c(address);
		return {
			Digital: constructorOf((options: DigitalOptions) => digital(options)),
			Analog: constructorOf(({ pin }: { readonly pin: number }) => analog(pin)),
			PWM: constructorOf(({ pin }: { readonly pin: number }) => pwm(pin)),
			I2C: constructorOf(({ address }: { readonly address: number }) => i2c(address)),
			i2cPins: this.#options.i2cPins,
		};
	}
}

function constructorOf<Options, Made extends object>(make: (options: Options) => Made): new (options: Options) => Made {
	return function construct(options: Options): Made {
		return make(options);
	} as unknown as new (
		options: Options,
	) => Made;
}
