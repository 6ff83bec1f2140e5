import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { Engine, RunResult } from "kith/simulator/engine/engine";
import { canBuild } from "kith/simulator/engine/toolchain";
import { boot, open, send } from "./support";

const GUESTS = ["echo", "time", "math", "crash"];
/** What test/simulator/engine/guests/math.ts offers, in its order; three more are no Math functions. */
const UNARY = [
	...["acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "ceil", "cos", "cosh", "exp", "expm1", "floor"],
	...["fround", "log", "log10", "log1p", "log2", "round", "sin", "sinh", "sqrt", "tan", "tanh", "trunc"],
] as const;
const OTHERS = 3;
const BINARY = ["atan2", "hypot", "pow"] as const;
/** How far our functions may be from Node's, in units in the last place. */
const TOLERANCE_ULP = 2;

const both = canBuild(32) && canBuild(64);
const skip = both ? false : "this compiler makes only one word size";
const engine = await open(GUESTS);
const other = both ? await open(GUESTS, { wordSize: 64 }) : engine;

/** Everything a machine does from boot on, for some seed and times. */
function session(on: Engine, seed: number): RunResult[] {
	const machine = boot(on, "time", { seed, nowUs: 5_000_000_000_000 });
	const results = [machine.boot];
	for (let step = 1; step < 5; step++) {
		results.push(send(on, machine, 1, Uint8Array.of(1), 5_000_000_000_000 + step * 1_234_567));
	}
	machine.close();
	return results;
}

function mathPosts(on: Engine, number: number): RunResult {
	const machine = boot(on, "math", { seed: 7, heapBytes: 1 << 20, nowUs: 6_000_000_000_000 });
	const result = send(on, machine, number, Uint8Array.of(1), 6_000_000_000_000);
	machine.close();
	return result;
}

/** Neighbouring doubles have neighbouring integers. */
function ordinal(x: number): bigint {
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, x);
	const bits = view.getBigInt64(0);
	return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

function distanceUlp(a: number, b: number): number {
	if (Number.isNaN(a) || Number.isNaN(b)) {
		return Number.isNaN(a) && Number.isNaN(b) ? 0 : Number.POSITIVE_INFINITY;
	}
	const difference = ordinal(a) - ordinal(b);
	return Number(difference < 0n ? -difference : difference);
}

describe("the same inputs give the same outputs", () => {
	after(() => {
		engine.close();
		other.close();
	});

	test("time is the simulator's: since the boot for host.now, from the epoch on for Date", () => {
		const [, first, second] = session(engine, 1).map(({ posts }) => posts[0]?.bytes);
		const view = (bytes: Uint8Array | undefined) => new DataView((bytes as Uint8Array).buffer);
		assert.equal(view(first).getInt32(0, true), 1234);
		assert.equal(view(first).getFloat64(4, true), 1234);
		assert.equal(view(second).getInt32(0, true), 2469);
	});

	test("dates are in universal time, also beyond 2038", () => {
		const text = Buffer.from(session(engine, 1)[1]?.posts[1]?.bytes ?? []).toString();
		assert.match(text, /^Wed May 18 2033 03:33:20 GMT\+0000/);
	});

	test("host.now wraps as an int32", () => {
		const machine = boot(engine, "time", { nowUs: 7_000_000_000_000 });
		const [result] = engine.run(7_000_000_000_000 + 2 ** 31 * 1000, [{ machine, kind: 1, bytes: Uint8Array.of(1) }]);
		const [post] = result?.posts ?? [];
		assert.ok(post);
		assert.equal(new DataView(post.bytes.buffer).getInt32(0, true), -(2 ** 31));
		machine.close();
	});

	test("random numbers follow the seed, meter figures repeat", async () => {
		const [again, twin] = await Promise.all([open(GUESTS), open(GUESTS)]);
		assert.deepEqual(session(again, 1), session(twin, 1));
		const random = (results: RunResult[]) => [...(results[1]?.posts[0]?.bytes.subarray(12) ?? [])];
		assert.notDeepEqual(random(session(again, 2)), random(session(twin, 3)));
		again.close();
		twin.close();
	});

	test("fillRandom is xorshift128 from the documented seeding, little-endian", async () => {
		const state = [1, 2, 3, 4].map((step) => {
			let word = (5 + Math.imul(step, 0x9e3779b9)) >>> 0;
			word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
			word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
			return (word ^ (word >>> 16)) >>> 0;
		}) as [number, number, number, number];
		const next = (): number => {
			const word = state[0] ^ (state[0] << 11);
			state[0] = state[1];
			state[1] = state[2];
			state[2] = state[3];
			state[3] = (state[3] ^ (state[3] >>> 19) ^ word ^ (word >>> 8)) >>> 0;
			return state[3];
		};
		const own = await open(["time"]);
		const bytes = send(own, boot(own, "time", { seed: 5 }), 1, Uint8Array.of(1)).posts[0]?.bytes as Uint8Array;
		const words = [20, 24, 28].map((at) => new DataView(bytes.buffer).getUint32(at, true));
		assert.deepEqual(words, [next(), next(), next()]);
		own.close();
	});

	test("32-bit and 64-bit engines agree in every byte and in the meter", { skip }, async () => {
		const [narrow, wide] = await Promise.all([open(GUESTS, { wordSize: 32 }), open(GUESTS, { wordSize: 64 })]);
		assert.match(narrow.description, /32-bit, 16-byte slots$/);
		assert.match(wide.description, /64-bit, 32-byte slots, heaps 2 times the target's/);
		assert.deepEqual(session(narrow, 9), session(wide, 9));
		const stats = [narrow, wide].map((on) => boot(on, "echo").stats(true));
		assert.equal(stats[0]?.slots, stats[1]?.slots);
		assert.equal(stats[0]?.heapAvailable, stats[1]?.heapAvailable);
		narrow.close();
		wide.close();
	});

	for (const [number, name] of [...UNARY, ...Array<undefined>(OTHERS), ...BINARY].entries()) {
		const what = name === undefined ? `number conversion ${number - UNARY.length}` : `Math.${name}`;
		test(`${what} gives the same bits everywhere, close to Node's`, () => {
			const result = mathPosts(engine, number);
			assert.equal(result.crash, undefined);
			assert.ok(result.posts.length > 200);
			if (both) {
				assert.deepEqual(mathPosts(other, number), result);
			}
			if (name === undefined) {
				return;
			}
			for (const { bytes } of result.posts) {
				const view = new DataView(bytes.buffer);
				const [x, y, actual] = [0, 8, 16].map((at) => view.getFloat64(at, true)) as [number, number, number];
				const expected = Math[name](x, y);
				assert.ok(
					distanceUlp(actual, expected) <= TOLERANCE_ULP,
					`${name}(${x}, ${y}) is ${actual}, Node says ${expected}`,
				);
			}
		});
	}
});

test("two processes give the results of one, in the same order", async () => {
	const run = async (processes: number) => {
		const own = await open(GUESTS, { processes });
		const machines = Array.from({ length: 6 }, (_, seed) =>
			boot(own, "echo", { seed, onCall: () => Uint8Array.of(seed) }),
		);
		const results = [1, 2].flatMap((kind) =>
			own.run(
				kind,
				machines.map((machine, index) => ({ machine, kind, bytes: Uint8Array.of(index) })),
			),
		);
		own.close();
		return results;
	};
	assert.deepEqual(await run(2), await run(1));
});
