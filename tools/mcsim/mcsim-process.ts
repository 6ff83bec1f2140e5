import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { Sdk } from "./sdk";
import { XsbugReader, xsbugCommands } from "./xsbug-reader";

export interface McsimOptions {
	readonly sdk: Sdk;
	readonly display: string;
	/** Simulator devices: the panel. */
	readonly devices: string;
	readonly program: string;
	/** The program's working folder, and home of the window's settings. */
	readonly folder: string;
	readonly onLine: (line: string) => void;
	/** The program stopped by an exception that nobody caught. */
	readonly onBreak: (message: string) => void;
}

/** One mcsim with one program, which talks to us as to its debugger. mcsim itself never ends. */
export class McsimProcess {
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	#child: ChildProcess | undefined;

	private constructor(server: Server) {
		this.#server = server;
	}

	/** @throws Error where mcsim ends at once */
	static async start(options: McsimOptions): Promise<McsimProcess> {
		const { folder, sdk } = options;
		// It stops without a word where its settings have no folder.
		mkdirSync(join(folder, ".config"), { recursive: true });
		const server = createServer();
		const port = await listen(server);
		const mcsim = new McsimProcess(server);
		server.on("connection", (socket) => mcsim.#talk(socket, options));
		const child = spawn(sdk.mcsim, [options.devices, options.program], {
			cwd: folder,
			env: {
				...process.env,
				DISPLAY: options.display,
				HOME: folder,
				XSBUG_HOST: "localhost",
				XSBUG_PORT: String(port),
				NO_AT_BRIDGE: "1",
			},
			stdio: "ignore",
		});
		mcsim.#child = child;
		await new Promise<void>((resolve, reject) => {
			child.once("spawn", resolve);
			child.once("error", reject);
		});
		child.once("exit", (code) => {
			if (mcsim.#child !== undefined) options.onBreak(`mcsim ended by itself with ${code}`);
		});
		return mcsim;
	}

	close(): void {
		const child = this.#child;
		this.#child = undefined;
		child?.kill("SIGKILL");
		for (const socket of this.#sockets) socket.destroy();
		this.#server.close();
	}

	#talk(socket: Socket, options: McsimOptions): void {
		this.#sockets.add(socket);
		socket.setEncoding("utf8");
		const reader = new XsbugReader({
			onLogin: () => socket.write(xsbugCommands.noBreakpoints + xsbugCommands.go),
			onLine: options.onLine,
			onBreak: (message) => {
				options.onBreak(message);
				socket.write(xsbugCommands.go);
			},
		});
		socket.on("data", (text) => reader.accept(String(text)));
		socket.on("error", () => socket.destroy());
		socket.on("close", () => this.#sockets.delete(socket));
	}
}

function listen(server: Server): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			resolve(typeof address === "object" && address !== null ? address.port : 0);
		});
	});
}
