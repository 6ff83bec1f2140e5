import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { examine, isReady } from "../../../tools/doctor/doctor";
import type { Finding, Purpose, Surroundings } from "../../../tools/doctor/finding";

/** A computer of folders: everything on it that is looked at, to take away and break. */
class Computer {
	readonly root: string;
	readonly env: Record<string, string> = {};
	nodeVersion = "20.20.2";

	constructor(context: TestContext) {
		this.root = mkdtempSync(join(tmpdir(), "kith-doctor-"));
		context.after(() => rmSync(this.root, { recursive: true, force: true }));
		this.env.PATH = this.path("bin");
		this.env.HOME = this.path("home");
		this.env.MODDABLE = this.path("moddable");
		this.env.IDF_PATH = this.path("esp-idf");
		mkdirSync(this.path("home/.config"), { recursive: true });
		mkdirSync(this.path("dev"), { recursive: true });
		this.file("dev/ttyUSB0", "");
		this.file("dev/tty1", "");
		this.file("project/node_modules/typescript/package.json", '{ "version": "7.0.2" }');
		this.file("moddable/tools/VERSION", "8.2.3\n");
		this.idf("6", "0", "1");
		for (const name of ["mcconfig", "mcsim", "Xvfb", "idf.py", "esptool", "parttool.py"]) this.program(name, "");
		this.program("cc", 'case "$1" in --version) echo "fakecc 1.2";; esac');
	}

	path(name: string): string {
		return join(this.root, name);
	}

	file(name: string, text: string): void {
		mkdirSync(dirname(this.path(name)), { recursive: true });
		writeFileSync(this.path(name), text);
	}

	program(name: string, script: string): void {
		this.file(`bin/${name}`, `#!/bin/sh\n${script}\n`);
		chmodSync(this.path(`bin/${name}`), 0o755);
	}

	remove(name: string): void {
		rmSync(this.path(name), { recursive: true });
	}

	idf(major: string, minor: string, patch: string): void {
		const lines = [`MAJOR ${major}`, `MINOR ${minor}`, `PATCH ${patch}`].map((part) => `set(IDF_VERSION_${part})`);
		this.file("esp-idf/tools/cmake/version.cmake", lines.join("\n"));
	}

	examine(purpose: Purpose = "mcsim"): Finding[] {
		const around: Surroundings = {
			env: this.env,
			projectRoot: this.path("project"),
			nodeVersion: this.nodeVersion,
			deviceFolder: this.path("dev"),
		};
		return examine(around, purpose);
	}

	/** The one finding that is not fine. */
	complaint(purpose?: Purpose): Finding {
		const bad = this.examine(purpose).filter(({ state }) => state !== "fine");
		assert.equal(bad.length, 1, JSON.stringify(bad));
		return bad[0] as Finding;
	}
}

test("a computer that has everything is ready for everything", (context) => {
	const findings = new Computer(context).examine();
	assert.deepEqual(
		findings.filter(({ state }) => state !== "fine"),
		[],
	);
	assert.equal(isReady(findings), true);
	const names = findings.map(({ name }) => name);
	for (const name of ["Node.js", "C compiler", "TypeScript", "Moddable SDK", "ESP-IDF", "serial port", "Xvfb"])
		assert.ok(names.includes(name), name);
});

