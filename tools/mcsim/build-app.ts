import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { projectRoot } from "kith/simulator/engine/toolchain";
import type { Sdk } from "./sdk";

/** Lines of a failed build that are shown. */
const shownLines = 30;

/**
 * Builds a manifest for mcsim with the debugger's protocol in it, and gives the program that mcsim loads.
 *
 * @param folder of everything that the build makes
 * @throws Error with the build's last words
 */
export async function buildApp(sdk: Sdk, manifest: string, name: string, folder: string): Promise<string> {
	mkdirSync(folder, { recursive: true });
	// Always with a target: without one a debug build ends every mcsim of this computer.
	const args = ["-d", "-m", "-p", "sim", "-t", "build", "-o", folder, manifest];
	const log = join(folder, "build.log");
	const status = await run(join(sdk.bin, "mcconfig"), args, log, {
		...process.env,
		MODDABLE: sdk.root,
		PATH: [join(projectRoot, "node_modules/.bin"), sdk.bin, process.env.PATH].join(delimiter),
	});
	const program = join(folder, "bin/lin/mc/debug", name, "mc.so");
	if (status !== 0 || !existsSync(program)) {
		const lines = readFileSync(log, "utf8").trimEnd().split("\n");
		throw new Error(`mcconfig could not build ${manifest}:\n${lines.slice(-shownLines).join("\n")}`);
	}
	return program;
}

function run(program: string, args: readonly string[], log: string, env: NodeJS.ProcessEnv): Promise<number> {
	return new Promise((resolve, reject) => {
		const output = createWriteStream(log);
		const child = spawn(program, args, { cwd: projectRoot, env, stdio: ["ignore", "pipe", "pipe"] });
		child.stdout.pipe(output, { end: false });
		child.stderr.pipe(output, { end: false });
		child.on("error", reject);
		child.on("close", (code) => output.end(() => resolve(code ?? 1)));
	});
}
