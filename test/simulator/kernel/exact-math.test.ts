import assert from "node:assert/strict";
import { test } from "node:test";
import { arcsine, cosine, decadic, exponential, logarithm, sine } from "kith/simulator/kernel/exact-math";

/** Compares with the platform's function, relative to the larger of the value and `floor`. */
function agrees(ours: (x: number) => number, theirs: (x: number) => number, from: number, to: number, floor = 0): void {
	for (let step = 0; step <= 2000; step++) {
		const x = from + ((to - from) * step) / 2000;
		const scale = Math.max(Math.abs(theirs(x)), floor);
		assert.ok(Math.abs(ours(x) - theirs(x)) <= 1e-12 * scale, `at ${x}: ${ours(x)} instead of ${theirs(x)}`);
	}
}

test("agrees with the platform's functions to 12 digits", () => {
	agrees(exponential, Math.exp, -690, 690);
	agrees(exponential, Math.exp, -1, 1);
	agrees(logarithm, Math.log, 1e-9, 5, 1e-3);
	agrees(logarithm, Math.log, 1, 1e12, 1e-3);
	agrees(decadic, Math.log10, 0.01, 1000, 1e-3);
	agrees(sine, Math.sin, -30, 30, 1e-1);
	agrees(cosine, Math.cos, -30, 30, 1e-1);
	agrees(arcsine, Math.asin, -1, 1, 1e-3);
});

test("has ends", () => {
	assert.equal(exponential(-1000), 0);
	assert.equal(exponential(1000), Number.POSITIVE_INFINITY);
	assert.equal(exponential(0), 1);
	assert.equal(logarithm(1), 0);
	assert.equal(sine(0), 0);
	assert.throws(() => logarithm(0), /logarithm of 0/);
});

test("gives these very bits on every machine", () => {
	assert.deepEqual([exponential(1), logarithm(10), sine(1), arcsine(0.5)].map(bits), golden);
});

function bits(value: number): string {
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, value);
	return view.getBigUint64(0).toString(16);
}

const golden = ["4005bf0a8b14576a", "40026bb1bbb55515", "3feaed548f090cee", "3fe0c152382d7366"];
