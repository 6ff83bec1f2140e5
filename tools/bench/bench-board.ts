import { stackSlots } from "kith/devices/boards/board";
import { BoardCrypto } from "kith/simulator/crypto/board-crypto";
import type { Engine, Machine, RunResult } from "kith/simulator/engine/engine";
import {
	callKinds,
	definitionChunk,
	diagnosticKinds,
	eventKinds,
	postKinds,
	receptionTrailerBytes,
} from "kith/simulator/guest/protocol";

/** Heap of an ESP32-C3. */
const heapBytes = 94_208;
/** dBm, as if next to it. */
const rssi = -40;

/** What lies in the partitions of the board. */
export interface BenchFlash {
	/** CBOR. */
	readonly definition: Uint8Array;
	/** The secrets image. */
	readonly secrets: Uint8Array;
}

/** What one frame cost its receiver. */
export interface FrameCost {
	readonly bytecodes: number;
	readonly slots: number;
	readonly chunkBytes: number;
	/** Readings that the node accepted. */
	readonly received: number;
}

/** One board alone with the bench: it is handed frames, and what they cost is metered. */
export class BenchBoard {
	readonly #engine: Engine;
	readonly #machine: Machine;
	#nowUs = 0;
	#wakeUs: number | undefined;
	#sending = 0;
	readonly #sent: Uint8Array[] = [];

	constructor(engine: Engine, entry: string, flash: BenchFlash) {
		const crypto = new BoardCrypto();
		this.#engine = engine;
		this.#machine = engine.createMachine({
			heapBytes,
			stackSlots,
			seed: 1,
			entry,
			nowUs: 0,
			onCall: (kind, bytes) => (BoardCrypto.answers(kind) ? crypto.answer(kind, bytes) : answer(kind, bytes, flash)),
		});
		this.#note(this.#machine.boot);
	}

	/** Hands over a frame, 100 ms after the one before, when nothing else goes on. */
	hear(frame: Uint8Array): FrameCost {
		this.idle(this.#nowUs + 100_000);
		const event = new Uint8Array(frame.length + receptionTrailerBytes);
		event.set(frame);
		event[frame.length] = rssi & 0xff;
		const before = this.#machine.stats();
		const result = this.meter(eventKinds.frame, event);
		const after = this.#machine.stats();
		if (after.collections !== before.collections) throw new Error("a collection fell into the measurement");
		return {
			bytecodes: result.meter,
			slots: after.slots - before.slots,
			chunkBytes: after.chunkBytes - before.chunkBytes,
			received: result.posts.filter(({ kind, bytes }) => isReceived(kind, bytes)).length,
		};
	}

	/** Lets `ms` pass. @returns what the board sent since the last call, second copies included */
	run(ms: number): Uint8Array[] {
		this.idle(this.#nowUs + 1000 * ms);
		return this.#sent.splice(0);
	}

	/** Empties the heap, so that no collection falls into what is measured next. */
	collect(): void {
		this.#machine.stats(true);
	}

	/** Lets the board's own business happen until a time. */
	private idle(untilUs: number): void {
		for (;;) {
			if (this.#sending > 0) {
				this.#sending--;
				this.meter(eventKinds.sent, Uint8Array.of(1));
			} else if (this.#wakeUs !== undefined && this.#wakeUs <= untilUs) {
				this.#nowUs = Math.max(this.#nowUs, this.#wakeUs);
				this.#wakeUs = undefined;
				this.meter(eventKinds.wake, new Uint8Array(0));
			} else {
				this.#nowUs = untilUs;
				return;
			}
		}
	}

	private meter(kind: number, bytes: Uint8Array): RunResult {
		const [result] = this.#engine.run(this.#nowUs, [{ machine: this.#machine, kind, bytes }]);
		return this.#note(result as RunResult);
	}

	#note(result: RunResult): RunResult {
		if (result.crash !== undefined) throw new Error(`the board died of ${result.crash.kind}: ${result.crash.message}`);
		for (const { kind, bytes } of result.posts) {
			if (kind === postKinds.wakeAt) this.#wakeUs = 1000 * Buffer.from(bytes).readInt32LE(0);
			else if (kind === postKinds.send) {
				this.#sending++;
				this.#sent.push(Uint8Array.from(bytes.subarray(2)));
			}
		}
		return result;
	}
}

function isReceived(kind: number, bytes: Uint8Array): boolean {
	return kind === postKinds.diagnostic && bytes[0] === diagnosticKinds.received;
}

/** A board without hardware: pins can be opened, nothing is stored yet. */
function answer(kind: number, bytes: Uint8Array, flash: BenchFlash): Uint8Array | undefined {
	if (kind === callKinds.definition) {
		const offset = Buffer.from(bytes).readUInt32LE(0);
		return flash.definition.subarray(offset, offset + definitionChunk);
	}
	if (kind === callKinds.secrets) {
		const offset = Buffer.from(bytes).readUInt32LE(0);
		return flash.secrets.subarray(offset, offset + Buffer.from(bytes).readUInt16LE(4));
	}
	const refused: readonly number[] = [callKinds.storeRead, callKinds.i2cWrite, callKinds.i2cRead];
	return refused.includes(kind) ? undefined : new Uint8Array(0);
}
