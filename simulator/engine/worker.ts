import { type FrameReader, FrameWriter, REPLY, REQUEST, readResult } from "./frame-codec";
import type { HostProcess } from "./host-process";
import type { Transpiled } from "./transpile";
import {
	type CallHandler,
	DEFAULT_STACK_SLOTS,
	EngineError,
	type EngineEvent,
	type GuestModule,
	type Machine,
	type MachineOptions,
	type MachineStats,
	MESSAGE_LIMIT,
	METER_LIMIT,
	type RunResult,
} from "./types";

/** Machines of one host process; same figure in host/host.h. */
const MACHINES_PER_PROCESS = 4096;
/** Slot size of the targets, in bytes. */
export const TARGET_SLOT_BYTES = 16;

/** A machine's place in its process, and what the engine needs to know about it. */
export class MachineHandle implements Machine {
	readonly worker: Worker;
	readonly number: number;
	readonly heapBytes: number;
	readonly onCall: CallHandler;
	boot: RunResult = { posts: [], meter: 0 };
	crashed = false;
	closed = false;

	constructor(worker: Worker, number: number, options: MachineOptions) {
		this.worker = worker;
		this.number = number;
		this.heapBytes = options.heapBytes;
		this.onCall = options.onCall;
	}

	get alive(): boolean {
		return !this.crashed && !this.closed;
	}

	stats(collect = false): MachineStats {
		if (this.closed) {
			throw new EngineError("the machine is closed");
		}
		return this.worker.stats(this, collect);
	}

	close(): void {
		if (!this.closed) {
			this.closed = true;
			this.worker.remove(this);
		}
	}
}

/** One host process with its machines. */
export class Worker {
	readonly #process: HostProcess;
	readonly #writer = new FrameWriter();
	readonly #machines: (MachineHandle | undefined)[] = [];
	readonly #free: number[] = [];
	readonly #fileOf: (specifier: string) => string;
	version = "";
	wordBits = 0;
	slotBytes = TARGET_SLOT_BYTES;

	constructor(process: HostProcess, fileOf: (specifier: string) => string) {
		this.#process = process;
		this.#fileOf = fileOf;
	}

	get scale(): number {
		return this.slotBytes / TARGET_SLOT_BYTES;
	}

	get pid(): number | undefined {
		return this.#process.pid;
	}

	/** Waits for the reply of the wanted type; answers the machines' calls until then. */
	#await(type: number): FrameReader {
		for (;;) {
			const reader = this.#process.receive();
			if (reader.type === type) {
				return reader;
			}
			if (reader.type === REPLY.refused) {
				throw new EngineError(reader.text());
			}
			if (reader.type !== REPLY.call) {
				throw new EngineError(`the engine's host sent a reply of the unexpected type ${reader.type}`);
			}
			this.#answer(reader);
		}
	}

	#answer(reader: FrameReader): void {
		const machine = this.#machines[reader.u32()];
		const kind = reader.u32();
		const answer = machine?.onCall(kind, reader.rest());
		this.#writer.start(REQUEST.answer);
		this.#writer.i32(answer === undefined ? -1 : answer.length);
		if (answer !== undefined) {
			if (answer.length > MESSAGE_LIMIT) {
				throw new EngineError(`an answer of ${answer.length} bytes is longer than ${MESSAGE_LIMIT}`);
			}
			this.#writer.bytes(answer);
		}
		this.#process.send(this.#writer.finish());
	}

	sendModules(modules: readonly GuestModule[], sources: readonly Transpiled[], lineNumbers: boolean): void {
		const writer = this.#writer;
		writer.start(REQUEST.link);
		writer.u32(modules.length);
		modules.forEach((module, index) => {
			const { source, lines } = sources[index] as Transpiled;
			writer.u8(module.preload ? 1 : 0);
			writer.text(module.specifier);
			writer.text(source);
			writer.u32(lineNumbers ? lines.length : 0);
			if (lineNumbers) {
				for (const line of lines) {
					writer.u32(line);
				}
			}
		});
		this.#process.send(writer.finish());
	}

	awaitLinked(): void {
		const reader = this.#await(REPLY.linked);
		this.version = `${reader.u32()}.${reader.u32()}.${reader.u32()}`;
		this.wordBits = reader.u32();
		this.slotBytes = reader.u32();
	}

	create(options: MachineOptions, nowUs: number): MachineHandle {
		const number = this.#free.pop() ?? this.#machines.length;
		if (number >= MACHINES_PER_PROCESS) {
			throw new EngineError(`more than ${MACHINES_PER_PROCESS} machines in one process`);
		}
		const machine = new MachineHandle(this, number, options);
		this.#machines[number] = machine;
		const writer = this.#writer;
		writer.start(REQUEST.create);
		writer.u32(number);
		writer.u32(options.heapBytes * this.scale);
		writer.u32(options.stackSlots ?? DEFAULT_STACK_SLOTS);
		writer.u32(options.seed >>> 0);
		writer.u32(options.meterLimit ?? METER_LIMIT);
		writer.u64(nowUs);
		writer.text(options.entry);
		this.#process.send(writer.finish());
		machine.boot = readResult(this.#await(REPLY.results), this.#fileOf);
		machine.crashed = machine.boot.crash !== undefined;
		return machine;
	}

	sendRun(nowUs: number, events: readonly EngineEvent[]): void {
		const writer = this.#writer;
		writer.start(REQUEST.run);
		writer.u64(nowUs);
		writer.u32(events.length);
		for (const { machine, kind, bytes } of events) {
			if (bytes.length > MESSAGE_LIMIT) {
				throw new EngineError(`an event of ${bytes.length} bytes is longer than ${MESSAGE_LIMIT}`);
			}
			writer.u32((machine as MachineHandle).number);
			writer.u32(kind);
			writer.u32(bytes.length);
			writer.bytes(bytes);
		}
		this.#process.send(writer.finish());
	}

	awaitRun(events: readonly EngineEvent[]): RunResult[] {
		const reader = this.#await(REPLY.results);
		return events.map(({ machine }) => {
			const result = readResult(reader, this.#fileOf);
			if (result.crash !== undefined) {
				(machine as MachineHandle).crashed = true;
			}
			return result;
		});
	}

	stats(machine: MachineHandle, collect: boolean): MachineStats {
		this.#writer.start(REQUEST.stats);
		this.#writer.u32(machine.number);
		this.#writer.u8(collect ? 1 : 0);
		this.#process.send(this.#writer.finish());
		const reader = this.#await(REPLY.stats);
		const slots = reader.u32();
		const chunkBytes = Math.ceil(reader.u32() / this.scale);
		const heapPeak = Math.ceil(reader.u32() / this.scale);
		const collections = reader.u32();
		return { slots, chunkBytes, heapPeak, heapAvailable: machine.heapBytes, collections, keys: reader.u32() };
	}

	remove(machine: MachineHandle): void {
		if (!this.#process.isOpen) {
			return;
		}
		this.#writer.start(REQUEST.close);
		this.#writer.u32(machine.number);
		this.#process.send(this.#writer.finish());
		this.#await(REPLY.closed);
		this.#machines[machine.number] = undefined;
		this.#free.push(machine.number);
	}

	close(): void {
		this.#process.close();
	}
}
