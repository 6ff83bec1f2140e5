import type { SeededRandom } from "../kernel/seeded-random";
import { Bh1750Chip } from "./bh1750";
import { type AnalogSource, type ChipFaults, type DigitalSource, type I2cChip, noFaults } from "./chip";
import { NtcDivider } from "./ntc-divider";
import { PirModule } from "./pir";
import { ReedContact } from "./reed-contact";
import { Scd4xChip } from "./scd4x";
import { Sht4xChip } from "./sht4x";
import type { Surroundings } from "./surroundings";

export { I2cBus } from "./i2c-bus";

/** What one device of a definition is in hardware. Actuators and virtual devices have nothing that is read. */
export interface Chip {
	/** Change them at any time. */
	readonly faults: ChipFaults;
	readonly i2c?: I2cChip;
	readonly digital?: { readonly pin: number; readonly source: DigitalSource };
	readonly analog?: { readonly pin: number; readonly source: AnalogSource };
}

/** A device's options as its definition has them. */
export type ChipOptions = ReadonlyMap<string, number | string | boolean>;

/**
 * Builds the hardware of a device from its kind and options, wired as docs/devices.md says.
 * @param random this chip's own stream: its tolerances and its noise. Throws RangeError for a kind it does not know.
 */
export function createChip(kind: string, options: ChipOptions, surroundings: Surroundings, random: SeededRandom): Chip {
	const faults = noFaults();
	switch (kind) {
		case "sht4x":
			return { faults, i2c: new Sht4xChip(numeric(options, "address"), surroundings, random, faults) };
		case "bh1750":
			return { faults, i2c: new Bh1750Chip(numeric(options, "address"), surroundings, random, faults) };
		case "scd4x":
			return { faults, i2c: new Scd4xChip(surroundings, random, faults) };
		case "ntc":
			return {
				faults,
				analog: { pin: numeric(options, "pin"), source: divider(options, surroundings, random, faults) },
			};
		case "pir": {
			const source = new PirModule(options.get("invert") === true, surroundings, random, faults);
			return { faults, digital: { pin: numeric(options, "pin"), source } };
		}
		case "reed": {
			const source = new ReedContact(options.get("invert") === true, surroundings, random, faults);
			return { faults, digital: { pin: numeric(options, "pin"), source } };
		}
		case "relay":
		case "dimmer":
		case "setting":
			return { faults };
		default:
			throw new RangeError(`no model of a device of kind "${kind}"`);
	}
}

function divider(
	options: ChipOptions,
	surroundings: Surroundings,
	random: SeededRandom,
	faults: ChipFaults,
): AnalogSource {
	const beta = numeric(options, "beta");
	const nominalOhm = numeric(options, "nominalOhm");
	const seriesOhm = numeric(options, "seriesOhm");
	return new NtcDivider({ beta, nominalOhm, seriesOhm }, surroundings, random, faults);
}

function numeric(options: ChipOptions, name: string): number {
	const value = options.get(name);
	if (typeof value !== "number") throw new TypeError(`option "${name}" must be a number`);
	return value;
}
