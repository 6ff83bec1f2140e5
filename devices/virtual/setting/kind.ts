import type { Store } from "kith/core/store";
import { notStored } from "../../fault";
import type { Device, DeviceContext, DeviceFault, DeviceKind, DeviceOptions } from "../../kind";
import { numberOption } from "../../options";
import { refreshPeriodMs, type Sampled, SamplingSchedule, sampleDone } from "../../sampling";
import { settingResources } from "./resources";

/**
 * A value that people and rules set and rules read, such as a set point: no hardware, kept in the node's store. A write
 * that the store refuses changes nothing, so that what was acknowledged is what a power cut leaves behind.
 */
export const settingKind: DeviceKind = {
	name: "setting",
	resources: settingResources,
	open: (options, context) => new SettingDevice(options, context),
};

/** Stored as int32, big-endian. */
const storedBytes = 4;

class SettingDevice implements Device, Sampled {
	readonly #context: DeviceContext;
	readonly #key: string;
	readonly #bytes = new Uint8Array(storedBytes);
	readonly #schedule: SamplingSchedule;
	#value: number;

	constructor(options: DeviceOptions, context: DeviceContext) {
		const [resource] = settingResources(options);
		const initial = numberOption(options, "initial");
		this.#context = context;
		this.#key = storeKey(context);
		const kept = readStored(context.store, this.#key);
		// A definition with a narrower range than yesterday's makes an old value void.
		const isKept = kept !== undefined && kept >= resource.minimum && kept <= resource.maximum;
		this.#value = isKept ? kept : initial;
		this.#schedule = new SamplingSchedule(context, refreshPeriodMs, this);
	}

	write(index: number, value: number): DeviceFault | undefined {
		if (index !== 0) throw new TypeError(`a setting has no resource ${index}`);
		// Flash wears: an unchanged value is not written again.
		if (value !== this.#value) {
			this.#bytes[0] = value >> 24;
			this.#bytes[1] = value >> 16;
			this.#bytes[2] = value >> 8;
			this.#bytes[3] = value;
			if (this.#context.store.write(this.#key, this.#bytes) !== undefined) return notStored;
			this.#value = value;
		}
		this.step();
		return undefined;
	}

	step(): number {
		this.#context.report(0, this.#value);
		return sampleDone;
	}

	/** Its memory is the store. */
	restart(): void {}

	close(): void {
		this.#schedule.close();
	}
}

/** Keyed by the resource's permanent id: a setting keeps its value when the definition is reordered or renamed. */
function storeKey(context: DeviceContext): string {
	const id = context.resourceIds[0];
	if (id === undefined) throw new TypeError("a setting without a resource id");
	return `setting.${id}`;
}

function readStored(store: Store, key: string): number | undefined {
	const bytes = store.read(key);
	if (bytes === undefined || bytes.length !== storedBytes) return undefined;
	const [b0, b1, b2, b3] = bytes as unknown as [number, number, number, number];
	return (b0 << 24) | (b1 << 16) | (b2 << 8) | b3;
}
