import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import type { Machine } from "kith/simulator/engine/engine";
import { canBuild } from "kith/simulator/engine/toolchain";
import { boot, C3_HEAP, lineOf, NOTHING, open, send } from "./support";

/** Slots and chunk bytes that a machine has when its program only listens: what sharing the ROM leaves. */
const FRESH_SLOTS = 100;
const FRESH_CHUNK_BYTES = 120;
/** Reboots in the leak test, and how much the host process may grow meanwhile, in KiB. */
const REBOOTS = 1000;
const GROWTH_KIB = 4096;
/** Events and forced collections of the test with values in ROM. */
const ROUNDS = 40;
const EXPECTED_TREASURE = "first and second|1180591620717411303425|1,two,3,FOUR|kept|true|1,2,3|86400000|e|changed";

const GUESTS = ["echo", "allocate", "crash", "rom-user", "silent", "churn", "flood"];
const engine = await open(GUESTS);

/** What one event allocates, when no collection hides it. */
function allocatedBy(machine: Machine, kind: number): { slots: number; chunkBytes: number } {
	const before = machine.stats();
	send(engine, machine, kind);
	const afterwards = machine.stats();
	assert.equal(afterwards.collections, before.collections);
	return { slots: afterwards.slots - before.slots, chunkBytes: afterwards.chunkBytes - before.chunkBytes };
}

function residentKiB(pid: number | undefined): number {
	const status = readFileSync(`/proc/${pid}/status`, "utf8");
	return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]);
}

