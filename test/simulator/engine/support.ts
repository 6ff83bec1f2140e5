/** What the engine's tests share. */
import { join } from "node:path";
import {
	type CallHandler,
	Engine,
	type EngineOptions,
	type GuestModule,
	type Machine,
	type MachineOptions,
	type RunResult,
} from "kith/simulator/engine/engine";
import { projectRoot } from "kith/simulator/engine/toolchain";

const guests = join(projectRoot, "test", "simulator", "engine", "guests");

/** The heap of an ESP32-C3. */
export const C3_HEAP = 94_208;
export const NOTHING = new Uint8Array(0);

export function guestFile(name: string): string {
	return join(guests, `${name}.ts`);
}

/** The named guests, loaded, and `library`, preloaded. */
export function guestModules(...names: readonly string[]): GuestModule[] {
	return [
		{ specifier: "library", file: guestFile("library"), preload: true },
		...names.map((name) => ({ specifier: name, file: guestFile(name), preload: false })),
	];
}

export function open(names: readonly string[], options: Partial<EngineOptions> = {}): Promise<Engine> {
	return Engine.open({
		modules: guestModules(...names),
		onProgress: (line) => process.stderr.write(`${line}\n`),
		...options,
	});
}

export const nobody: CallHandler = () => undefined;

export function boot(engine: Engine, entry: string, options: Partial<MachineOptions> = {}): Machine {
	return engine.createMachine({ heapBytes: C3_HEAP, seed: 1, entry, onCall: nobody, ...options });
}

/** Sends one event and gives its result. */
export function send(engine: Engine, machine: Machine, kind: number, bytes = NOTHING, nowUs = 0): RunResult {
	const [result] = engine.run(nowUs, [{ machine, kind, bytes }]);
	if (result === undefined) {
		throw new Error("the engine gave no result");
	}
	return result;
}

export function lineOf(result: RunResult, file: string): number | undefined {
	return result.crash?.stack.find((frame) => frame.file === guestFile(file))?.line;
}
