import type { I2cSensorOptions } from "kith/devices/sensors/i2c";
import type { I2cChip } from "kith/simulator/chips/chip";
import { BenchIo } from "./bench-io";
import { FakeClock } from "./fake-clock";

/** What an I2C driver is constructed with, on a bench with only this chip. Portable. */
export function beside(chip: I2cChip, io = new BenchIo(new FakeClock())): I2cSensorOptions {
	io.bus.add(chip);
	return { sensor: { io: io.provider.I2C, data: 8, clock: 9, hz: 100_000, address: chip.address } };
}