test("each thing that is missing is told with its fix, alone", (context) => {
	const cases: [(computer: Computer) => void, string, RegExp, RegExp][] = [
		[
			(it) => {
				it.nodeVersion = "18.19.0";
			},
			"Node.js",
			/18\.19\.0 is too old/,
			/nodejs\.org/,
		],
		[(it) => it.remove("bin/cc"), "C compiler", /none found/, /apt-get install gcc|xcode-select/],
		[(it) => it.program("cc", 'test "$1" = --version && echo fakecc'), "C compiler", /compiles nothing/, /install/],
		[(it) => it.remove("project/node_modules"), "TypeScript", /none in node_modules/, /npm install/],
		[
			(it) => it.file("project/node_modules/typescript/package.json", '{ "version": "5.9.3" }'),
			"TypeScript",
			/5\.9\.3 is too old/,
			/typescript@6/,
		],
		[
			(it) => {
				delete it.env.MODDABLE;
			},
			"Moddable SDK",
			/MODDABLE is not set/,
			/Getting%20Started/,
		],
		[(it) => it.remove("moddable"), "Moddable SDK", /where there is no SDK/, /Getting%20Started/],
		[
			(it) => it.file("moddable/tools/VERSION", "8.1.0"),
			"Moddable SDK",
			/8\.1\.0 is older than 8\.2\.3/,
			/update the SDK/,
		],
		[(it) => it.remove("bin/mcconfig"), "mcconfig", /not built/, /make -C/],
		[
			(it) => {
				delete it.env.IDF_PATH;
			},
			"ESP-IDF",
			/IDF_PATH is not set/,
			/esp32\.md/,
		],
		[(it) => it.idf("5", "5", "0"), "ESP-IDF", /5\.5\.0 is not the 6\.0/, /install ESP-IDF 6\.0/],
		[(it) => it.idf("6", "1", "0"), "ESP-IDF", /6\.1\.0 is not the 6\.0/, /install ESP-IDF 6\.0/],
		[(it) => it.remove("bin/parttool.py"), "ESP-IDF's tools", /^parttool\.py not in PATH/, /export\.sh/],
		[(it) => it.remove("bin/Xvfb"), "Xvfb", /mcsim needs a display/, /apt-get install xvfb/],
		[(it) => it.remove("bin/mcsim"), "mcsim", /not in PATH/, /make -C/],
		[(it) => it.remove("home/.config"), "settings folder", /is missing/, /^mkdir .*\.config$/],
	];
	for (const [breakIt, name, found, fix] of cases) {
		const computer = new Computer(context);
		breakIt(computer);
		const complaint = computer.complaint();
		assert.equal(complaint.name, name);
		assert.equal(complaint.state, "missing");
		assert.match(complaint.found, found);
		assert.match(complaint.fix ?? "", fix);
		assert.equal(isReady([complaint]), false);
	}
});

test("what works less well is advice and keeps nobody", {
	skip: process.platform !== "linux" || process.arch !== "x64" ? "-m32 is for x86 Linux" : false,
}, (context) => {
	const computer = new Computer(context);
	computer.program("cc", 'case "$1" in --version) echo fakecc;; -m32) exit 1;; esac');
	const complaint = computer.complaint();
	assert.deepEqual([complaint.name, complaint.state], ["32-bit programs", "advice"]);
	assert.match(complaint.fix ?? "", /gcc-multilib/);
	assert.equal(isReady(computer.examine()), true);
});

test("no board is advice, one that may not be opened is missing", (context) => {
	const computer = new Computer(context);
	computer.remove("dev/ttyUSB0");
	assert.deepEqual([computer.complaint().state, computer.complaint().found], ["advice", "no board is connected"]);
	// Nobody, not even root, opens what is not there.
	symlinkSync(computer.path("nowhere"), computer.path("dev/ttyACM0"));
	const complaint = computer.complaint();
	assert.equal(complaint.state, "missing");
	assert.match(complaint.found, /ttyACM0 may not be opened by you/);
	assert.match(complaint.fix ?? "", /usermod -a -G dialout/);
});

test("a purpose asks for what it and those before it need, no more", (context) => {
	const computer = new Computer(context);
	delete computer.env.MODDABLE;
	delete computer.env.IDF_PATH;
	computer.remove("bin/Xvfb");
	assert.equal(isReady(computer.examine("simulate")), true);
	assert.equal(isReady(computer.examine("build")), false);
	assert.deepEqual([...new Set(computer.examine("build").map(({ purpose }) => purpose))], ["simulate", "build"]);
});

test("a tool that was built but is not in PATH is told with the line that adds it", (context) => {
	const computer = new Computer(context);
	computer.remove("bin/mcconfig");
	const system = process.platform === "darwin" ? "mac" : "lin";
	computer.file(`moddable/build/bin/${system}/release/mcconfig`, "");
	const { found, fix } = computer.complaint("build");
	assert.equal(found, "built, but not in PATH");
	assert.equal(fix, `export PATH=$PATH:$MODDABLE/build/bin/${system}/release`);
});
