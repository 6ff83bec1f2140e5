import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { buildEngine } from "kith/simulator/engine/build";
import { EngineError } from "kith/simulator/engine/engine";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { boot, open, send } from "./support";

/** Attempts, and milliseconds between them, until a process has surely ended. */
const ATTEMPTS = 200;
const PAUSE_MS = 25;

async function ends(pid: number): Promise<boolean> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		try {
			process.kill(pid, 0);
		} catch {
			return true;
		}
		await sleep(PAUSE_MS);
	}
	return false;
}

test("the death of the host is an error that says so, and closing afterwards is harmless", async () => {
	const engine = await open(["echo"]);
	const machine = boot(engine, "echo");
	process.kill(engine.pids[0] as number, "SIGKILL");
	assert.throws(
		() => {
			for (;;) {
				send(engine, machine, 0);
			}
		},
		(error) => error instanceof EngineError && /the engine's host failed: /.test(error.message),
	);
	machine.close();
	engine.close();
	engine.close();
	assert.throws(() => boot(engine, "echo"), /the engine is closed/);
});

test("closing the engine ends its processes", async () => {
	const engine = await open(["echo"], { processes: 2 });
	const { pids } = engine;
	assert.equal(pids.length, 2);
	engine.close();
	for (const pid of pids) {
		assert.ok(await ends(pid as number));
	}
});

test("when Node dies its hosts end, and no named pipes stay behind", async () => {
	const folder = mkdtempSync(join(tmpdir(), "kith-test-"));
	const script = join(folder, "victim.mts");
	writeFileSync(
		script,
		`import { Engine } from ${JSON.stringify(join(projectRoot, "simulator/engine/engine.ts"))};
const engine = await Engine.open({ modules: [] });
console.log(engine.pids[0]);
setInterval(() => {}, 1000);
`,
	);
	const victim = spawn(process.execPath, ["--import", "tsx", script], {
		cwd: projectRoot,
		env: { ...process.env, TMPDIR: folder },
		stdio: ["ignore", "pipe", "inherit"],
	});
	const pid = await new Promise<number>((resolve) => {
		victim.stdout.once("data", (data: Buffer) => resolve(Number(data.toString())));
	});
	victim.kill("SIGKILL");
	assert.ok(await ends(pid), "the host is still there");
	assert.deepEqual(
		readdirSync(folder).filter((name) => name.startsWith("kith-")),
		[],
	);
	rmSync(folder, { recursive: true });
});

test("the host refuses what is no request", async () => {
	const { program } = await buildEngine();
	const shell = (bytes: string) =>
		promisify(execFile)("sh", ["-c", `printf '${bytes}' | "${program}" 0 1 60`]).then(
			() => "",
			(error: { stderr: string }) => error.stderr,
		);
	assert.equal(await shell(""), "", "no request at all is a normal end");
	assert.match(await shell("\\001\\000"), /a request was cut off after 2 of 4 bytes/);
	assert.match(await shell("\\000\\000\\000\\000"), /impossible length 0/);
	assert.match(await shell("\\001\\000\\000\\000\\143"), /unknown request 99/);
	assert.match(await shell("\\002\\000\\000\\000\\003\\000"), /a request is shorter than its fields/);
	assert.match(await shell("\\004\\000\\000\\000\\005\\001\\000\\000"), /shorter than its fields/);
	assert.match(await shell("\\006\\000\\000\\000\\004\\001\\000\\000\\000\\000"), /there is no machine 1/);
});

test("a second build finds the first, and both may start at once", async () => {
	const [first, second] = await Promise.all([buildEngine(), buildEngine()]);
	assert.deepEqual(first, second);
});