describe("the heap of a machine", () => {
	after(() => engine.close());

	test("a fresh machine is tiny: built-ins, names and preloaded modules are in ROM", () => {
		const machine = boot(engine, "silent");
		const stats = machine.stats(true);
		assert.ok(stats.slots < FRESH_SLOTS, `${stats.slots} slots`);
		assert.ok(stats.chunkBytes < FRESH_CHUNK_BYTES, `${stats.chunkBytes} bytes of chunks`);
		assert.equal(stats.heapAvailable, C3_HEAP);
		assert.equal(stats.keys, 0);
		machine.close();
	});

	test("the peak counts what the pool handed out: chunks with a header, slots, stack, as the SDK creates machines", () => {
		const small = boot(engine, "silent", { stackSlots: 384 });
		assert.equal(small.stats().heapPeak, 16 + 1536 + 16 * 384 + 16 * 512);
		const large = boot(engine, "silent", { stackSlots: 512 });
		assert.equal(large.stats().heapPeak, 16 + 1536 + 16 * 512 + 16 * 512);
		small.close();
		large.close();
	});

	test("allocation is counted exactly", () => {
		const machine = boot(engine, "allocate");
		allocatedBy(machine, 0);
		const idle = allocatedBy(machine, 0);
		assert.deepEqual(idle, { slots: 0, chunkBytes: 0 }, "an event by itself allocates nothing");
		assert.deepEqual(allocatedBy(machine, 1), { slots: 3, chunkBytes: 64 + 8 }, "new ArrayBuffer(64)");
		assert.deepEqual(allocatedBy(machine, 2), { slots: 2, chunkBytes: 0 }, "an object with one property");
		machine.close();
	});

	test("a closure costs its bytecode only when a preloaded module makes it, as on the device", () => {
		const machine = boot(engine, "allocate");
		allocatedBy(machine, 0);
		const loaded = allocatedBy(machine, 4);
		const preloaded = allocatedBy(machine, 3);
		assert.equal(loaded.chunkBytes, 0);
		assert.ok(preloaded.chunkBytes > 8, `${preloaded.chunkBytes} bytes`);
		machine.close();
	});

	test("a forced collection frees garbage and is counted", () => {
		const machine = boot(engine, "allocate");
		const start = machine.stats(true);
		for (let times = 0; times < 10; times++) {
			send(engine, machine, 1);
		}
		const before = machine.stats();
		const collected = machine.stats(true);
		assert.equal(collected.collections, start.collections + 1);
		assert.ok(collected.slots < before.slots && collected.chunkBytes < before.chunkBytes);
		assert.equal(collected.chunkBytes, start.chunkBytes + 64 + 8, "the last buffer is still in use");
		machine.close();
	});

	test("a leak of slots ends in memory full at its line, and the neighbours go on", () => {
		const neighbours = [boot(engine, "echo"), boot(engine, "echo")];
		const leaky = boot(engine, "crash");
		const events = [neighbours[0], leaky, neighbours[1]].map((machine) => ({
			machine: machine as Machine,
			kind: 0,
			bytes: NOTHING,
		}));
		const [first, crashed, last] = engine.run(0, events);
		assert.equal(crashed?.crash?.kind, "memory full");
		assert.equal(crashed && lineOf(crashed, "crash"), 8);
		assert.equal(
			crashed?.crash?.stack.some((frame) => frame.function === "leak"),
			true,
		);
		assert.equal(leaky.alive, false);
		const { heapPeak } = leaky.stats();
		assert.ok(heapPeak > 0.98 * C3_HEAP && heapPeak <= C3_HEAP, `${heapPeak} of ${C3_HEAP} bytes`);
		assert.equal(first?.posts.length, 1);
		assert.equal(last?.posts.length, 1);
		for (const machine of neighbours) {
			assert.equal(send(engine, machine, 0).posts.length, 1);
			machine.close();
		}
		leaky.close();
	});

	test("a leak of chunks ends in memory full at its line", () => {
		const machine = boot(engine, "crash");
		const result = send(engine, machine, 1);
		assert.equal(result.crash?.kind, "memory full");
		assert.equal(lineOf(result, "crash"), 14);
		machine.close();
	});

	test("a heap that cannot hold the program ends in memory full at the boot", () => {
		const machine = boot(engine, "echo", { heapBytes: 8192, stackSlots: 128 });
		assert.equal(machine.boot.crash?.kind, "memory full");
		assert.equal(machine.alive, false);
		machine.close();
	});

	test("what is in ROM can only be changed where it would be on the device", () => {
		const machine = boot(engine, "rom-user");
		const [scratch, table, prototype, random, words, length, calls, pattern] =
			send(engine, machine, 1).posts[0]?.bytes ?? [];
		assert.deepEqual({ scratch, table, prototype, random }, { scratch: 1, table: 1, prototype: 1, random: 1 });
		assert.deepEqual({ words, length, calls }, { words: 0, length: 2, calls: 1 }, "arrays and variables are copied");
		assert.equal(pattern, 1, "a regular expression in ROM matches with memory of the board");
		machine.close();
		const other = boot(engine, "rom-user");
		assert.equal(send(engine, other, 1).posts[0]?.bytes[5], 2, "the next machine starts from ROM again");
		other.close();
	});

	for (const wordSize of [32, 64] as const) {
		const skip = !canBuild(wordSize) && `this compiler makes no ${wordSize}-bit programs`;
		test(`values from ROM survive collections, ${wordSize}-bit`, { skip }, async () => {
			const own = await open(GUESTS, { wordSize });
			const machines = [boot(own, "churn"), boot(own, "churn")];
			for (let round = 0; round < ROUNDS; round++) {
				for (const machine of machines) {
					const { posts, crash } = send(own, machine, 1);
					assert.equal(crash, undefined);
					assert.equal(Buffer.from(posts[0]?.bytes ?? []).toString(), EXPECTED_TREASURE);
					machine.stats(true);
				}
			}
			assert.ok((machines[0]?.stats().collections ?? 0) > ROUNDS, "it collected by itself too");
			own.close();
		});
	}

	test("a flood of posts is refused to the guest and harms nobody", () => {
		const machine = boot(engine, "flood");
		const { posts, crash } = send(engine, machine, 1);
		assert.equal(crash?.kind, "uncaught error");
		assert.match(crash?.message ?? "", /more than 16777216 bytes posted in one run/);
		assert.ok(posts.length > 0);
		machine.close();
	});

	test("a thousand reboots leak nothing of the host", { skip: process.platform !== "linux" && "needs /proc" }, () => {
		const reboot = () => {
			const machine = boot(engine, "crash");
			send(engine, machine, 0);
			machine.close();
		};
		for (let times = 0; times < 50; times++) {
			reboot();
		}
		const before = residentKiB(engine.pids[0]);
		for (let times = 0; times < REBOOTS; times++) {
			reboot();
		}
		const growth = residentKiB(engine.pids[0]) - before;
		assert.ok(growth < GROWTH_KIB, `grew by ${growth} KiB`);
	});
});
