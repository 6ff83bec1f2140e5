import { join } from "node:path";
import { HOST_FLAGS, hostFolder, hostUnits, xsFolders } from "../build";
import { buildProgram, type Progress, type Recipe } from "../compile";
import { findXs, projectRoot } from "../toolchain";
import { MACHINE_FLAGS, type Rv32Toolchain } from "./toolchain";

const folder = join(projectRoot, "simulator", "engine", "rv32", "host");
/** Files of the desktop's host that a bare processor has its own version of, or does without. */
const REPLACED = new Set(["main.c", "affinity.c"]);
/** As the Moddable SDK compiles for its ESP32 targets: for size. */
const SIZE_FLAGS = ["-Os", "-fno-jump-tables", "-fno-inline-functions", "-ffunction-sections", "-fdata-sections"];
/** A board's engine meters nothing: its instructions are counted, and an emulator that does not end is ended. */
const UNMETERED = HOST_FLAGS.filter((flag) => flag !== "-DmxMetering=1");
/** Functions that counters.c stands in front of. */
const COUNTED = ["board_create", "board_event", "protocol_call", "ccm_seal", "ccm_open"];

function recipe(xs: string, toolchain: Rv32Toolchain): Recipe {
	const units = hostUnits(xs, [hostFolder, folder]).filter(
		({ source }) => !(source.startsWith(hostFolder) && REPLACED.has(source.slice(hostFolder.length + 1))),
	);
	return {
		what: "the XS engine for a bare 32-bit RISC-V",
		fileName: "kith-engine.elf",
		compiler: toolchain.compiler,
		version: toolchain.version,
		flags: [...MACHINE_FLAGS, ...SIZE_FLAGS, ...UNMETERED, "-DKITH_RV32=1"],
		includes: [folder, hostFolder, ...xsFolders(xs)],
		units,
		linkFlags: [`-Wl,${COUNTED.map((name) => `--wrap=${name}`).join(",")}`, "-lm", "-L", folder, "-T", "virt.ld"],
		folders: [folder, join(folder, "sys"), hostFolder, ...xsFolders(xs)],
	};
}

/**
 * Gives the engine's host as a program for the emulator, compiling it at the first use.
 * @throws EngineError when the sources do not compile
 */
export function buildRv32(toolchain: Rv32Toolchain, progress?: Progress): Promise<string> {
	return buildProgram(recipe(findXs(), toolchain), progress);
}
