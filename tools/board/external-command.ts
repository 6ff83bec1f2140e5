import { type ChildProcess, spawn } from "node:child_process";
import { type CommandIo, environmentOf, type Output } from "../output";
import { onStopSignal } from "../sim/stop-signals";
import { ToolError } from "./tool-error";

/** A program of somebody else that is run with its words passed on. */
export interface ExternalCommand {
	readonly program: string;
	readonly args: readonly string[];
	/** In which it runs. Default: where we are. */
	readonly folder?: string;
	/** Put before the others of PATH. */
	readonly pathFirst?: string;
}

/** As one would type it. */
export function commandLine({ program, args, folder, pathFirst }: ExternalCommand): string {
	const words = [program, ...args].map(quoted).join(" ");
	const line = pathFirst === undefined ? words : `PATH=${quoted(pathFirst)}:$PATH ${words}`;
	return folder === undefined ? line : `cd ${quoted(folder)} && ${line}`;
}

function quoted(word: string): string {
	return /^[\w./:=+@%,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export interface RunOptions {
	/** Where its output goes. Default: ours. */
	readonly stdout?: Output;
	/** It has no end of its own: to be stopped is its good end. */
	readonly endless?: boolean;
}

/**
 * Runs it to its end. Its input is ours, so that a monitor can be typed into; Ctrl-C and its like end it, and then us,
 * so that whoever called can clean up.
 *
 * @throws ToolError where it is not in PATH or does not end well
 */
export async function runCommand(
	command: ExternalCommand,
	io: CommandIo,
	{ stdout = io.stdout, endless = false }: RunOptions = {},
): Promise<void> {
	const { program, args, folder, pathFirst } = command;
	const env: Record<string, string | undefined> = { ...environmentOf(io) };
	if (pathFirst !== undefined) env.PATH = `${pathFirst}:${env.PATH ?? ""}`;
	const [out, err] = [streamFor(stdout), streamFor(io.stderr)];
	let stopped = false;
	let child: ChildProcess | undefined;
	// Before it starts: a signal in its first moment must not end us without it, and without cleaning up.
	const release = onStopSignal(() => {
		stopped = true;
		child?.kill("SIGTERM");
	});
	const started = spawn(program, args, { cwd: folder, env, stdio: ["inherit", out, err] });
	child = started;
	started.stdout?.pipe(stdout, { end: false });
	started.stderr?.pipe(io.stderr, { end: false });
	const ended = await new Promise<string>((resolve) => {
		started.on("error", ({ message }) => resolve(`${program} cannot be run (${message})`));
		started.on("close", (code, signal) => {
			if (code === 0) resolve("");
			else resolve(`${program} ended with ${signal ?? `exit code ${code}`}`);
		});
	});
	release();
	if (stopped && endless) return;
	if (ended !== "") throw new ToolError(`${ended}: ${commandLine(command)}`);
}

/** The process's own streams are handed on, so that the program sees whether they are a terminal. */
function streamFor(output: Output): "inherit" | "pipe" | NodeJS.WriteStream {
	if (output === process.stdout) return process.stdout;
	return output === process.stderr ? process.stderr : "pipe";
}
