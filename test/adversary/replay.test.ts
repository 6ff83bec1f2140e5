/** Recorded frames given back: by an attacker with a radio and patience, and without any key. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Attacker, type Captured, siege } from "./siege";
import { swings } from "./weather";

const boards = ["thermometer", "lamp", "heater"];

/** Everything that was heard until now, to everybody. */
function replayAll({ captured, replay }: Attacker, frames: readonly Captured[] = captured): void {
	for (const board of boards) replay(board, frames);
}

/** Nothing of the past was believed, and what is new still is. */
async function survives(options: Parameters<typeof siege>[0], aliveFrom: number): Promise<void> {
	const { wrong, received, requests } = await siege(options);
	assert.deepEqual(wrong, []);
	assert.ok(received("heater", aliveFrom) > 0, "fresh readings are heard after the attack");
	assert.ok(requests("lamp", aliveFrom) > 0, "fresh requests are served after the attack");
}

test("frames recorded a second ago are not believed again", async () => {
	const attacks = Array.from({ length: 60 }, (_, index): readonly [number, (attacker: Attacker) => void] => [
		10 + index,
		(attacker) => replayAll(attacker, attacker.captured.slice(-12)),
	]);
	await survives({ seconds: 120, faults: swings(120), attacks }, 75);
});

test("frames recorded a day ago are not believed again", async () => {
	const day = 86_400;
	const until = day + 120;
	const faults = [...swings(100), ...swings(120).map(({ at, fault }) => ({ at: at + day * 1e6, fault }))];
	let recorded: Captured[] = [];
	await survives(
		{
			seconds: until,
			faults,
			attacks: [
				[100, ({ captured }) => (recorded = [...captured])],
				[day, (attacker) => replayAll(attacker, recorded)],
			],
		},
		day + 10,
	);
});

test("frames recorded before the receiver's reboot stay dead after it, from its first moment on", async () => {
	for (const victim of ["lamp", "heater"]) {
		let recorded: Captured[] = [];
		const attacks = [50, 50.2, 50.5, 50.8, 51, 51.5, 52, 53, 55, 60].map(
			(second): readonly [number, (attacker: Attacker) => void] => [
				second,
				(attacker) => replayAll(attacker, recorded),
			],
		);
		attacks.unshift([49, ({ captured }) => (recorded = [...captured])]);
		const reboot = [
			{ at: 49.5e6, fault: { fault: "power off", board: victim } },
			{ at: 50e6, fault: { fault: "power on", board: victim } },
		] as const;
		await survives({ seconds: 150, faults: [...swings(150), ...reboot], attacks }, 65);
	}
});

test("frames recorded before the sender's reboot stay dead after it", async () => {
	const reboot = { at: 50e6, fault: { fault: "crash", board: "thermometer" } } as const;
	const attacks = [49, 51, 52, 53, 60, 80].map((second): readonly [number, (attacker: Attacker) => void] => [
		second,
		(attacker) => replayAll(attacker),
	]);
	await survives({ seconds: 150, faults: [...swings(150), reboot], attacks }, 85);
});

test("after a power cut of everything no recording is believed, whenever it is given", async () => {
	let recorded: Captured[] = [];
	const off = boards.map((board) => ({ at: 50e6, fault: { fault: "power off", board } }) as const);
	const on = boards.map((board) => ({ at: 52e6, fault: { fault: "power on", board } }) as const);
	const attacks = [52, 52.1, 52.3, 52.6, 53, 53.5, 54, 55, 57, 60, 70].map(
		(second): readonly [number, (attacker: Attacker) => void] => [second, (attacker) => replayAll(attacker, recorded)],
	);
	attacks.unshift([51, ({ captured }) => (recorded = [...captured])]);
	await survives({ seconds: 150, faults: [...swings(150), ...off, ...on], attacks }, 75);
});

test("100,000 other frames do not wash a recorded one out of memory (CVE-2024-42483)", async () => {
	let recorded: Captured[] = [];
	const chunk = 2000;
	const flood = (attacker: Attacker, round: number): void => {
		for (let index = 0; index < chunk; index++) {
			const template = recorded[index % recorded.length];
			if (template === undefined) return;
			// Another sequence, origin or boot each time: as many different frames as there can be.
			const bytes = Buffer.from(template.bytes, "hex");
			bytes.writeUIntBE((round * chunk + index) & 0xffffff, 10, 3);
			if (index % 3 === 1) bytes.writeUInt16BE((round * chunk + index) & 0xffff, 8);
			if (index % 3 === 2) bytes.writeUInt16BE(1 + ((round * chunk + index) % 0xffee), 4);
			attacker.say("heater", bytes.toString("hex"), template.neighbour);
		}
	};
	const attacks = Array.from({ length: 50 }, (_, round): readonly [number, (attacker: Attacker) => void] => [
		40 + round / 2,
		(attacker) => flood(attacker, round),
	]);
	attacks.unshift([39, ({ captured }) => (recorded = [...captured])]);
	attacks.push([66, (attacker) => replayAll(attacker, recorded)]);
	await survives({ seconds: 130, faults: swings(130), attacks }, 70);
});
