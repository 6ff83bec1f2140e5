/**
 * The engine's contract: what the simulator hands to it and gets back.
 *
 * An engine owns host processes; each process holds many machines (one per simulated board). All calls are
 * synchronous. Bugs in the use of the engine and a broken session (host process gone, wall-clock watchdog) throw
 * {@link EngineError}; whatever the guest program does wrong is a {@link Crash} value of its own machine.
 */

/** One ES module of the guest. */
export interface GuestModule {
	/** What other modules import it by, for example `kith/core/clock`. */
	readonly specifier: string;
	/** Absolute path of the TypeScript source; also what crash reports name. */
	readonly file: string;
	/** True: evaluated once into the ROM that all machines share, as mcconfig's `preload`. */
	readonly preload: boolean;
	/** JavaScript to use in place of what `file` holds, for generated modules. */
	readonly text?: string;
}

export type WordSize = 32 | 64;

export interface EngineOptions {
	/** All modules of the guest. Those not preloaded are loaded by a machine when it imports them. */
	readonly modules: readonly GuestModule[];
	/** Host processes; machines are dealt to them round robin. Default 1. */
	readonly processes?: number;
	/**
	 * Default true: crash reports and `Error.stack` carry the lines of the TypeScript sources. Lines come from tables
	 * beside the bytecode, never from opcodes in it, so meter and heap figures are the same either way.
	 */
	readonly lineNumbers?: boolean;
	/** Default: 32 where the compiler can, else 64 with the heap scaled, and `description` says so. */
	readonly wordSize?: WordSize;
	/** Wall-clock seconds that one request to a host may take. Default {@link WATCHDOG_SECONDS}. */
	readonly watchdogSeconds?: number;
	/**
	 * Remembers every pair of key and nonce that any machine of a process ever sealed with (`host.crypto`), over all
	 * reboots, and breaks the session where one comes again. For up to four million messages. Default false.
	 */
	readonly nonceWatch?: boolean;
	/** A host program to use in place of the one for this computer, which is then not built. */
	readonly host?: HostCommand;
	/** Progress of the first build, which takes some seconds. */
	readonly onProgress?: (line: string) => void;
}

/** How a host process is started. It finds the pipes of requests and replies as descriptors 3 and 4. */
export interface HostCommand {
	readonly program: string;
	readonly args: readonly string[];
}

/** Answers `host.call`. `undefined` means that nobody answers (the guest sees -1). */
export type CallHandler = (kind: number, bytes: Uint8Array) => Uint8Array | undefined;

export interface MachineOptions {
	/** Chunks and slots together, in bytes of a target with 16-byte slots, e.g. 94208 for an ESP32-C3. */
	readonly heapBytes: number;
	/** XS stack in slots, taken from `heapBytes` as on the device. Default 384. */
	readonly stackSlots?: number;
	/** Seeds `host.fillRandom` and `Math.random`: an unsigned 32-bit integer. */
	readonly seed: number;
	/** Specifier of the module to import first. Not preloaded. */
	readonly entry: string;
	/**
	 * Called while the guest waits. `bytes` is valid during the call only. Machines of one batch may run in parallel:
	 * an answer must depend on nothing that another machine of the same batch changes.
	 */
	readonly onCall: CallHandler;
	/** Virtual time of the boot in microseconds. Default: the time of the engine's last run. */
	readonly nowUs?: number;
	/** Bytecodes that one run may take before it counts as an endless loop. Default {@link METER_LIMIT}. */
	readonly meterLimit?: number;
}

/** Bytecodes of one run (an event and its promise jobs) after which a machine dies of "endless loop". */
export const METER_LIMIT = 20_000_000;
/** Wall-clock seconds that one run may take before the session ends with an error. Never ends a board: that would not repeat. */
export const WATCHDOG_SECONDS = 60;
/** Longest event, post or call, in bytes. */
export const MESSAGE_LIMIT = 1 << 20;
/** Bytes that a machine may post in one run, eight more for each post; beyond that `host.post` throws RangeError. */
export const POST_LIMIT = 16 << 20;
/** XS stack of the SDK's ESP32-C3 target, in slots. */
export const DEFAULT_STACK_SLOTS = 384;

export const CRASH_KINDS = [
	"memory full",
	"stack overflow",
	"endless loop",
	"uncaught error",
	"unhandled rejection",
	/** More property names at once than a target's key table can hold. */
	"out of keys",
	/** An XS consistency check failed. */
	"engine fault",
] as const;
export type CrashKind = (typeof CRASH_KINDS)[number];

export interface CrashFrame {
	/** Absolute path of the TypeScript source; the specifier when unknown; "" for built-ins. */
	readonly file: string;
	/** Line in `file`, from 1; 0 when unknown. */
	readonly line: number;
	readonly function: string;
}

export interface Crash {
	readonly kind: CrashKind;
	readonly message: string;
	/** Innermost first. */
	readonly stack: readonly CrashFrame[];
}

export interface Post {
	readonly kind: number;
	readonly bytes: Uint8Array;
}

export interface RunResult {
	/** In the order of the `host.post` calls. Also what was posted before a crash. */
	readonly posts: readonly Post[];
	/** Bytecodes executed, promise jobs included. */
	readonly meter: number;
	/** Set when the machine died: it takes no more events; close it and create another. */
	readonly crash?: Crash;
}

export interface EngineEvent {
	readonly machine: Machine;
	readonly kind: number;
	readonly bytes: Uint8Array;
}

/** All byte figures are those of a target with 16-byte slots; a 64-bit host scales its own. */
export interface MachineStats {
	/**
	 * Slots and chunk bytes (headers included) taken since the last collection or still alive then. Both only grow
	 * between two collections: the difference of two readings is exactly what was allocated between them when
	 * `collections` is the same in both.
	 */
	readonly slots: number;
	readonly chunkBytes: number;
	/** High-water mark: bytes of the fixed pool ever handed to XS. Includes the XS stack. Never shrinks. */
	readonly heapPeak: number;
	/** Bytes of the fixed pool: `heapBytes` of the options. */
	readonly heapAvailable: number;
	/** Garbage collections so far, forced ones included. */
	readonly collections: number;
	/** Property names that the machine created beside those in ROM; XS never frees them. */
	readonly keys: number;
}

export interface Machine {
	/** What importing the entry module did. */
	readonly boot: RunResult;
	/** False after a crash or `close()`. */
	readonly alive: boolean;
	/** @param collect force a garbage collection first, so that only what is reachable counts. */
	stats(collect?: boolean): MachineStats;
	/** Frees the machine. May be called twice. */
	close(): void;
}

/** A bug in the use of the engine, or a broken session. */
export class EngineError extends Error {
	override readonly name = "EngineError";
}
