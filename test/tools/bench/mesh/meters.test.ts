/** What the benchmark's meters make of traces that are written out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TraceRecord } from "kith/simulator/session/records";
import { AirMeter } from "../../../../tools/bench/mesh/air-meter";
import { benchMesh, verdictTable } from "../../../../tools/bench/mesh/bench";
import { headerOf } from "../../../../tools/bench/mesh/frame-header";
import { Histogram } from "../../../../tools/bench/mesh/histogram";
import { graph, greedyDominatingSet, half } from "../../../../tools/bench/mesh/places";
import { RequestMeter } from "../../../../tools/bench/mesh/request-meter";

const frame = (t: number, board: string, airtime: number, received: string[], more: object = {}): TraceRecord => {
	const bytes = "10cafe08000100020001000007aa";
	return { t, board, kind: "frame", destination: 0xffff, bytes, airtime, attempt: 1, received, lost: [], ...more };
};

test("a histogram tells quantiles, and shares within a time", () => {
	const times = new Histogram();
	for (let value = 1; value <= 100; value++) times.add(value + 0.5);
	assert.deepEqual([times.quantile(0.5), times.quantile(0.99), times.quantile(1)], [50, 99, 100]);
	assert.equal(times.within(20), 0.2);
	const more = new Histogram();
	more.add(1e9);
	times.addAll(more);
	assert.equal(times.total, 101);
	assert.equal(times.quantile(1), 20_000);
});

test("a header is read from hexadecimal digits", () => {
	assert.deepEqual(headerOf("11cafe08000100020003000007"), {
		type: 1,
		origin: 1,
		destination: 2,
		boot: 3,
		sequence: 7,
	});
	assert.equal(headerOf("11cafe"), undefined);
});

test("air is busy where a frame is heard, once though two overlap, and per second", () => {
	const air = new AirMeter(1e6);
	air.take(frame(0.5e6, "a", 100_000, ["b"]));
	air.take(frame(1.4e6, "a", 300_000, ["b"]));
	air.take(frame(1.5e6, "c", 200_000, ["b"]));
	air.take(frame(2.5e6, "c", 100_000, []));
	air.take({ t: 3e6, board: null, kind: "end", frames: 4, readingsDue: 0, readingsDelivered: 0, actuations: 0 });
	assert.equal(air.transmissions, 3);
	assert.equal(air.airtime, 600_000);
	assert.equal(air.seconds, 2);
	// b heard from 1.1 to 1.5 s.
	assert.deepEqual([air.peak, air.peakAt, air.busiestPlace], [0.4, 1e6, 0.2]);
});

test("a request is delivered when the lamp obeys, and answered when a frame comes back; one that is not is counted", () => {
	const meter = new RequestMeter(
		new Map([
			["a", 2],
			["b", 1],
		]),
		1e6,
	);
	const ask = (t: number, value: number): void =>
		meter.take({ t, board: "a", kind: "asked", target: "b/lamp/on", value, unit: "", rule: "r" });
	const obey = (t: number, value: number): void =>
		meter.take({
			t,
			board: "b",
			kind: "actuation",
			path: "lamp/on",
			value,
			unit: "",
			cause: "request",
			rule: null,
			requester: "a",
			overruled: 0,
			inputs: [],
		});
	const answer = (t: number, received: string[]): void =>
		meter.take(frame(t, "b", 1000, received, { bytes: "11cafe08000100020001000007aa", destination: 2 }));
	ask(0.5e6, 1);
	obey(0.51e6, 1);
	answer(0.52e6, ["a"]);
	assert.equal(meter.asked, 0, "before it was measured");
	ask(2e6, 1);
	answer(2.005e6, ["a"]);
	obey(2.01e6, 1);
	answer(2.015e6, []);
	assert.equal(meter.asked, 0, "no answer got there");
	answer(2.02e6, ["a"]);
	assert.deepEqual([meter.asked, meter.delivered, meter.answered], [1, 1, 1]);
	assert.deepEqual([meter.delivery.quantile(1), meter.roundTrip.quantile(1)], [10, 20]);
	ask(3e6, 0);
	ask(4e6, 1);
	assert.deepEqual([meter.asked, meter.delivered, meter.answered], [2, 1, 1]);
	meter.take({ t: 30e6, board: null, kind: "end", frames: 4, readingsDue: 0, readingsDelivered: 0, actuations: 0 });
	assert.deepEqual([meter.asked, meter.delivered, meter.answered], [3, 1, 1]);
});

test("a greedy set and a half hang together", () => {
	const row = graph([0, 60, 120, 180].map((x) => ({ x, y: 0, z: 1 })));
	assert.deepEqual(row, [[1], [0, 2], [1, 3], [2]]);
	assert.equal(greedyDominatingSet(row, 0), 3);
	assert.equal(greedyDominatingSet(row, 1), 2);
	assert.deepEqual([...half(row)], [0, 1]);
});

test("chapters are chosen by name, and tell per seed and in all whether a number holds", async () => {
	const lines: string[] = [];
	const progress = (line: string): number => lines.push(line);
	await assert.rejects(benchMesh({ seeds: 1, only: ["moon"], scale: 1, progress }), /--only moon: there is requests,/);
	const verdicts = await benchMesh({ seeds: 2, only: ["transfers"], scale: 1, progress });
	assert.equal(lines.length, 2);
	assert.match(lines[1] ?? "", /^transfers, seed 2: 4096 bytes over three hops read in \d/);
	assert.deepEqual(
		verdicts.map(({ target, holds }) => [target, holds]),
		[["all complete", true]],
	);
	assert.match(verdictTable([{ name: "it", measured: "9", target: "8", holds: false }]), /it.*9.*8.*NO/);
});
