import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readDefinitionImage } from "kith/definition/definition-image";
import { parseDefinition } from "kith/definition/parse";
import { settingIds } from "kith/secrets/layout";
import { SecretsImage } from "kith/secrets/secrets-image";
import { MemoryPartition } from "../../support/memory-partition";
import { editSecrets, secretsOf } from "../provision/folder";
import { BoardComputer, type Ended } from "./computer";

const port = "/dev/ttyUSB7";

/** With keys and images of both boards. */
async function ready(computer: BoardComputer): Promise<BoardComputer> {
	await computer.kith("provision", computer.folder);
	for (const node of ["hall", "hub"]) await computer.kith("build", "--node", `${computer.folder}/${node}`);
	computer.calls();
	return computer;
}

function flash(computer: BoardComputer, node: string, ...more: string[]): Promise<Ended> {
	return computer.kith("flash", "--node", `${computer.folder}/${node}`, "--port", port, ...more);
}

/** Folders for secrets of a process. */
function leftovers(pid = process.pid): string[] {
	return readdirSync(tmpdir()).filter((name) => name.startsWith(`kith-flash-${pid}-`));
}

test("the application goes to its place, then definition and secrets into their partitions by name", async (context) => {
	const computer = await ready(new BoardComputer(context));
	const { code, stdout, stderr } = await flash(computer, "hall");
	assert.equal(code, 0, stderr);
	const made = join(computer.build, "esp32c3-devkitm/out/bin/esp32/esp32c3-devkitm/release/kith");
	const [application, definition, secrets, ...others] = computer.calls();
	assert.equal(
		application,
		`esptool --chip esp32c3 --port ${port} --baud 460800 write-flash 0x0 ${made}/bootloader.bin 0x8000 ${made}/partition-table.bin 0x10000 ${made}/xs_esp32.bin`,
	);
	const write = `parttool.py --port ${port} --baud 460800 write_partition --partition-name`;
	assert.match(definition ?? "", new RegExp(`^${write} definition --input .*/definition\\.bin$`));
	assert.match(secrets ?? "", new RegExp(`^${write} secrets --input .*/secrets\\.bin$`));
	assert.deepEqual(others, []);
	assert.match(stdout, /^\/dev\/ttyUSB7 is now hall, address 1$/m);
	assert.match(stdout, /^next: npx kith monitor --board esp32c3-devkitm --node .*hall --port \/dev\/ttyUSB7$/m);
});

test("an ESP32 has its bootloader where its ROM looks for it", async (context) => {
	const computer = await ready(new BoardComputer(context));
	await flash(computer, "hub");
	assert.match(computer.calls()[0] ?? "", /^esptool --chip esp32 .* write-flash 0x1000 .*bootloader\.bin 0x8000 /);
});

test("the board is given its own definition and secrets; only a gateway has the access point", async (context) => {
	const computer = await ready(new BoardComputer(context));
	editSecrets(computer.folder, (secrets) => {
		secrets.wifi = { ssid: "attic", passphrase: "correct horse" };
	});
	for (const [node, address, wifi] of [
		["hall", 1, undefined],
		["hub", 2, "attic"],
	] as const) {
		const { code, stderr } = await flash(computer, node);
		assert.equal(code, 0, stderr);
		const bytes = readDefinitionImage(new MemoryPartition(computer.flashed("definition")));
		assert.ok(bytes instanceof Uint8Array);
		const definition = parseDefinition(bytes);
		assert.ok(!("fault" in definition));
		assert.equal(definition.address, address);
		const secrets = new SecretsImage(new MemoryPartition(computer.flashed("secrets")));
		assert.equal(secrets.fault, undefined);
		assert.equal(secrets.address, address);
		assert.equal(secrets.readSetting(settingIds.wifiName), wifi);
		const key = new Uint8Array(32);
		secrets.readPrivateKey(key);
		assert.equal(Buffer.from(key).toString("hex"), secretsOf(computer.folder).privateKeys[node]);
	}
});

