import { buildEngine } from "./build";
import { HostProcess, nativeHost } from "./host-process";
import { transpile } from "./transpile";
import {
	DEFAULT_STACK_SLOTS,
	EngineError,
	type EngineEvent,
	type EngineOptions,
	type HostCommand,
	type Machine,
	type MachineOptions,
	type RunResult,
	WATCHDOG_SECONDS,
} from "./types";
import { type MachineHandle, TARGET_SLOT_BYTES, Worker } from "./worker";

export * from "./types";

function checkOptions(options: MachineOptions): void {
	if (!Number.isInteger(options.heapBytes) || options.heapBytes < 8192 || options.heapBytes > 1 << 29) {
		throw new EngineError(`a heap of ${options.heapBytes} bytes is impossible: 8192 to 536870912`);
	}
	const stackSlots = options.stackSlots ?? DEFAULT_STACK_SLOTS;
	if (!Number.isInteger(stackSlots) || stackSlots < 64 || stackSlots > options.heapBytes / (2 * TARGET_SLOT_BYTES)) {
		throw new EngineError(`a stack of ${stackSlots} slots is impossible: 64 to half of the heap`);
	}
}

async function hostForThisComputer(options: EngineOptions): Promise<HostCommand> {
	const { program } = await buildEngine({
		...(options.wordSize === undefined ? {} : { wordSize: options.wordSize }),
		...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
	});
	return nativeHost(program, options.watchdogSeconds ?? WATCHDOG_SECONDS, (options.processes ?? 1) === 1);
}

/** Runs guest programs on the XS engine, each machine as if it had a board of its own. */
export class Engine {
	readonly #workers: Worker[];
	#next = 0;
	#nowUs = 0;
	#open = true;

	private constructor(workers: Worker[]) {
		this.#workers = workers;
	}

	/**
	 * Builds the engine if need be, starts the host processes and preloads modules.
	 * @throws EngineError when there is no compiler, a module cannot be compiled, or preloading fails.
	 */
	static async open(options: EngineOptions): Promise<Engine> {
		const files = new Map(options.modules.map((module) => [module.specifier, module.file]));
		if (files.size !== options.modules.length) {
			throw new EngineError("two modules have the same specifier");
		}
		const sources = transpile(options.modules);
		const count = options.processes ?? 1;
		const workers: Worker[] = [];
		const command = options.host ?? (await hostForThisComputer(options));
		try {
			for (let index = 0; index < count; index++) {
				workers.push(
					new Worker(new HostProcess(command, options.nonceWatch), (specifier) => files.get(specifier) ?? specifier),
				);
			}
			for (const worker of workers) {
				worker.sendModules(options.modules, sources, options.lineNumbers ?? true);
			}
			for (const worker of workers) {
				worker.awaitLinked();
			}
		} catch (error) {
			for (const worker of workers) {
				worker.close();
			}
			throw error;
		}
		return new Engine(workers);
	}

	/** For example `XS 13.3.0, 32-bit, 16-byte slots`. */
	get description(): string {
		const worker = this.#workers[0] as Worker;
		const scaled = worker.scale === 1 ? "" : `, heaps ${worker.scale} times the target's for its 16-byte slots`;
		return `XS ${worker.version}, ${worker.wordBits}-bit, ${worker.slotBytes}-byte slots${scaled}`;
	}

	/** By how much heaps are larger than the target's, because slots are: 1 where they are the target's 16 bytes. */
	get heapScale(): number {
		return (this.#workers[0] as Worker).scale;
	}

	/** False after `close()` and after any error that ended the session. */
	get isOpen(): boolean {
		return this.#open;
	}

	/** Process ids of the hosts, for tests and monitors. */
	get pids(): readonly (number | undefined)[] {
		return this.#workers.map((worker) => worker.pid);
	}

	/** Boots a machine: imports its entry module. See `boot` of the result for what that did. */
	createMachine(options: MachineOptions): Machine {
		checkOptions(options);
		this.#nowUs = options.nowUs ?? this.#nowUs;
		const worker = this.#workers[this.#next++ % this.#workers.length] as Worker;
		return this.#guard(() => worker.create(options, this.#nowUs));
	}

	/**
	 * Delivers events at one virtual time, in the order given; a machine may get several. Results are in the same order.
	 * @param nowUs microseconds of virtual time, not less than in the run before
	 * @throws EngineError when a machine is dead or the session is broken; the engine is closed then.
	 */
	run(nowUs: number, events: readonly EngineEvent[]): RunResult[] {
		if (!Number.isSafeInteger(nowUs) || nowUs < this.#nowUs) {
			throw new EngineError(`time cannot go from ${this.#nowUs} to ${nowUs} µs`);
		}
		this.#nowUs = nowUs;
		for (const { machine } of events) {
			if (!machine.alive) {
				throw new EngineError("an event for a machine that crashed or was closed");
			}
		}
		const [only] = this.#workers;
		if (this.#workers.length === 1 && only !== undefined) {
			return this.#guard(() => {
				only.sendRun(nowUs, events);
				return only.awaitRun(events);
			});
		}
		return this.#guard(() => this.#runParallel(nowUs, events));
	}

	#runParallel(nowUs: number, events: readonly EngineEvent[]): RunResult[] {
		const parts = new Map<Worker, number[]>();
		events.forEach(({ machine }, index) => {
			const { worker } = machine as MachineHandle;
			const part = parts.get(worker);
			if (part === undefined) {
				parts.set(worker, [index]);
			} else {
				part.push(index);
			}
		});
		const results: RunResult[] = [];
		const eventsOf = (part: readonly number[]): EngineEvent[] => part.map((index) => events[index] as EngineEvent);
		for (const [worker, part] of parts) {
			worker.sendRun(nowUs, eventsOf(part));
		}
		for (const [worker, part] of parts) {
			worker.awaitRun(eventsOf(part)).forEach((result, index) => {
				results[part[index] as number] = result;
			});
		}
		return results;
	}

	/** After an error in the middle of a conversation with a process, nothing it says can be understood any more. */
	#guard<T>(action: () => T): T {
		try {
			return action();
		} catch (error) {
			this.close();
			throw error;
		}
	}

	/** Ends all processes. May be called twice. */
	close(): void {
		this.#open = false;
		for (const worker of this.#workers) {
			worker.close();
		}
	}
}
