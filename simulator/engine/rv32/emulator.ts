import type { HostCommand, RunResult } from "../types";
import type { Rv32Toolchain } from "./toolchain";

/** Kind of the post that every run ends with. Same figure in host/counters.c. */
const COUNTERS_POST = 0xffff;
/** Megabytes; host/virt.ld lays them out. */
const MEMORY = "512";

export interface EmulatorOptions {
	/**
	 * Makes the processor's counter count instructions, exactly. Without it programs run faster and the figures mean
	 * nothing.
	 */
	readonly counting: boolean;
	/** Wall-clock seconds after which the emulator is ended, whatever it does. */
	readonly seconds: number;
}

/** How the emulator is started as a host of the engine: it gets the pipes through semihosting. */
export function emulatedHost(toolchain: Rv32Toolchain, program: string, options: EmulatorOptions): HostCommand {
	const machine = ["-M", "virt", "-bios", "none", "-m", MEMORY];
	const quiet = ["-display", "none", "-monitor", "none", "-serial", "none"];
	const counting = options.counting ? ["-icount", "shift=0"] : [];
	const semihosting = ["-semihosting-config", "enable=on,target=native"];
	const emulator = [toolchain.emulator, ...machine, ...quiet, ...semihosting, ...counting, "-kernel", program];
	return { program: "timeout", args: ["-k", "5", String(options.seconds), ...emulator] };
}

/** Instructions of one run. */
export interface Counters {
	/** All of it, without what the two others count. */
	readonly instructions: number;
	/** AES-CCM. */
	readonly aead: number;
	/** Questions to the simulator: copying, and waiting. */
	readonly calls: number;
}

/** What a run under an emulator counted. @throws Error for a run of another host */
export function countersOf(result: RunResult): Counters {
	const post = result.posts.find(({ kind }) => kind === COUNTERS_POST);
	if (post === undefined) {
		throw new Error("this run was not counted: it was not in an emulator");
	}
	const view = new DataView(post.bytes.buffer, post.bytes.byteOffset, post.bytes.byteLength);
	const [all, aead, calls] = [0, 8, 16].map((at) => Number(view.getBigUint64(at, true))) as [number, number, number];
	return { instructions: all - aead - calls, aead, calls };
}