test("the secrets lie where nobody else can read them, and are gone afterwards, also when a tool fails", async (context) => {
	const computer = await ready(new BoardComputer(context));
	await flash(computer, "hall");
	assert.deepEqual(readFileSync(join(computer.root, "rights"), "utf8").trim().split("\n"), [
		"600",
		"700",
		"600",
		"700",
	]);
	assert.deepEqual(leftovers(), []);
	computer.tool("parttool.py", "echo 'no answer from the chip' >&2; exit 2");
	const { code, stderr } = await flash(computer, "hall");
	assert.equal(code, 1);
	assert.match(stderr, /^no answer from the chip\nkith: parttool\.py ended with exit code 2: parttool\.py --port/);
	// The one that failed was the last to be run.
	assert.equal(computer.calls().filter((call) => call.includes("--partition-name secrets")).length, 1);
	assert.deepEqual(leftovers(), []);
});

test("no secret is printed or handed over as an argument", async (context) => {
	const computer = await ready(new BoardComputer(context));
	const { networkSecret, privateKeys } = secretsOf(computer.folder);
	const said = [await flash(computer, "hall"), await flash(computer, "hall", "--dry-run")];
	const all = said.map(({ stdout, stderr }) => stdout + stderr).join("") + computer.calls().join("\n");
	for (const secret of [networkSecret, ...Object.values(privateKeys)]) assert.ok(!all.includes(secret));
	assert.doesNotMatch(all, /[0-9a-f]{32}/i);
});

test("--node-only leaves the application as it is", async (context) => {
	const computer = await ready(new BoardComputer(context));
	const { code } = await flash(computer, "hall", "--node-only");
	assert.equal(code, 0);
	assert.deepEqual(
		computer.calls().map((call) => call.split(" ")[0]),
		["parttool.py", "parttool.py"],
	);
});

test("--dry-run prints the commands in order, runs none, and needs neither port nor keys nor image", async (context) => {
	const computer = new BoardComputer(context);
	const { code, stdout } = await computer.kith("flash", "--node", `${computer.folder}/hall`, "--dry-run");
	// It has no numbers yet: that much is needed.
	assert.equal(code, 2);
	await computer.kith("identify", computer.folder);
	const second = await computer.kith("flash", "--node", `${computer.folder}/hall`, "--dry-run");
	assert.equal(second.code, 0, second.stderr);
	assert.equal(stdout, "");
	const lines = second.stdout.trim().split("\n");
	assert.match(lines[0] ?? "", /^esptool --chip esp32c3 --port PORT --baud 460800 write-flash 0x0 /);
	assert.match(lines[1] ?? "", /^parttool\.py .* --partition-name definition --input TEMPORARY\/definition\.bin$/);
	assert.match(lines[2] ?? "", /^parttool\.py .* --partition-name secrets --input TEMPORARY\/secrets\.bin$/);
	assert.equal(lines.length, 3);
	assert.deepEqual(computer.calls(), []);
});

test("without keys, without an image, or with an image that lacks a driver nothing is flashed", async (context) => {
	const computer = new BoardComputer(context);
	await computer.kith("identify", computer.folder);
	const steps: [() => unknown, RegExp][] = [
		[() => {}, /has no keys yet: run npx kith provision/],
		[() => computer.kith("provision", computer.folder), /no image for esp32c3-devkitm yet: run npx kith build --board/],
		[
			async () => {
				await computer.kith("build", "--node", `${computer.folder}/hall`);
				const list = join(computer.build, "esp32c3-devkitm/registry.ts");
				writeFileSync(list, readFileSync(list, "utf8").replaceAll(/.*relayKind.*\n/g, ""));
				computer.calls();
			},
			/the image for esp32c3-devkitm has not the drivers that the installation uses now: run npx kith build/,
		],
	];
	for (const [step, sentence] of steps) {
		await step();
		const { code, stderr } = await flash(computer, "hall");
		assert.equal(code, 2, stderr);
		assert.match(stderr, sentence);
		assert.deepEqual(computer.calls(), []);
	}
});

test("a secrets file that others may read is not flashed either", async (context) => {
	const computer = await ready(new BoardComputer(context));
	const { chmodSync } = await import("node:fs");
	chmodSync(join(computer.folder, "secrets.json"), 0o644);
	const { code, stderr } = await flash(computer, "hall");
	assert.equal(code, 2);
	assert.match(stderr, /can be read by others/);
	assert.deepEqual(computer.calls(), []);
});

