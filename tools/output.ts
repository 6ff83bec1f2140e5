import type { Writable } from "node:stream";

/** Where a command writes: a terminal, a pipe, or a test's memory. */
export interface Output extends Writable {
	readonly isTTY?: boolean;
	/** Of a terminal. */
	readonly columns?: number;
	readonly rows?: number;
}

/** Variables such as PATH and MODDABLE. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command is given of its process. */
export interface CommandIo {
	readonly stdout: Output;
	readonly stderr: Output;
	/** Default: that of this process. */
	readonly env?: Environment;
}

export function environmentOf({ env }: CommandIo): Environment {
	return env ?? process.env;
}
