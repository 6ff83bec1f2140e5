import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { commandLine } from "../../../tools/board/external-command";
import { choosePort } from "../../../tools/board/serial-port";
import { UsageError } from "../../../tools/usage-error";

test("the only port is taken; of several, or of none, somebody must choose", (context) => {
	const folder = mkdtempSync(join(tmpdir(), "kith-dev-"));
	context.after(() => rmSync(folder, { recursive: true }));
	const plug = (name: string): void => writeFileSync(join(folder, name), "");
	plug("tty0");
	plug("ttyS0");
	assert.throws(() => choosePort(undefined, folder), /no board is connected: connect one, or name its port/);
	plug("ttyACM0");
	assert.equal(choosePort(undefined, folder), join(folder, "ttyACM0"));
	plug("ttyUSB0");
	assert.throws(() => choosePort(undefined, folder), UsageError);
	assert.throws(
		() => choosePort(undefined, folder),
		/several serial ports: choose with --port one of .*ttyACM0, .*ttyUSB0/,
	);
	assert.equal(choosePort("COM3", folder), "COM3");
});

test("a command is shown as a shell would read it", () => {
	const line = commandLine({
		program: "esptool",
		args: ["--port", "/dev/my port", "it's", "0x8000", ""],
		folder: "a b",
	});
	assert.equal(line, "cd 'a b' && esptool --port '/dev/my port' 'it'\\''s' 0x8000 ''");
});
