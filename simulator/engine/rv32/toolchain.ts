import { execFileSync } from "node:child_process";
import { EngineError } from "../types";

const COMPILER = "riscv64-unknown-elf-gcc";
const EMULATOR = "qemu-system-riscv32";
/** Debian's packages, and those that other systems name alike. */
const PACKAGES = "gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc";

/** What boards with a 32-bit RISC-V core are compiled for: without floating point, as an ESP32-C3. */
export const MACHINE_FLAGS = ["--specs=picolibc.specs", "-march=rv32imac", "-mabi=ilp32"] as const;

export interface Rv32Toolchain {
	readonly compiler: string;
	/** First lines of what `--version` says. */
	readonly version: string;
	readonly emulator: string;
	readonly emulatorVersion: string;
}

/** Runs a command and gives the first line of its output; undefined when there is no such command, or it fails. */
export type Ask = (command: string, args: readonly string[]) => string | undefined;

const ask: Ask = (command, args) => {
	try {
		const text = execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
		return text.split("\n")[0] ?? "";
	} catch {
		return undefined;
	}
};

/**
 * Finds the compiler, its C library and the emulator.
 * @throws EngineError that lists what is missing and says what to install
 */
export function findRv32(run: Ask = ask): Rv32Toolchain {
	const version = run(COMPILER, ["--version"]);
	const library = version && run(COMPILER, [...MACHINE_FLAGS, "-print-file-name=picolibc.ld"]);
	const emulatorVersion = run(EMULATOR, ["--version"]);
	const missing = [
		...(version === undefined ? [`the compiler ${COMPILER}`] : []),
		// Without its specs file the compiler fails; it is asked only where there is one.
		...(version !== undefined && !library ? ["the C library picolibc for it"] : []),
		...(emulatorVersion === undefined ? [`the emulator ${EMULATOR}`] : []),
	];
	if (version === undefined || emulatorVersion === undefined || missing.length > 0) {
		const what = missing.join(" and ");
		throw new EngineError(`32-bit RISC-V needs ${what}; on Debian or Ubuntu: apt-get install ${PACKAGES}`);
	}
	return { compiler: COMPILER, version, emulator: EMULATOR, emulatorVersion };
}
