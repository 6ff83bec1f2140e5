import { type ChildProcess, spawn } from "node:child_process";
import { UsageError } from "../usage-error";

/** A screen in memory, for windows that nobody looks at. */
export class Display {
	readonly name: string;
	readonly #server: ChildProcess;

	private constructor(name: string, server: ChildProcess) {
		this.name = name;
		this.#server = server;
	}

	/** @throws UsageError where Xvfb is missing or does not start */
	static open(width = 900, height = 620): Promise<Display> {
		return new Promise((resolve, reject) => {
			// The server picks a free number and writes it to file 3.
			const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", `${width}x${height}x24`, "-nolisten", "tcp"], {
				stdio: ["ignore", "ignore", "ignore", "pipe"],
			});
			server.on("error", () => reject(new UsageError("Xvfb is missing: it is Debian's package xvfb")));
			server.on("exit", (code) => reject(new UsageError(`Xvfb ended with ${code}`)));
			server.stdio[3]?.on("data", (data: Buffer) => {
				server.removeAllListeners("exit");
				resolve(new Display(`:${data.toString().trim()}`, server));
			});
		});
	}

	close(): void {
		this.#server.kill();
	}
}
