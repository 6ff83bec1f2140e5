import {
	type Analog,
	type AnalogOptions,
	type Digital,
	type DigitalOptions,
	digitalMode,
	type I2c,
	type I2cOptions,
	type IoProvider,
	type Pwm,
	type PwmOptions,
} from "kith/devices/io/io";
import { callKinds, pinWrites, postKinds } from "./protocol";
import type { Wire } from "./wire";

/** Bits of the simulated converters: an ESP32-C3's ADC has 12, its LED PWM is used with 10. */
const analogResolution = 12;
const pwmResolution = 10;

/** Who listens to an input pin's edges. */
export type EdgeListeners = Map<number, () => void>;

function claim(wire: Wire, pin: number, mode: number, edge: number): void {
	if (wire.begin().uint8(pin).uint8(mode).uint8(edge).call(callKinds.pinOpen) < 0)
		throw new Error(`pin ${pin} is in use`);
}

function release(wire: Wire, pin: number): void {
	wire.begin().uint8(pin).call(callKinds.pinClose);
}

class SimulatedDigital implements Digital {
	readonly #wire: Wire;
	readonly #edges: EdgeListeners;
	readonly #pin: number;
	#open = true;

	constructor(wire: Wire, edges: EdgeListeners, options: DigitalOptions) {
		claim(wire, options.pin, options.mode, options.onReadable === undefined ? 0 : (options.edge ?? 0));
		this.#wire = wire;
		this.#edges = edges;
		this.#pin = options.pin;
		if (options.onReadable !== undefined) edges.set(options.pin, options.onReadable);
	}

	read(): number {
		this.#wire.begin().uint8(this.#pin).call(callKinds.digitalRead);
		return this.#wire.bytes[0] as number;
	}

	write(value: number): void {
		this.#wire.begin().uint8(this.#pin).uint16(value).uint8(pinWrites.digital).post(postKinds.pin);
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.#edges.delete(this.#pin);
		release(this.#wire, this.#pin);
	}
}

class SimulatedAnalog implements Analog {
	readonly #wire: Wire;
	readonly #pin: number;
	#open = true;

	constructor(wire: Wire, options: AnalogOptions) {
		claim(wire, options.pin, 0, 0);
		this.#wire = wire;
		this.#pin = options.pin;
	}

	get resolution(): number {
		return analogResolution;
	}

	read(): number {
		this.#wire.begin().uint8(this.#pin).call(callKinds.analogRead);
		return (this.#wire.bytes[0] as number) | ((this.#wire.bytes[1] as number) << 8);
	}

	close(): void {
		if (this.#open) release(this.#wire, this.#pin);
		this.#open = false;
	}
}

class SimulatedPwm implements Pwm {
	readonly #wire: Wire;
	readonly #pin: number;
	#open = true;

	constructor(wire: Wire, options: PwmOptions) {
		claim(wire, options.pin, digitalMode.output, 0);
		this.#wire = wire;
		this.#pin = options.pin;
	}

	get resolution(): number {
		return pwmResolution;
	}

	write(value: number): void {
		this.#wire.begin().uint8(this.#pin).uint16(value).uint8(pinWrites.pwm).post(postKinds.pin);
	}

	close(): void {
		if (this.#open) release(this.#wire, this.#pin);
		this.#open = false;
	}
}

class SimulatedI2c implements I2c {
	readonly #wire: Wire;
	readonly #address: number;

	constructor(wire: Wire, options: I2cOptions) {
		this.#wire = wire;
		this.#address = options.address;
	}

	write(buffer: Uint8Array, stop = true): void {
		const wire = this.#wire
			.begin()
			.uint8(this.#address)
			.uint8(stop ? 1 : 0);
		if (wire.copy(buffer, buffer.length).call(callKinds.i2cWrite) < 0)
			throw new Error(`no acknowledge from I2C address ${this.#address}`);
	}

	read(buffer: Uint8Array, stop = true): void {
		const length = buffer.length;
		const wire = this.#wire
			.begin()
			.uint8(this.#address)
			.uint8(stop ? 1 : 0)
			.uint16(length);
		if (wire.call(callKinds.i2cRead) !== length) throw new Error(`no acknowledge from I2C address ${this.#address}`);
		for (let index = 0; index < length; index++) buffer[index] = wire.bytes[index] as number;
	}

	close(): void {}
}

/**
 * ECMA-419 IO classes over the wire to the session, which holds the pins and the chips on the bus. The classes are in
 * ROM, as a board's are; that they know the wire is bound to them when a driver asks for one.
 */
export class SimulatedIo implements IoProvider {
	readonly i2cPins: IoProvider["i2cPins"];
	readonly #wire: Wire;
	readonly #edges: EdgeListeners;

	constructor(wire: Wire, edges: EdgeListeners, i2cPins: IoProvider["i2cPins"]) {
		this.i2cPins = i2cPins;
		this.#wire = wire;
		this.#edges = edges;
	}

	get Digital(): IoProvider["Digital"] {
		return SimulatedDigital.bind(undefined, this.#wire, this.#edges);
	}

	get Analog(): IoProvider["Analog"] {
		return SimulatedAnalog.bind(undefined, this.#wire);
	}

	get PWM(): IoProvider["PWM"] {
		return SimulatedPwm.bind(undefined, this.#wire);
	}

	get I2C(): IoProvider["I2C"] {
		return SimulatedI2c.bind(undefined, this.#wire);
	}
}
