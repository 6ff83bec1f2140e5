import type { I2c, I2cOptions, IoProvider } from "../io/io";
import type { DeviceContext } from "../kind";

/** The ECMA-419 sensor class pattern's options for a chip on an I2C bus: the IO class, then what it wants to know. */
export interface I2cSensorOptions {
	readonly sensor: I2cOptions & { readonly io: IoProvider["I2C"] };
}

/** Every chip here keeps up with fast mode, and long wires in a house are happier below it. */
const busHz = 100_000;

/** Options for a chip at `address` on the board's default bus. */
export function onDefaultBus(context: DeviceContext, address: number): I2cSensorOptions {
	const { io } = context;
	return { sensor: { io: io.I2C, data: io.i2cPins.data, clock: io.i2cPins.clock, hz: busHz, address } };
}

/** Opens the bus for one chip. Throws as the IO class does. */
export function openI2c(options: I2cSensorOptions): I2c {
	const { io, data, clock, hz, address } = options.sensor;
	return new io({ data, clock, hz, address });
}

/** Writes all of `bytes`. False where no chip acknowledged. */
export function writeTo(bus: I2c, bytes: Uint8Array): boolean {
	try {
		bus.write(bytes);
		return true;
	} catch {
		return false;
	}
}

/** Fills `bytes`. False where no chip acknowledged. */
export function readFrom(bus: I2c, bytes: Uint8Array): boolean {
	try {
		bus.read(bytes);
		return true;
	} catch {
		return false;
	}
}
