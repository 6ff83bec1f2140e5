import { Scheduler } from "kith/core/scheduler";
import type { OptionValue } from "kith/definition/definition";
import type { Device, DeviceFault, DeviceOptions } from "kith/devices/kind";
import { deviceKind } from "kith/devices/registry";
import { type Chip, createChip } from "kith/simulator/chips/index";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { BenchIo } from "./bench-io";
import { FakeClock } from "./fake-clock";
import { MemoryStore } from "./memory-store";
import { StillSurroundings } from "./still-surroundings";

export interface Report {
	/** ms since boot */
	readonly at: number;
	readonly index: number;
	readonly value: number;
}

/** Options for an open device that the test wants otherwise. */
export interface BenchOptions {
	readonly seed?: number;
	/** Position among the node's devices. */
	readonly index?: number;
	/** Its store is used on, as after a reboot. */
	readonly bench?: DeviceBench;
	readonly pwmResolution?: number;
}

/** One device of some kind, opened as a node would open it, with its chip beside it. Portable. */
export class DeviceBench {
	readonly clock = new FakeClock();
	readonly scheduler = new Scheduler(this.clock);
	readonly io = new BenchIo(this.clock);
	readonly surroundings = new StillSurroundings();
	readonly store = new MemoryStore();
	readonly reports: Report[] = [];
	readonly faults: DeviceFault[] = [];
	readonly chip: Chip;
	readonly device: Device;

	constructor(kind: string, values: Record<string, OptionValue>, options: BenchOptions = {}) {
		const deviceOptions: DeviceOptions = new Map(Object.entries(values));
		this.io.pwmResolution = options.pwmResolution ?? 10;
		if (options.bench !== undefined) this.store = options.bench.store;
		const random = new SeededRandom(options.seed ?? 1, "chip");
		this.chip = createChip(kind, deviceOptions, this.surroundings, random);
		this.io.attach(this.chip);
		const found = deviceKind(kind);
		if (found === undefined) throw new Error(`no kind ${kind}`);
		this.device = found.open(deviceOptions, {
			io: this.io.provider,
			scheduler: this.scheduler,
			store: this.store,
			index: options.index ?? 0,
			resourceIds: [7, 8, 9],
			report: (index, value) => void this.reports.push({ at: this.clock.now(), index, value }),
			fault: (fault) => void this.faults.push(fault),
		});
	}

	/** Lets `ms` pass. */
	advance(ms: number): void {
		this.io.advance(ms);
	}

	/** The newest value of the resource `index`. Throws where there is none. */
	value(index = 0): number {
		for (let at = this.reports.length - 1; at >= 0; at--) {
			const report = this.reports[at] as Report;
			if (report.index === index) return report.value;
		}
		throw new Error(`nothing was reported for resource ${index}`);
	}

	/** When resource 0 was reported, in ms since boot. */
	times(): number[] {
		return this.reports.filter((report) => report.index === 0).map((report) => report.at);
	}
}
