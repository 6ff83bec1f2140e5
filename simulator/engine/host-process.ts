import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, constants, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FrameReader, HEADER_BYTES } from "./frame-codec";
import { EngineError, type HostCommand } from "./types";

/** Bytes of the host's last words that an error quotes. */
const STDERR_TAIL = 2000;
const INITIAL_BUFFER = 65536;

interface Pipe {
	readonly read: number;
	readonly write: number;
}

/**
 * A pipe with blocking ends. Node's own pipes to children are non-blocking sockets; a FIFO's ends, opened by path, are
 * not. The first descriptor, for reading and writing, is only there so that opening the others does not wait.
 */
function openPipe(path: string): Pipe {
	const both = openSync(path, constants.O_RDWR);
	const read = openSync(path, constants.O_RDONLY);
	const write = openSync(path, constants.O_WRONLY);
	closeSync(both);
	return { read, write };
}

/**
 * How the host for this computer is started.
 * @param program the compiled host
 * @param watchdogSeconds that one request may take
 * @param near keep it and this thread on one processor: turns are faster, nothing runs in parallel
 */
export function nativeHost(program: string, watchdogSeconds: number, near: boolean): HostCommand {
	return { program, args: ["3", "4", String(watchdogSeconds), ...(near ? ["near"] : [])] };
}

/** One process of the engine's host: sends requests, waits for replies. */
export class HostProcess {
	readonly #child: ChildProcess;
	readonly #write: number;
	readonly #read: number;
	readonly #stderr: number;
	#buffer = Buffer.alloc(INITIAL_BUFFER);
	#open = true;

	/** @param nonceWatch end the session where a pair of key and nonce is used twice */
	constructor(command: HostCommand, nonceWatch = false) {
		const folder = mkdtempSync(join(tmpdir(), "kith-engine-"));
		const paths = [join(folder, "requests"), join(folder, "replies")] as const;
		let requests: Pipe;
		let replies: Pipe;
		try {
			execFileSync("mkfifo", paths);
			requests = openPipe(paths[0]);
			replies = openPipe(paths[1]);
			this.#stderr = openSync(join(folder, "stderr"), "w+");
		} finally {
			// The descriptors live on without their names: nothing is left behind, however the session ends.
			rmSync(folder, { recursive: true, force: true });
		}
		this.#write = requests.write;
		this.#read = replies.read;
		this.#child = spawn(command.program, command.args, {
			stdio: ["ignore", "ignore", this.#stderr, requests.read, replies.write],
			// A group of its own: what a terminal, a timeout or a service manager signals to all, we answer, and it ends with us.
			detached: true,
			env: { ...process.env, ...(nonceWatch ? { KITH_NONCE_WATCH: "1" } : {}) },
		});
		// Our copies of its ends: with them open we would never see that it ended.
		closeSync(requests.read);
		closeSync(replies.write);
		// Without a listener, a failure to start would end this process; reading reports it.
		this.#child.on("error", () => {});
		this.#child.unref();
	}

	/** Writes a whole frame. */
	send(frame: Buffer): void {
		if (!this.#open) {
			throw new EngineError("the engine is closed");
		}
		let done = 0;
		try {
			while (done < frame.length) {
				done += writeSync(this.#write, frame, done, frame.length - done);
			}
		} catch (error) {
			throw this.#ended(error instanceof Error ? error.message : String(error));
		}
	}

	/** Waits for a frame. The reader is valid until the next call. */
	receive(): FrameReader {
		let have = 0;
		let want = HEADER_BYTES;
		while (have < want) {
			const count = readSync(this.#read, this.#buffer, have, this.#buffer.length - have, null);
			if (count === 0) {
				throw this.#ended(have > 0 ? "its reply was cut off" : "it ended");
			}
			have += count;
			if (have >= HEADER_BYTES) {
				want = this.#buffer.readUInt32LE(0) + 4;
				if (want > this.#buffer.length) {
					const larger = Buffer.alloc(want);
					this.#buffer.copy(larger, 0, 0, have);
					this.#buffer = larger;
				}
			}
		}
		return new FrameReader(this.#buffer.subarray(0, want));
	}

	#ended(how: string): EngineError {
		const size = fstatSync(this.#stderr).size;
		const length = Math.min(size, STDERR_TAIL);
		const tail = Buffer.alloc(length);
		readSync(this.#stderr, tail, 0, length, size - length);
		this.close();
		const said = tail.toString("utf8").trim();
		return new EngineError(said === "" ? `the engine's host failed: ${how}` : `the engine's host failed: ${said}`);
	}

	/** The process ends when its request pipe does. May be called twice. */
	close(): void {
		if (this.#open) {
			this.#open = false;
			closeSync(this.#write);
			closeSync(this.#read);
			closeSync(this.#stderr);
		}
	}

	get isOpen(): boolean {
		return this.#open;
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}
}
