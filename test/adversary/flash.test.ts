/** Boards whose flash memory is not what it was: restored from an old image, erased, replaced under the old name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault, TimedFault } from "kith/simulator/session/faults";
import { siege } from "./siege";
import { swings } from "./weather";

function at(second: number, fault: Fault): TimedFault {
	return { at: second * 1e6, fault };
}

const off = (second: number): TimedFault => at(second, { fault: "power off", board: "thermometer" });
const on = (second: number): TimedFault => at(second, { fault: "power on", board: "thermometer" });

/** Whatever was done to the thermometer's flash: the others hear it again, and believe none of its old frames. */
async function comesBack(faults: readonly TimedFault[], from: number): Promise<void> {
	const { wrong, received, requests } = await siege({
		seconds: from + 90,
		faults: [...swings(from + 90), ...faults],
		attacks: [from + 20, from + 40].map((second) => [
			second,
			(attacker) => {
				for (const board of ["lamp", "heater", "thermometer"]) attacker.replay(board, attacker.captured);
			},
		]),
	});
	assert.deepEqual(wrong, []);
	assert.ok(received("heater", from + 3, from + 20) > 0, "readings are believed again");
	assert.ok(requests("lamp", from + 15) > 0, "requests are served again");
	assert.ok(received("heater", from + 45) > 0, "and still are after the replays");
}

test("a board restored from an old flash image is heard again, and its old frames stay dead", async () => {
	await comesBack(
		[
			at(20, { fault: "save store", board: "thermometer" }),
			...[30, 35, 40].map((second) => at(second, { fault: "crash", board: "thermometer" })),
			off(60),
			at(61, { fault: "restore store", board: "thermometer" }),
			on(62),
		],
		62,
	);
});

test("a board that was erased is heard again, and its old frames stay dead", async () => {
	for (const [second, seed] of [
		[40, 1],
		[41, 2],
		[42, 3],
	] as const) {
		assert.ok(seed > 0);
		await comesBack(
			[off(second), at(second + 0.5, { fault: "erase store", board: "thermometer" }), on(second + 1)],
			second + 1,
		);
	}
});

test("erased again and again, now with higher and now with lower boot numbers, it is always heard again", async () => {
	const faults: TimedFault[] = [];
	for (let round = 0; round < 8; round++) {
		const second = 30 + 20 * round;
		faults.push(off(second), at(second + 0.5, { fault: "erase store", board: "thermometer" }), on(second + 1));
	}
	await comesBack(faults, 30 + 20 * 7 + 1);
});

test("a board replaced under its old name, with new keys in everybody's roster, is heard again", async () => {
	await comesBack(
		[
			off(40),
			at(41, { fault: "erase store", board: "thermometer" }),
			at(41.5, { fault: "rotate keys", board: "thermometer" }),
			on(42),
			// The others read the new roster when they boot.
			at(42.5, { fault: "crash", board: "lamp" }),
			at(43, { fault: "crash", board: "heater" }),
		],
		46,
	);
});
