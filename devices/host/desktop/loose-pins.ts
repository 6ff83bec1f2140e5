import type { Analog, Digital, I2c, IoProvider, Pwm } from "kith/devices/io/io";

/** A pin with nothing connected: an output remembers, an input reads 0. */
class LooseDigital implements Digital {
	#level = 0;

	read(): number {
		return this.#level;
	}

	write(value: number): void {
		this.#level = value === 0 ? 0 : 1;
	}

	close(): void {}
}

class LooseAnalog implements Analog {
	readonly resolution = 12;

	read(): number {
		return 0;
	}

	close(): void {}
}

class LoosePwm implements Pwm {
	readonly resolution = 10;

	write(): void {}

	close(): void {}
}

/** A bus without chips. */
class LooseI2c implements I2c {
	read(): void {
		throw new Error("no acknowledge: a desktop has no I2C bus");
	}

	write(): void {
		throw new Error("no acknowledge: a desktop has no I2C bus");
	}

	close(): void {}
}

/** The IO of a desktop, which has none: relays and settings work, sensors say that they do not answer. */
export function loosePins(i2cPins: IoProvider["i2cPins"]): IoProvider {
	return { Analog: LooseAnalog, Digital: LooseDigital, I2C: LooseI2c, PWM: LoosePwm, i2cPins };
}
