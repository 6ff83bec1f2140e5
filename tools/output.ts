import type { Writable } from "node:stream";

/** Where a command writes: a terminal, a pipe, or a test's memory. */
export interface Output extends Writable {
	readonly isTTY?: boolean;
	/** Of a terminal. */
	readonly columns?: number;
	readonly rows?: number;
}

/** What a command is given of its process. */
export interface CommandIo {
	readonly stdout: Output;
	readonly stderr: Output;
}
