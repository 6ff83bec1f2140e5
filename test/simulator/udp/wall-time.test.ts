/** A simulated gateway asks for the time and gets the world's: `kith log` dates its earlier boots by it, and a replay is the same. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { powerOnSpread } from "kith/simulator/session/session";
import type { Summary } from "kith/simulator/session/types";
import { civilSeconds } from "kith/simulator/world/calendar";
import { defaultWorld } from "kith/simulator/world/default-world";
import { firstRequestMs } from "kith/time/sntp-client";
import { writeContextFile } from "../../../tools/coap/context-file";
import { main } from "../../../tools/kith";
import { MemoryOutput } from "../../support/memory-output";
import { openStation, replayStation, type Station, temporaryTrace } from "./station";

const options = { time: "192.168.1.1" };

class Reader {
	readonly station: Station;
	readonly #file: string;

	constructor(station: Station, file: string) {
		this.station = station;
		this.#file = file;
		writeContextFile(file, station.operator());
	}

	/** Lines of `kith log`, newest first, once one of them matches. */
	async lines(wanted: RegExp): Promise<string[]> {
		for (;;) {
			const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
			const code = await main(["log", `127.0.0.1:${this.station.port}`, "--oscore", this.#file], { stdout, stderr });
			if (code === 0 && wanted.test(stdout.text)) return stdout.text.trimEnd().split("\n");
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}

	async crash(): Promise<void> {
		const { session } = this.station;
		const boots = (): number => session.snapshot().boards.find(({ name }) => name === "gateway")?.reboots ?? 0;
		const before = boots();
		session.inject({ fault: "crash", board: "gateway" });
		while (boots() === before) await new Promise((resolve) => setTimeout(resolve, 50));
	}

	/** Until the gateway has been up for so many virtual seconds. */
	async up(seconds: number): Promise<void> {
		const uptime = (): number =>
			this.station.session.snapshot().boards.find(({ name }) => name === "gateway")?.uptimeSeconds ?? 0;
		while (uptime() < seconds) await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** Seconds since the world's beginning of a line's date, read as the computer's zone has it. */
function sinceStart(line: string | undefined): number {
	const start = civilSeconds(defaultWorld([]).startsAt) ?? 0;
	return new Date((line ?? "").slice(0, 19).replace(" ", "T")).getTime() / 1000 - start;
}

test("a gateway's log is dated by the world's time, and by nobody's where no server answers", async () => {
	const trace = temporaryTrace("wall-time");
	const folder = mkdtempSync(join(tmpdir(), "kith-wall-time-"));
	let summary: Summary;
	try {
		const station = await openStation(trace.file, options);
		try {
			const reader = new Reader(station, join(folder, "operator.json"));
			const first = await reader.lines(/knows the time/);
			const spread = powerOnSpread / 1e6;
			const told = sinceStart(first.find((line) => line.includes("knows the time")));
			assert.ok(told >= firstRequestMs / 1000 && told <= (2 * firstRequestMs) / 1000 + spread + 1, `${told}`);
			station.session.inject({ fault: "no time", board: "gateway", value: true });
			await reader.crash();
			await reader.up((2 * firstRequestMs) / 1000 + 2);
			await reader.crash();
			const lines = await reader.lines(/started \(crash\)(.*\n)+.*started \(crash\)/);
			const starts = lines.filter((line) => line.includes("started"));
			assert.equal(starts.length, 3);
			assert.match(starts[1] as string, /^ {21}boot .*started \(crash\)$/, "nobody told the time");
			const born = sinceStart(starts[2]);
			assert.ok(born >= -1 && born <= spread + 1, `${born}, although the time was not known yet`);
			assert.equal(lines.filter((line) => line.includes("knows the time")).length, 1);
		} finally {
			summary = await station.stop();
		}
		assert.equal((await replayStation(trace.file, options)).traceHash, summary.traceHash);
	} finally {
		trace.remove();
		rmSync(folder, { recursive: true });
	}
});
