import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { findXs, projectRoot } from "kith/simulator/engine/toolchain";

/** A short portable test file, so that little is prepared: how it is named on the chip. */
const filter = "core/scheduler";
const file = "test/modules/core/scheduler.test";
/** As the chip's ROM says it at a start. */
const boot = (reason = "0x3 (RTC_SW_SYS_RST)"): string =>
	`ESP-ROM:esp32c3-api1-20210207\nBuild:Feb  7 2021\nrst:${reason},boot:0xd (SPI_FAST_FLASH_BOOT)\nSPIWP:0xee`;
const begin = `${boot("0x1 (POWERON)")}\nkith-test begin 1 parts\nkith-test file ${file}`;
const end = `kith-test ended ${file}\n${boot()}\nkith-test done 1 parts`;
const passed = `${begin}\nkith-test passed ${file}: one\n${end}`;

/** The SDK's, which makes what the real one makes, and ESP-IDF's; each notes its call. */
const mcconfig = `
while [ $# -gt 0 ]; do case "$1" in -o) out=$2; shift;; esac; shift; done
folder=$out/bin/esp32/board/release/kith-tests; mkdir -p $folder
printf application > $folder/xs_esp32.bin; printf loader > $folder/bootloader.bin; printf table > $folder/partition-table.bin`;

interface Ended {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A computer with SDK, ESP-IDF and an emulator that says what it is told to. */
class Computer {
	readonly root = mkdtempSync(join(tmpdir(), "kith-c3-"));
	readonly emulator = join(this.root, "emulator");

	constructor(context: TestContext) {
		context.after(() => rmSync(this.root, { recursive: true, force: true }));
		for (const name of ["idf.py", "esptool", "parttool.py", "stty"]) this.tool(`bin/${name}`, "");
		this.tool("bin/mcconfig", mcconfig);
		symlinkSync(process.execPath, join(this.root, "bin/node"));
		this.file("moddable/tools/VERSION", "8.2.3\n");
		// The engine that says which tests have room is made of them.
		symlinkSync(findXs(), join(this.root, "moddable/xs"));
		const version = ["MAJOR 6", "MINOR 0", "PATCH 0"].map((part) => `set(IDF_VERSION_${part})`).join("\n");
		this.file("esp-idf/tools/cmake/version.cmake", version);
	}

	/** Each notes its call before it does what `script` says. */
	tool(name: string, script: string): void {
		this.file(name, `#!/bin/sh\necho "$(basename $0) $*" >> "${this.root}/calls"\n${script}\n`);
		chmodSync(join(this.root, name), 0o755);
	}

	/** @param after what it does when it has said all */
	says(text: string, after = "exec sleep 600"): void {
		this.file("said", `${text}\n`);
		this.tool(
			"emulator",
			`if [ "$2" = help ]; then echo 'esp32c3              Espressif ESP32C3 machine'; exit; fi\ncat "${this.root}/said"\n${after}`,
		);
	}

	calls(): string[] {
		return readFileSync(join(this.root, "calls"), "utf8").trim().split("\n");
	}

	file(name: string, text: string): void {
		const path = join(this.root, name);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}

	run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
		const main = join(projectRoot, "test", "esp32c3", "main.ts");
		const child = spawn(process.execPath, ["--import", "tsx", main, "--output", join(this.root, "build"), ...args], {
			cwd: projectRoot,
			env: {
				PATH: `${join(this.root, "bin")}:/usr/bin:/bin`,
				HOME: this.root,
				MODDABLE: join(this.root, "moddable"),
				IDF_PATH: join(this.root, "esp-idf"),
				...env,
			},
		});
		let [stdout, stderr] = ["", ""];
		child.stdout.on("data", (data) => {
			stdout += data;
		});
		child.stderr.on("data", (data) => {
			stderr += data;
		});
		return new Promise((resolve) => child.on("close", (status) => resolve({ status, stdout, stderr })));
	}

	emulated(...more: readonly string[]): Promise<Ended> {
		return this.run(["--emulator", this.emulator, ...more, filter]);
	}
}

