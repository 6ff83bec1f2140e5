import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { buildProgram, whyNot } from "../../../support/native-driver";

const reason = whyNot();

test("100,000 frames of every length, storms, lost reports and no memory: nothing is lost that is not counted", (context) => {
	if (reason !== undefined) {
		context.skip(reason);
		return;
	}
	const sources = ["link.c", "frame-ring.c", "peer-table.c"].map((name) => `devices/host/espnow/${name}`);
	const program = buildProgram(["test/devices/host/espnow/soak.c", ...sources], [], ["-lpthread"]);
	const { status, stderr, stdout } = spawnSync(program, { encoding: "utf8" });
	assert.equal(status, 0, stderr);
	assert.match(stdout, /mtu 250: .*\nmtu 1470: /);
});
