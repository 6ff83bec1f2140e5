import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "kith/simulator/engine/engine";
import { canBuild, projectRoot } from "kith/simulator/engine/toolchain";
import { NATIVE_REFERENCE } from "../rv32/portable";
import { openEngine, prepareFile, type XsTestFile, XsTestRun } from "../xs/run-file";
import { boardFolder } from "./app";

/** Of the image's heap; the rest is for what runs the tests there, and for what differs between the engines. */
const share = 0.75;

/** Tests of what stands in for the chip's cryptography elsewhere, with longer texts than the chip's takes. */
const elsewhere = ["test/modules/core/reference-crypto.test.ts"];

export interface Fitting {
	readonly files: readonly string[];
	/** Files that are left out, each with the reason. */
	readonly left: readonly string[];
}

/**
 * Which test files have room on the chip: each is run in the simulator's engine, with 16-byte slots, in part of the
 * image's heap. Where this computer cannot build that engine all are said to fit.
 */
export async function fittingFiles(paths: readonly string[]): Promise<Fitting> {
	const left = paths
		.filter((path) => elsewhere.includes(path))
		.map((path) => `${path}: tests no cryptography of a chip`);
	const candidates = paths.filter((path) => !elsewhere.includes(path));
	if (!canBuild(32)) return { files: candidates, left };
	const prepared = candidates.map((path) => prepareFile(path, { aliases: NATIVE_REFERENCE }));
	const engine = await openEngine(prepared, { lineNumbers: false, wordSize: 32 });
	const room = imageRoom();
	const fits = prepared.map((file) => hasRoom(engine, file, room));
	engine.close();
	const large = candidates.filter((_, index) => !fits[index]);
	left.push(...large.map((path) => `${path}: needs more memory than the chip has`));
	return { files: candidates.filter((_, index) => fits[index]), left };
}

interface Room {
	readonly heapBytes: number;
	readonly stackSlots: number;
}

/** As the image's manifest has it. */
function imageRoom(): Room {
	const text = readFileSync(join(projectRoot, boardFolder, "manifest.json"), "utf8");
	const { creation } = JSON.parse(text) as { creation: { static: number; stack: number } };
	return { heapBytes: Math.floor(creation.static * share), stackSlots: creation.stack };
}

/** Whether neither heap nor stack overruns. A test that fails for another reason has room: the chip will tell. */
function hasRoom(engine: Engine, file: XsTestFile, room: Room): boolean {
	const tooMuch = (error: unknown): boolean => /^(memory full|stack overflow)/.test((error as Error).message);
	let run: XsTestRun | undefined;
	try {
		run = new XsTestRun(engine, file, room);
		for (const number of run.names.keys()) {
			try {
				run.run(number);
			} catch (error) {
				if (tooMuch(error)) return false;
			}
		}
		return true;
	} catch (error) {
		return !tooMuch(error);
	} finally {
		run?.close();
	}
}