test("tests that pass end it well; the emulator gets the whole flash, and is ended", async (context) => {
	const computer = new Computer(context);
	// Were it not ended, or its pipe kept, this would not end for minutes.
	computer.says(passed, "sleep 300; true");
	const { status, stdout, stderr } = await computer.emulated();
	assert.equal(status, 0, stdout + stderr);
	assert.match(stdout, /^esp32c3 tests: 1 passed, 0 failed, in 1 files$/m);
	const [, build, run = ""] = computer.calls();
	assert.match(build ?? "", /^mcconfig -m -p esp32:\S+\/test\/esp32c3\/board -t build -o \S+ \S+\/manifest\.json$/);
	assert.match(run, /^emulator -M esp32c3 -nographic .*-drive file=(\S+),if=mtd,format=raw .*wdt_disable,value=true$/);
	const flash = readFileSync(/file=(\S+),if=mtd/.exec(run)?.[1] ?? "");
	assert.equal(flash.length, 4 << 20);
	assert.equal(flash.subarray(0, 6).toString(), "loader");
	assert.equal(flash.subarray(0x8000, 0x8005).toString(), "table");
	// Nothing is stored: the first part comes first.
	assert.ok(flash.subarray(0x9000, 0xf000).every((byte) => byte === 0xff));
	assert.equal(flash.subarray(0x10000, 0x1000b).toString(), "application");
	assert.equal(readFileSync(/file=(\S+),if=none/.exec(run)?.[1] ?? "").length, 1024);
});

test("a test that fails is told with its message", async (context) => {
	const computer = new Computer(context);
	computer.says(`${begin}\nkith-test failed ${file}: two: Error: got 2, expected 3\\n at ()\n${end}`);
	const { status, stdout, stderr } = await computer.emulated();
	assert.equal(status, 1);
	assert.match(stdout, /^esp32c3 tests: 0 passed, 1 failed/m);
	assert.match(stderr, /^FAILED test\/modules\/core\/scheduler\.test: two: Error: got 2, expected 3\n at \(\)$/m);
});

test("a crash is told in the chip's words, and the run goes on", async (context) => {
	const words = "Guru Meditation Error: Core  0 panic'ed (Load access fault). Exception was unhandled.";
	for (const [said, told] of [
		[`${words}\n\nCore  0 register dump:\nMEPC    : 0x42012345`, words],
		["abort() was called at PC 0x40381234 on core 0", "abort() was called at PC 0x40381234 on core 0"],
		["kith-test crashed memory full\nXS abort: memory full ", "memory full"],
		["", "the chip started anew without a word"],
	] as const) {
		const computer = new Computer(context);
		computer.says(`${begin}\n${said}\n${boot()}\nkith-test done 1 parts`);
		const { status, stdout, stderr } = await computer.emulated();
		assert.equal(status, 1);
		assert.ok(stderr.includes(`FAILED ${file}: crashed: ${told}\n`), stdout + stderr);
		assert.match(stdout, /^esp32c3 tests: 0 passed, 1 failed, in 0 files$/m);
	}
});

test("a watchdog's start is named", async (context) => {
	const computer = new Computer(context);
	computer.says(`${begin}\n${boot("0x7 (TG0WDT_SYS_RST)")}\nkith-test done 1 parts`);
	const { status, stderr } = await computer.emulated();
	assert.equal(status, 1);
	assert.match(stderr, /crashed: a watchdog started the chip anew \(TG0WDT_SYS_RST\)/);
});

test("a chip that starts over and over before any test is given up", async (context) => {
	const computer = new Computer(context);
	computer.says(Array.from({ length: 20 }, () => `${boot()}\nassert failed: heap_init`).join("\n"));
	const { status, stderr } = await computer.emulated();
	assert.equal(status, 1);
	assert.match(
		stderr,
		/^FAILED the chip starts over and over \(4 times, the last for RTC_SW_SYS_RST\).*assert failed/m,
	);
});

test("silence ends after the time that was named, with where it came", async (context) => {
	const computer = new Computer(context);
	computer.says(begin);
	const { status, stderr } = await computer.emulated("--silence", "2");
	assert.equal(status, 1);
	assert.match(stderr, /^FAILED the chip said nothing of the tests for 2 s, in test\/modules\/core\/scheduler\.test/m);
	computer.says("");
	assert.match((await computer.emulated("--silence", "2")).stderr, /^FAILED the chip was silent for 2 s$/m);
});

test("an endless stream of garbage is no sign of life", async (context) => {
	const computer = new Computer(context);
	computer.says("", "while :; do printf '\\377\\000garbage\\n'; sleep 0.05; done");
	const { status, stderr } = await computer.emulated("--silence", "2");
	assert.equal(status, 1);
	assert.match(stderr, /^FAILED the chip said nothing of the tests for 2 s; its last lines:\n.*garbage/m);
});