test("a monitor of ESP-IDF shows what the board says, with the symbols of the image", async (context) => {
	const computer = await ready(new BoardComputer(context));
	const { code, stdout } = await computer.kith("monitor", "--node", `${computer.folder}/hall`, "--port", port);
	assert.equal(code, 0);
	assert.equal(stdout, "monitoring\nhall: bulb/on is on\n");
	const raw = await computer.kith("monitor", "--node", `${computer.folder}/hall`, "--port", port, "--raw");
	assert.equal(raw.stdout, "monitoring\nkith reading 0 1\n");
	const elf = join(
		computer.build,
		"esp32c3-devkitm/out/tmp/esp32/esp32c3-devkitm/release/kith/xsProj-esp32c3/build/xs_esp32.elf",
	);
	assert.deepEqual(computer.calls().slice(0, 1), [
		`python -m esp_idf_monitor -p ${port} -b 115200 --target esp32c3 ${elf}`,
	]);
});

test("on the desktop a node is a folder that the program is run in", async (context) => {
	const computer = new BoardComputer(context);
	await computer.kith("provision", computer.folder);
	const desktop = ["--board", "desktop", "--node", `${computer.folder}/hall`];
	assert.match(
		(await computer.kith("flash", ...desktop)).stderr,
		/no image for desktop yet: run npx kith build --board desktop/,
	);
	assert.match(
		(await computer.kith("monitor", ...desktop)).stderr,
		/no program yet: run npx kith build --board desktop/,
	);
	// ESP-IDF has no part in it.
	computer.env.IDF_PATH = undefined;
	const built = await computer.kith("build", ...desktop);
	assert.equal(built.code, 0, built.stderr);
	assert.match(
		computer.calls()[0] ?? "",
		/^mcconfig -m -p x-cli-lin -t build -o .*desktop\/out .*desktop\/manifest\.json$/,
	);
	assert.match((await computer.kith("monitor", ...desktop)).stderr, /hall has no folder yet: run npx kith flash/);
	const flashed = await computer.kith("flash", ...desktop);
	assert.equal(flashed.code, 0, flashed.stderr);
	const folder = join(computer.build, "desktop/nodes/hall");
	for (const name of ["definition.bin", "secrets.bin"]) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
	assert.equal(statSync(folder).mode & 0o777, 0o700);
	assert.deepEqual(JSON.parse(readFileSync(join(folder, "desktop.json"), "utf8")), {
		port: 5701,
		neighbours: [{ address: 2, host: "127.0.0.1", port: 5702 }],
	});
	// Settings that were edited stay.
	writeFileSync(join(folder, "desktop.json"), "{}");
	await computer.kith("flash", ...desktop);
	assert.equal(readFileSync(join(folder, "desktop.json"), "utf8"), "{}");
	const run = await computer.kith("monitor", ...desktop);
	assert.equal(run.stdout, `running ${folder}\n`);
	rmSync(folder, { recursive: true });
	assert.equal(existsSync(folder), false);
});

test("a signal ends the tool that runs, and the secrets are gone", async (context) => {
	const computer = await ready(new BoardComputer(context));
	computer.tool("parttool.py", `touch "${computer.root}/waiting"; exec sleep 60`);
	const child = spawn(
		process.execPath,
		["tools/bin/kith.js", "flash", "--node", `${computer.folder}/hall`, "--port", port, "--node-only"],
		{ env: computer.env as NodeJS.ProcessEnv, stdio: ["ignore", "ignore", "pipe"] },
	);
	let said = "";
	child.stderr.on("data", (piece) => {
		said += piece;
	});
	const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
	while (!existsSync(join(computer.root, "waiting"))) await new Promise((resolve) => setTimeout(resolve, 20));
	assert.equal(leftovers(child.pid).length, 1);
	child.kill("SIGTERM");
	assert.equal(await ended, 1);
	assert.match(said, /^kith: parttool\.py ended with SIGTERM: /);
	assert.deepEqual(leftovers(child.pid), []);
});
