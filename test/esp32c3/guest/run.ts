/**
 * The program of the image: one part per boot, which ends with a restart, so that each test file has a machine of its own.
 * Which part comes next is stored before one begins: one that crashes is not tried again.
 */
import type { KeyValueStorage } from "embedded:storage/key-value";
import type { Crypto } from "kith/core/crypto";
import type { Store } from "kith/core/store";
import { PsaCrypto } from "kith/devices/host/crypto/crypto";
import { NvsStore } from "kith/devices/host/storage/nvs-store";
import type { Figure } from "../../rv32/figures";
import { registered } from "../../xs/registry";
import { BoardHost } from "./board-host";
import { type Measurement, measure, measurements } from "./measure";
import { meter } from "./meter";

const key = "next";
/** Before the first part, for whoever flashed the board to open its port. */
const patienceMs = 3000;

/** What main.js, which the harness writes, hands over: modules of the SDK, and the test files' specifiers. */
export interface Parts {
	readonly keyValue: KeyValueStorage;
	readonly wait: (call: () => void, ms: number) => void;
	/** Whether the stages are measured too. */
	readonly measured: boolean;
	readonly files: readonly string[];
}

/** Lines that the harness reads (test/esp32c3/console-reader.ts). */
function tell(word: string, text: string): void {
	meter.say(`kith-test ${word} ${text.replaceAll("\n", "\\n")}`);
}

function tellFigure(word: "cost" | "heap", { name, values }: Figure): void {
	tell(word, `${values.join(" ")} ${name}`);
}

export function runPart(parts: Parts): void {
	(globalThis as { abort?: (reason: string) => void }).abort = (reason) => tell("crashed", reason);
	const store = new NvsStore(parts.keyValue);
	const names = parts.measured ? [...measurements, ...parts.files] : parts.files;
	const next = nextOf(store);
	const begin = (): void => void runOne(names, next, store, parts);
	if (next === 0) parts.wait(begin, patienceMs);
	else begin();
}

async function runOne(names: readonly string[], next: number, store: Store, parts: Parts): Promise<void> {
	const name = names[next];
	if (next === 0) tell("begin", `${names.length} parts`);
	if (name === undefined) {
		tell("done", `${names.length} parts`);
		return;
	}
	const fault = store.write(key, Uint8Array.of((next + 1) & 0xff, (next + 1) >> 8));
	if (fault !== undefined) {
		// Without this it would run the same part for ever.
		tell("stopped", `NVS takes nothing: ${fault}`);
		return;
	}
	tell("file", name);
	try {
		const crypto = new PsaCrypto();
		const host = new BoardHost(meter, crypto);
		(globalThis as { host?: unknown }).host = host;
		if (parts.measured && next < measurements.length) await measurePart(name as Measurement, host, crypto);
		else await testFile(name);
	} catch (error) {
		tell("failed", `${name}: ${describe(error)}`);
	}
	tell("ended", name);
	meter.restart();
}

async function measurePart(what: Measurement, host: BoardHost, crypto: Crypto): Promise<void> {
	const begun = meter.cycles();
	const cost = (figure: Figure): void => tellFigure("cost", figure);
	const heap = (figure: Figure): void => tellFigure("heap", figure);
	await measure(what, { meter, host, crypto, cost, heap });
	if (meter.cycles() === begun) tell("uncounted", "the counter of cycles stands still");
}

async function testFile(file: string): Promise<void> {
	await import(file);
	for (const { name, run } of registered()) {
		try {
			await run();
			tell("passed", `${file}: ${name}`);
		} catch (error) {
			tell("failed", `${file}: ${name}: ${describe(error)}`);
		}
	}
}

function describe(error: unknown): string {
	return error instanceof Error ? String(error.stack) : String(error);
}

function nextOf(store: Store): number {
	const value = store.read(key);
	return value === undefined ? 0 : (value[0] as number) | ((value[1] as number) << 8);
}
