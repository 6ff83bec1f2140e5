import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { EngineError } from "kith/simulator/engine/engine";
import { type Ask, findRv32 } from "kith/simulator/engine/rv32/toolchain";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { runPortable } from "./portable";

const failing = "test/rv32/fixtures/one-fails.ts";

/** A computer that has some of the tools. */
function computer(tools: { compiler?: boolean; picolibc?: boolean; emulator?: boolean }): Ask {
	return (command, args) => {
		if (command.startsWith("qemu")) return tools.emulator ? "QEMU emulator version 7.2" : undefined;
		if (!tools.compiler) return undefined;
		if (args.includes("--version")) return "riscv64-unknown-elf-gcc 12.2.0";
		return tools.picolibc ? "/usr/lib/picolibc.ld" : undefined;
	};
}

function complaint(tools: Parameters<typeof computer>[0]): string {
	try {
		findRv32(computer(tools));
	} catch (error) {
		assert.ok(error instanceof EngineError);
		return error.message;
	}
	return "";
}

/** `npm run test:rv32`, with what it printed and how it ended. */
function command(args: readonly string[], path = process.env.PATH): { status: number | null; text: string } {
	const main = join(projectRoot, "test", "rv32", "main.ts");
	const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", main, ...args], {
		cwd: projectRoot,
		encoding: "utf8",
		env: { ...process.env, PATH: path },
	});
	return { status, text: stdout + stderr };
}

test("what is missing is named, with the packages to install", () => {
	const install =
		"on Debian or Ubuntu: apt-get install gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc";
	assert.equal(
		complaint({}),
		`32-bit RISC-V needs the compiler riscv64-unknown-elf-gcc and the emulator qemu-system-riscv32; ${install}`,
	);
	assert.equal(
		complaint({ compiler: true, emulator: true }),
		`32-bit RISC-V needs the C library picolibc for it; ${install}`,
	);
	assert.equal(
		complaint({ compiler: true, picolibc: true }),
		`32-bit RISC-V needs the emulator qemu-system-riscv32; ${install}`,
	);
	assert.equal(complaint({ compiler: true, picolibc: true, emulator: true }), "");
});

test("the command ends with a status and one sentence where the tools are missing", () => {
	const { status, text } = command([], "/nowhere");
	assert.equal(status, 1);
	assert.match(text, /^32-bit RISC-V needs .*; on Debian or Ubuntu: apt-get install [a-z0-9 -]+\n$/);
});

test("a failing portable test is a failure, with its message, and the others are run", async () => {
	const { passed, failures } = await runPortable([failing], undefined);
	assert.equal(passed, 1);
	assert.equal(failures.length, 1);
	assert.equal(failures[0]?.test, "two is three");
	assert.match(failures[0]?.message ?? "", /got 2, expected 3/);
});

test("the command ends with a status where a portable test fails, and without one where none does", (context) => {
	try {
		findRv32();
	} catch (error) {
		context.skip((error as Error).message);
		return;
	}
	const failed = command([failing]);
	assert.equal(failed.status, 1, failed.text);
	assert.match(failed.text, /portable tests: 1 passed, 1 failed, in 1 files/);
	assert.match(failed.text, /FAILED test\/rv32\/fixtures\/one-fails\.ts: two is three/);
	const passed = command(["core/crypto.test"]);
	assert.equal(passed.status, 0, passed.text);
	assert.match(passed.text, /portable tests: \d+ passed, 0 failed, in 1 files/);
});
