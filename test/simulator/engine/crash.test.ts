import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { EngineError, METER_LIMIT } from "kith/simulator/engine/engine";
import { boot, guestFile, lineOf, open, send } from "./support";

/** The kinds of test/simulator/engine/guests/crash.ts. */
const DESCEND = 2;
const LOOP = 3;
const CHAIN = 4;
const UNCAUGHT = 5;
const REJECTED = 6;
const WORD = 7;
const PATTERN = 8;
const HANDLED = 9;
const NATIVE_LOOP = 10;

const engine = await open(["crash", "broken-boot", "echo"]);

function crashOf(kind: number) {
	const machine = boot(engine, "crash");
	const result = send(engine, machine, kind);
	machine.close();
	return result;
}

describe("how machines die", () => {
	after(() => engine.close());

	test("endless recursion is a stack overflow, at its line", () => {
		const result = crashOf(DESCEND);
		assert.equal(result.crash?.kind, "stack overflow");
		assert.equal(lineOf(result, "crash"), 19);
		assert.equal(result.crash?.stack[0]?.function, "descend");
	});

	test("a loop without end is ended by the meter, at its line, after the same number of bytecodes each time", () => {
		const [first, second] = [crashOf(LOOP), crashOf(LOOP)];
		assert.equal(first.crash?.kind, "endless loop");
		assert.equal(lineOf(first, "crash"), 36);
		assert.ok(first.meter >= METER_LIMIT);
		assert.deepEqual(second, first);
	});

	test("a chain of promises without end is ended by the meter too", () => {
		const result = crashOf(CHAIN);
		assert.equal(result.crash?.kind, "endless loop");
		assert.ok(result.meter >= METER_LIMIT);
	});

	test("so is a regular expression that backtracks for ever", () => {
		assert.equal(crashOf(PATTERN).crash?.kind, "endless loop");
	});

	test("a machine may have a meter limit of its own", () => {
		const machine = boot(engine, "crash", { meterLimit: 10_000 });
		const result = send(engine, machine, LOOP);
		assert.match(result.crash?.message ?? "", /more than 10000 bytecodes/);
		assert.ok(result.meter < 10_100);
		machine.close();
	});

	test("an uncaught error names message, file and line, also inside preloaded modules", () => {
		const { crash } = crashOf(UNCAUGHT);
		assert.equal(crash?.kind, "uncaught error");
		assert.equal(crash?.message, "RangeError: size 5 is too large");
		assert.deepEqual(crash?.stack.slice(0, 2), [
			{ file: guestFile("library"), line: 18, function: "fits" },
			{ file: guestFile("crash"), line: 40, function: "" },
		]);
	});

	test("a rejection that nobody handles ends the machine when all jobs are done", () => {
		const result = crashOf(REJECTED);
		assert.equal(result.crash?.kind, "unhandled rejection");
		assert.equal(result.crash?.message, "TypeError: thrown later");
		assert.equal(lineOf(result, "crash"), 28);
	});

	test("a rejection that is handled does not", () => {
		assert.equal(crashOf(HANDLED).crash, undefined);
	});

	test("what is thrown need not be an Error", () => {
		const { crash } = crashOf(WORD);
		assert.deepEqual(crash, { kind: "uncaught error", message: "just a word", stack: [] });
	});

	test("an error while the entry is imported is a crash of the boot", () => {
		const machine = boot(engine, "broken-boot");
		const { crash } = machine.boot;
		assert.equal(crash?.kind, "uncaught error");
		assert.deepEqual(
			crash?.stack.map(({ line, function: name }) => [name, line]),
			[
				["fits", 18],
				["prepare", 5],
				["", 8],
			],
		);
		assert.equal(machine.alive, false);
		machine.close();
	});

	test("without line numbers everything is the same but the lines", async () => {
		const plain = await open(["crash"], { lineNumbers: false });
		const machine = boot(plain, "crash");
		const result = send(plain, machine, UNCAUGHT);
		const lined = crashOf(UNCAUGHT);
		assert.equal(result.meter, lined.meter);
		assert.equal(result.crash?.message, lined.crash?.message);
		assert.deepEqual(
			result.crash?.stack.map(({ line }) => line),
			lined.crash?.stack.map(() => 0),
		);
		plain.close();
	});
});

test("a loop inside a built-in is ended by the watchdog, and with it the session", async () => {
	const own = await open(["crash"], { watchdogSeconds: 1 });
	const machine = boot(own, "crash");
	assert.throws(
		() => send(own, machine, NATIVE_LOOP),
		(error) => error instanceof EngineError && /watchdog/.test(error.message),
	);
});
