import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import type { Microseconds } from "../kernel/agenda";
import type { TraceBody, TraceRecord } from "./records";
import { SessionError } from "./types";

/** Characters gathered before they are hashed and written. Writing is synchronous: a slow disk slows the session down. */
const bufferLimit = 1 << 16;

export type TraceListener = (record: TraceRecord) => void;

/**
 * The session's one record of what happened: a JSON object a line, hashed whether or not it goes to a file.
 * Everything in it is decided by definitions, world, seed and inputs.
 */
export class Trace {
	readonly #hash = createHash("sha256");
	readonly #file: string | undefined;
	readonly #listeners: TraceListener[] = [];
	#descriptor: number | undefined;
	#buffer = "";
	#digest: string | undefined;

	/** @param file is written anew. @throws SessionError when it cannot be */
	constructor(file?: string) {
		this.#file = file;
		if (file !== undefined) this.#descriptor = this.#orFail(() => openSync(file, "w"));
	}

	/** @throws SessionError when the file cannot be written any more */
	record(t: Microseconds, board: string | null, body: TraceBody): void {
		if (this.#digest !== undefined) throw new Error("a record after the end of the trace");
		const record = { t, board, ...body };
		this.#buffer += `${JSON.stringify(record)}\n`;
		if (this.#buffer.length >= bufferLimit) this.#flush();
		for (const listener of this.#listeners) listener(record);
	}

	/** The function returned takes the listener away again. */
	listen(listener: TraceListener): () => void {
		this.#listeners.push(listener);
		return () => {
			const index = this.#listeners.indexOf(listener);
			if (index >= 0) this.#listeners.splice(index, 1);
		};
	}

	/** Writes what is left and closes the file. May be called twice. @returns the SHA-256 of all lines, hexadecimal */
	close(): string {
		if (this.#digest !== undefined) return this.#digest;
		try {
			this.#flush();
		} finally {
			this.#digest = this.#hash.digest("hex");
			const descriptor = this.#descriptor;
			this.#descriptor = undefined;
			if (descriptor !== undefined) this.#orFail(() => closeSync(descriptor));
		}
		return this.#digest;
	}

	#flush(): void {
		const bytes = Buffer.from(this.#buffer);
		this.#buffer = "";
		this.#hash.update(bytes);
		const descriptor = this.#descriptor;
		if (descriptor === undefined) return;
		// A nearly full disk takes a part: the next attempt then says why.
		for (let done = 0; done < bytes.length; ) done += this.#orFail(() => writeSync(descriptor, bytes, done));
	}

	#orFail<T>(action: () => T): T {
		try {
			return action();
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			throw new SessionError(`the trace ${this.#file} cannot be written: ${reason}`);
		}
	}
}
