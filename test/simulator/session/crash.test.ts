import assert from "node:assert/strict";
import { test } from "node:test";
import { NonVolatileStore, storeKeyLimit } from "kith/simulator/session/non-volatile-store";
import { rebootDelayAfter } from "kith/simulator/session/reboot-policy";
import { guest, ofKind, programs, runBench } from "./bench";

test("a crash shows the TypeScript line, the board boots again, and its store is still there", async () => {
	const { records, summary } = await runBench({
		definitions: programs({ shaky: { role: 2 } }),
		guest: guest("crash"),
		until: 20e6,
	});
	const crashes = ofKind(records, "crash");
	assert.deepEqual(
		crashes.map(({ crash, message, rebootIn }) => ({ crash, message, rebootIn })),
		[
			{ crash: "uncaught error", message: "Error: boot 1 went wrong", rebootIn: 1_000_000 },
			{ crash: "uncaught error", message: "Error: boot 2 went wrong", rebootIn: 2_000_000 },
		],
	);
	for (const { at } of crashes) assert.match(at, /^test\/simulator\/session\/guests\/crash\.ts:14$/);
	const boots = ofKind(records, "boot");
	assert.deepEqual(
		boots.map(({ boot }) => boot),
		[1, 2, 3],
	);
	assert.equal(boots[1]?.t, (crashes[0]?.t ?? 0) + 1_000_000);
	// Boot number, the answer to a key that is too long, and at last the sign of the boot that went well.
	assert.deepEqual(
		ofKind(records, "reading").map(({ value }) => value * 100),
		[1, 1, 2, 1, 3, 1, 100],
	);
	assert.equal(summary.boards.shaky?.reboots, 2);
});

test("a board that leaks dies of memory full with its line, while its neighbour goes on", async () => {
	const definitions = programs({ leaky: {}, leakyToo: {} });
	const heapBytes = (node: string): number => (node === "leaky" ? 40_960 : 131_072);
	const { records, summary } = await runBench({ definitions, guest: guest("leak"), heapBytes, until: 5e6 });
	const [crash] = ofKind(records, "crash", "leaky");
	assert.equal(crash?.crash, "memory full");
	assert.match(crash?.at ?? "", /guests\/leak\.ts:8$/);
	const figures = summary.boards.leaky;
	assert.equal(figures?.heapAvailable, 40_960);
	assert.ok(figures.heapPeak > 36_000 && figures.heapPeak <= 40_960, `${figures.heapPeak}`);
	assert.ok(figures.reboots >= 1);
	const [other] = ofKind(records, "crash", "leakyToo");
	assert.ok(other === undefined || other.t > (crash?.t ?? 0));
});

test("boards that crash at every boot wait longer and longer, up to a minute", () => {
	assert.deepEqual([1, 2, 3, 6, 7, 8, 1000].map(rebootDelayAfter), [1e6, 2e6, 4e6, 32e6, 60e6, 60e6, 60e6]);
});

test("power goes and comes back, and injected crashes reboot", async () => {
	const { records, summary } = await runBench({
		definitions: programs({ board: { role: 0 } }),
		guest: guest("crash"),
		until: 20e6,
		faults: [
			{ at: 3e6, fault: { fault: "power off", board: "board" } },
			{ at: 4e6, fault: { fault: "power off", board: "board" } },
			{ at: 4e6, fault: { fault: "crash", board: "board" } },
			{ at: 6e6, fault: { fault: "power on", board: "board" } },
			{ at: 7e6, fault: { fault: "power on", board: "board" } },
			{ at: 9e6, fault: { fault: "crash", board: "board" } },
		],
	});
	const boots = ofKind(records, "boot").map(({ t }) => t);
	assert.deepEqual(boots.slice(1), [6e6, 10e6]);
	assert.deepEqual(
		ofKind(records, "crash").map(({ t, crash }) => [t, crash]),
		[[9e6, "injected"]],
	);
	assert.equal(summary.boards.board?.reboots, 2);
});

test("a fault for a board or device that there is not is refused", async () => {
	const definitions = programs({ board: {} });
	const crash = { at: 1, fault: { fault: "crash", board: "bored" } } as const;
	await assert.rejects(runBench({ definitions, guest: guest("leak"), faults: [crash] }), /there is no board "bored"/);
	const chip = { fault: "chip", board: "board", device: "x", field: "stuck", value: true } as const;
	await assert.rejects(
		runBench({ definitions, guest: guest("leak"), faults: [{ at: 1, fault: chip }] }),
		/board board has no device "x"/,
	);
});

test("the store keeps to its limits", () => {
	const store = new NonVolatileStore();
	for (let index = 0; index < storeKeyLimit; index++) assert.ok(store.write(`key${index}`, Uint8Array.of(index)));
	assert.equal(store.write("one more", Uint8Array.of(1)), false);
	assert.ok(store.write("key0", Uint8Array.of(7)));
	assert.deepEqual(store.read("key0"), Uint8Array.of(7));
	assert.equal(store.write("key1", new Uint8Array(513)), false);
	assert.equal(store.write("", Uint8Array.of(1)), false);
	store.delete("key1");
	assert.equal(store.read("key1"), undefined);
	assert.ok(store.write("one more", Uint8Array.of(1)));
});
