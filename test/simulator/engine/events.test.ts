import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { EngineError, MESSAGE_LIMIT } from "kith/simulator/engine/engine";
import { boot, NOTHING, open, send } from "./support";

const engine = await open(["echo", "silent"]);

describe("events, posts and calls", () => {
	after(() => engine.close());

	test("an event reaches the guest, and what it posts comes back in order, promise jobs last", () => {
		const machine = boot(engine, "echo");
		assert.deepEqual(machine.boot.posts, []);
		const { posts, meter, crash } = send(engine, machine, 1, Uint8Array.of(1, 2, 3));
		assert.equal(crash, undefined);
		assert.ok(meter > 0);
		assert.deepEqual(posts, [
			{ kind: 1, bytes: Uint8Array.of(1, 2, 3) },
			{ kind: 100, bytes: Uint8Array.of(1, 1, 20) },
			{ kind: 101, bytes: Uint8Array.of(99) },
		]);
		machine.close();
	});

	test("machines share nothing that can change, not even the variables of a preloaded module", () => {
		const [a, b] = [boot(engine, "echo"), boot(engine, "echo")];
		const counts = (machine: typeof a) => [...(send(engine, machine, 1).posts[1]?.bytes.subarray(0, 2) ?? [])];
		assert.deepEqual(counts(a), [1, 1]);
		assert.deepEqual(counts(a), [2, 2]);
		assert.deepEqual(counts(b), [1, 1]);
		a.close();
		b.close();
	});

	test("results are in the order of the events, also when a machine gets several", () => {
		const [a, b] = [boot(engine, "echo"), boot(engine, "echo")];
		const event = { machine: a, kind: 50, bytes: Uint8Array.of(1) };
		const results = engine.run(0, [event, { machine: b, kind: 51, bytes: Uint8Array.of(2) }, event]);
		assert.deepEqual(
			results.map(({ posts }) => posts),
			[
				[{ kind: 50, bytes: Uint8Array.of(1) }],
				[{ kind: 51, bytes: Uint8Array.of(2) }],
				[{ kind: 50, bytes: Uint8Array.of(1) }],
			],
		);
		a.close();
		b.close();
	});

	test("a call is answered while the guest waits", () => {
		const asked: [number, number[]][] = [];
		const machine = boot(engine, "echo", {
			onCall: (kind, bytes) => {
				asked.push([kind, [...bytes]]);
				return Uint8Array.of(4, 5, 6, 7);
			},
		});
		const { posts } = send(engine, machine, 2);
		assert.deepEqual(asked, [[5, [7, 7, 7]]]);
		assert.deepEqual(posts[1], { kind: 200, bytes: Uint8Array.of(4, 5, 6, 7) });
		machine.close();
	});

	test("a call that nobody answers gives -1, an answer that is too long a RangeError", () => {
		const silent = boot(engine, "echo");
		assert.equal(send(engine, silent, 2).posts[1]?.kind, 201);
		const chatty = boot(engine, "echo", { onCall: () => Uint8Array.of(1, 2, 3) });
		assert.deepEqual(send(engine, chatty, 3).posts[1], { kind: 202, bytes: Uint8Array.of(1) });
		const brief = boot(engine, "echo", { onCall: () => NOTHING });
		assert.deepEqual(send(engine, brief, 2).posts[1], { kind: 200, bytes: NOTHING });
		for (const machine of [silent, chatty, brief]) {
			machine.close();
		}
	});

	test("fifty machines live in one process, each with its own events", () => {
		const machines = Array.from({ length: 50 }, () => boot(engine, "echo"));
		const results = engine.run(
			0,
			machines.map((machine, index) => ({ machine, kind: 60, bytes: Uint8Array.of(index) })),
		);
		assert.deepEqual(
			results.map(({ posts }) => posts[0]?.bytes[0]),
			machines.map((_, index) => index),
		);
		for (const machine of machines) {
			machine.close();
		}
	});
});

describe("misuse ends the session with a clear error", () => {
	const cases: [string, (engine: Awaited<ReturnType<typeof open>>) => unknown, RegExp][] = [
		[
			"an event larger than the receive buffer",
			(own) => send(own, boot(own, "echo"), 9, new Uint8Array(65)),
			/an event of 65 bytes \(kind 9\) does not fit into its receive buffer of 64 bytes/,
		],
		[
			"an event for a program that does not listen",
			(own) => send(own, boot(own, "silent"), 1),
			/has not called host\.listen/,
		],
		[
			"an event beyond the limit of all messages",
			(own) => send(own, boot(own, "echo"), 1, new Uint8Array(MESSAGE_LIMIT + 1)),
			/longer than 1048576/,
		],
		[
			"an event for a closed machine",
			(own) => {
				const machine = boot(own, "echo");
				machine.close();
				machine.close();
				return send(own, machine, 1);
			},
			/crashed or was closed/,
		],
		["time that runs backwards", (own) => [own.run(5, []), own.run(4, [])], /time cannot go from 5 to 4/],
		["an impossible heap", (own) => boot(own, "echo", { heapBytes: 100 }), /a heap of 100 bytes is impossible/],
	];
	for (const [name, misuse, message] of cases) {
		test(name, async () => {
			const own = await open(["echo", "silent"]);
			assert.throws(
				() => misuse(own),
				(error) => error instanceof EngineError && message.test(error.message),
			);
			own.close();
		});
	}
});
