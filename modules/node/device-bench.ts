import { type Diagnostics, type FaultKind, faultKinds } from "kith/core/diagnostics";
import type { Scheduler } from "kith/core/scheduler";
import type { Store } from "kith/core/store";
import type { DeviceDefinition } from "kith/definition/definition";
import type { IoProvider } from "kith/devices/io/io";
import type { Device, DeviceContext, DeviceFault, DeviceKind } from "kith/devices/kind";
import { kindNamed, type OwnResources } from "./own-resources";

export interface DeviceBenchOptions {
	readonly own: OwnResources;
	readonly io: IoProvider;
	readonly scheduler: Scheduler;
	readonly store: Store;
	readonly diagnostics: Diagnostics;
	/** An own resource was sampled or set. */
	readonly report: (slot: number, value: number) => void;
}

const faultKindOf: { readonly [fault in DeviceFault]: FaultKind } = {
	"does not answer": faultKinds["sensor does not answer"],
	checksum: faultKinds["sensor checksum wrong"],
	"out of range": faultKinds["sensor value out of range"],
	"not stored": faultKinds["store failed"],
};

/** The node's open devices. */
export class DeviceBench {
	readonly #own: OwnResources;
	readonly #devices: Device[] = [];
	readonly #diagnostics: Diagnostics;

	/** Opens every device. Throws, with nothing left open, where one cannot be: the definition is wrong for this board. */
	constructor(devices: readonly DeviceDefinition[], kinds: readonly DeviceKind[], options: DeviceBenchOptions) {
		this.#own = options.own;
		this.#diagnostics = options.diagnostics;
		let firstSlot = 0;
		try {
			for (const [index, definition] of devices.entries()) {
				const kind = kindNamed(kinds, definition.kind);
				const first = firstSlot;
				firstSlot += definition.resourceIds.length;
				const device = kind.open(definition.options, new BenchContext(options, index, definition.resourceIds, first));
				this.#devices.push(device);
			}
		} catch (error) {
			this.close();
			throw error;
		}
	}

	/** Sets an own writable slot. False: the device failed, and the diagnostics say so. */
	write(slot: number, value: number): boolean {
		const index = this.#own.device(slot);
		const fault = this.#devices[index]?.write(this.#own.index(slot), value);
		if (fault === undefined) return true;
		this.#diagnostics.fault(faultKinds["actuator failed"], index);
		return false;
	}

	close(): void {
		for (const device of this.#devices.splice(0)) device.close();
	}
}

/** What one device is given: an object with methods of ROM costs the heap less than closures. */
class BenchContext implements DeviceContext {
	readonly index: number;
	readonly resourceIds: readonly number[];
	readonly #options: DeviceBenchOptions;
	readonly #firstSlot: number;

	constructor(options: DeviceBenchOptions, index: number, resourceIds: readonly number[], firstSlot: number) {
		this.index = index;
		this.resourceIds = resourceIds;
		this.#options = options;
		this.#firstSlot = firstSlot;
	}

	get io(): IoProvider {
		return this.#options.io;
	}

	get scheduler(): Scheduler {
		return this.#options.scheduler;
	}

	get store(): Store {
		return this.#options.store;
	}

	report(resource: number, value: number): void {
		this.#options.report(this.#firstSlot + resource, value);
	}

	fault(fault: DeviceFault): void {
		this.#options.diagnostics.fault(faultKindOf[fault], this.index);
	}
}
