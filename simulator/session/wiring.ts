import type { DeviceDefinition, NodeDefinition } from "kith/definition/definition";
import type { AnalogSource, ChipFaults, DigitalSource } from "../chips/chip";
import { type Chip, createChip, I2cBus } from "../chips/index";
import type { Surroundings } from "../chips/surroundings";
import type { SeededRandom } from "../kernel/seeded-random";

/** A switched or dimmed thing on an output pin. */
export interface Output {
	readonly device: string;
	/** Low means on. */
	readonly inverted: boolean;
}

/** One board's printed circuit: what is on its bus and on its pins. */
export interface Wiring {
	readonly bus: I2cBus;
	readonly digital: ReadonlyMap<number, DigitalSource>;
	readonly analog: ReadonlyMap<number, AnalogSource>;
	readonly outputs: ReadonlyMap<number, Output>;
	/** By device name. */
	readonly faults: ReadonlyMap<string, ChipFaults>;
}

export interface WiringOptions {
	readonly definition: NodeDefinition;
	readonly surroundings: (device: string) => Surroundings;
	readonly random: SeededRandom;
}

/** Solders a board together from its definition alone. Every chip has luck of its own. */
export function wire(options: WiringOptions): Wiring {
	const bus = new I2cBus();
	const digital = new Map<number, DigitalSource>();
	const analog = new Map<number, AnalogSource>();
	const outputs = new Map<number, Output>();
	const faults = new Map<string, ChipFaults>();
	for (const device of options.definition.devices) {
		const random = options.random.fork(device.name);
		const chip = createChip(device.kind, device.options, options.surroundings(device.name), random);
		faults.set(device.name, chip.faults);
		if (chip.i2c !== undefined) bus.add(chip.i2c);
		if (chip.digital !== undefined) digital.set(chip.digital.pin, chip.digital.source);
		if (chip.analog !== undefined) analog.set(chip.analog.pin, chip.analog.source);
		const output = outputOf(device, chip);
		if (output !== undefined) outputs.set(...output);
	}
	return { bus, digital, analog, outputs, faults };
}

/** A device on a pin that nothing drives from outside is driven by the pin. */
function outputOf(device: DeviceDefinition, chip: Chip): [number, Output] | undefined {
	const pin = device.options.get("pin");
	if (typeof pin !== "number" || chip.digital !== undefined || chip.analog !== undefined) return undefined;
	return [pin, { device: device.name, inverted: device.options.get("invert") === true }];
}
