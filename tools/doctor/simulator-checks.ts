import { spawnSync } from "node:child_process";
import { isAtLeast, nodeVersion } from "../sdk/versions";
import { type Finding, finding, type Surroundings } from "./finding";

const program = "#include <math.h>\n#include <stdio.h>\nint main(void) { return (int)floor(0.5); }\n";

/** Node and what builds the simulator's engine. */
export function simulatorChecks(around: Surroundings): Finding[] {
	return [checkNode(around), ...checkCompiler(around)];
}

function checkNode(around: Surroundings): Finding {
	const found = around.nodeVersion;
	if (isAtLeast(found, nodeVersion)) return finding("simulate", "Node.js", found);
	return finding(
		"simulate",
		"Node.js",
		`${found} is too old`,
		`install Node.js ${nodeVersion} or newer: https://nodejs.org`,
	);
}

function checkCompiler({ env }: Surroundings): Finding[] {
	const name = "C compiler";
	for (const compiler of [env.CC, "cc", "gcc", "clang"]) {
		if (compiler === undefined || compiler === "") continue;
		const { status, stdout } = spawnSync(compiler, ["--version"], { encoding: "utf8", env });
		if (status !== 0) continue;
		const version = stdout.split("\n")[0] ?? compiler;
		if (!compiles(compiler, [], env))
			return [finding("simulate", name, `${version} compiles nothing: the C library is missing`, installCompiler())];
		return [finding("simulate", name, version), ...checkWordSize(compiler, env)];
	}
	return [finding("simulate", name, "none found", installCompiler())];
}

function installCompiler(): string {
	return process.platform === "darwin"
		? "xcode-select --install"
		: "sudo apt-get install gcc libc6-dev (Debian, Ubuntu)";
}

/** Only an x86 computer can give simulated boards the slots of real ones. */
function checkWordSize(compiler: string, env: Surroundings["env"]): Finding[] {
	if (process.platform !== "linux" || process.arch !== "x64") return [];
	const name = "32-bit programs";
	if (compiles(compiler, ["-m32"], env))
		return [finding("simulate", name, "-m32 works: simulated boards have their own 16-byte slots")];
	return [
		{
			name,
			purpose: "simulate",
			state: "advice",
			found: "-m32 does not work: simulated boards get 32-byte slots and twice the heap",
			fix: "sudo apt-get install gcc-multilib (Debian, Ubuntu)",
		},
	];
}

function compiles(compiler: string, flags: readonly string[], env: Surroundings["env"]): boolean {
	const args = [...flags, "-x", "c", "-", "-o", "/dev/null", "-lm"];
	return spawnSync(compiler, args, { input: program, env, stdio: ["pipe", "ignore", "ignore"] }).status === 0;
}