test("an emulator that ends by itself is told, with what it said", async (context) => {
	const computer = new Computer(context);
	computer.says(begin, "echo 'qemu: could not load rom' >&2; exit 3");
	const { status, stderr } = await computer.emulated();
	assert.equal(status, 1);
	assert.match(stderr, /^FAILED the emulator ended with exit code 3 before the tests were through, in test\/modules/m);
	assert.match(stderr, /could not load rom/);
});

test("a file that never came to its turn is a failure", async (context) => {
	const computer = new Computer(context);
	computer.says(`${boot()}\nkith-test begin 1 parts\nkith-test done 1 parts`);
	const { status, stderr } = await computer.emulated();
	assert.equal(status, 1);
	assert.match(stderr, /^FAILED test\/modules\/core\/scheduler\.test: never ran$/m);
});

test("a board is flashed, and its port read", async (context) => {
	const computer = new Computer(context);
	const port = join(computer.root, "ttyUSB0");
	computer.file("ttyUSB0", `${passed}\n`);
	const { status, stdout, stderr } = await computer.run(["--port", port, filter]);
	assert.equal(status, 0, stdout + stderr);
	const [, flash, stty] = computer.calls();
	assert.match(flash ?? "", /^esptool --chip esp32c3 --port \S+ttyUSB0 --baud 460800 write-flash 0x0 \S+flash\.bin$/);
	assert.match(stty ?? "", /^stty -[Ff] \S+ttyUSB0 115200 raw -echo -hupcl clocal$/);
	computer.tool("bin/esptool", "exit 2");
	const failed = await computer.run(["--port", port, filter]);
	assert.equal(failed.status, 1);
	assert.match(failed.stderr, /^esptool ended with exit code 2: esptool --chip esp32c3/m);
});

test("a failing build is told", async (context) => {
	const computer = new Computer(context);
	computer.says(passed);
	computer.tool("bin/mcconfig", "exit 1");
	const { status, stderr } = await computer.emulated();
	assert.equal(status, 1);
	assert.match(stderr, /^mcconfig ended with exit code 1: .*mcconfig -m -p esp32:/m);
	computer.tool("bin/mcconfig", "");
	assert.match((await computer.emulated()).stderr, /^mcconfig ended well but made no \S+bootloader\.bin/m);
});

test("what is missing is named all at once, with the step, and ends with 2", async (context) => {
	const computer = new Computer(context);
	const nothing = await computer.run([], { MODDABLE: "", IDF_PATH: "", PATH: "/nowhere" });
	assert.equal(nothing.status, 2);
	assert.match(nothing.stderr, /^ {2}Moddable SDK: MODDABLE is not set\. install the SDK/m);
	assert.match(nothing.stderr, /^ {2}ESP-IDF: IDF_PATH is not set\. install ESP-IDF 6\.0/m);
	assert.match(nothing.stderr, /^ {2}emulator: no qemu-system-riscv32 in PATH\. .*idf_tools\.py install qemu-riscv32/m);
	computer.tool("bin/qemu-system-riscv32", "echo 'virt                 RISC-V VirtIO board'");
	const other = await computer.run([filter]);
	assert.equal(other.status, 2);
	assert.match(other.stderr, /^ {2}emulator: \S+qemu-system-riscv32 has no machine esp32c3: it is not Espressif's\./m);
	const port = await computer.run(["--port", "/nowhere/ttyUSB0"]);
	assert.equal(port.status, 2);
	assert.match(port.stderr, /^ {2}board: there is no serial port \/nowhere\/ttyUSB0$/m);
});

test("a wrong call is a sentence, and ends with 2", async (context) => {
	const computer = new Computer(context);
	computer.says(passed);
	for (const [args, words] of [
		[["--port", "/dev/null", "--emulator", "x"], /^either --port, for a board, or --emulator: not both$/m],
		[["--emulator", computer.emulator, "--silence", "soon"], /^--silence "soon" is no number of seconds$/m],
		[["--emulator", computer.emulator, "no-such-test"], /^no portable test's path contains no-such-test$/m],
		[["--board"], /^Unknown option '--board'/m],
		[["--emulator", join(computer.root, "none")], /none cannot be run \(ENOENT\)/m],
	] as const) {
		const { status, stderr } = await computer.run(args);
		assert.equal(status, 2, stderr);
		assert.match(stderr, words);
	}
});
