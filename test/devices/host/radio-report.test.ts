import assert from "node:assert/strict";
import { test } from "node:test";
import { Line } from "kith/devices/host/console/line";
import type { EspNowCounter } from "kith/devices/host/espnow/espnow";
import { RadioReport, reportPauseMs } from "kith/devices/host/espnow/radio-report";
import { ManualTimers } from "../../support/manual-timers";

test("a radio's troubles are told when there are new ones, and not again", () => {
	const counts = new Map<EspNowCounter, number>();
	const timers = new ManualTimers();
	const lines: string[] = [];
	const output = {
		write: (bytes: Uint8Array, length: number) => lines.push(String.fromCharCode(...bytes.slice(0, length))),
	};
	new RadioReport({ count: (counter) => counts.get(counter) ?? 0 }, timers, new Line(output));
	counts.set("sent", 1000);
	timers.pass(reportPauseMs);
	assert.deepEqual(lines, []);
	counts.set("dropped", 3);
	counts.set("restarts", 1);
	timers.pass(3 * reportPauseMs);
	assert.deepEqual(lines, ["kith radio dropped 3 noMemory 0 refused 0 timeouts 0 restarts 1"]);
	counts.set("timeouts", 2);
	timers.pass(reportPauseMs);
	assert.equal(lines[1], "kith radio dropped 3 noMemory 0 refused 0 timeouts 2 restarts 1");
});
