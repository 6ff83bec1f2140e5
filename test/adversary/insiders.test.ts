/** What a stolen board can do with what it knows, and what it cannot. docs/decisions/0009-freshness.md says why. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { field } from "./field";
import { Insider } from "./insider";
import { type Attacker, type Captured, siege } from "./siege";
import { swings, warmer } from "./weather";

const definitions = field();
const addressOf = (name: string): number => definitions.get(name)?.definition.address ?? assert.fail(name);
const [thermometer, lamp, heater] = ["thermometer", "lamp", "heater"].map(addressOf) as [number, number, number];
const seed = 1;

/** A little ahead of the victim's own numbers, so that its next messages are still heard. */
function ahead({ captured }: Attacker): number {
	const latest = captured.filter(({ from }) => from === "thermometer").at(-1) ?? assert.fail("silence");
	return Number.parseInt(latest.bytes.slice(20, 26), 16) + 3;
}

/** The heater's board was stolen, and speaks as the thermometer. */
function asThermometer({ captured }: Attacker, of = definitions): Insider {
	const hello = captured.filter((frame) => frame.from === "thermometer" && frame.bytes.startsWith("12")).at(-1);
	return new Insider(of, seed, heater, hello ?? assert.fail("the thermometer said no hello"));
}

const idOf = (name: string): number =>
	definitions.get(name)?.definition.devices[0]?.resourceIds[0] ?? assert.fail(name);
const probe = idOf("thermometer").toString(16);
const light = idOf("lamp").toString(16);
const hexOf = (text: string): string => Buffer.from(text).toString("hex");

/** NON POST r, one reading of -5 °C. */
const cold = `50020001 b172 1170 d1e91a ff 81a2 00 ${(0x60 + probe.length).toString(16)}${hexOf(probe)} 02 c4 82 21 3901f3`;
/** PUT of the lamp's light: on. @param first header byte and code */
const act = (first: string, path = light): string =>
	`${first} b${path.length}${hexOf(path)} 1170 ff 81a2 00 ${(0x60 + path.length).toString(16)}${hexOf(path)} 04f5`;

test("a member can forge another member's group reading: rules believe it, and the documents say so", async () => {
	const { records, wrong } = await siege({
		seconds: 50,
		seed,
		definitions,
		attacks: [
			[40, (attacker) => attacker.say("heater", asThermometer(attacker).toAll(ahead(attacker), cold), thermometer)],
		],
	});
	const forged = records.filter(
		(record) => record.kind === "received" && record.board === "heater" && record.value === -5 && record.t >= 40e6,
	);
	assert.equal(forged.length, 1);
	assert.equal(wrong.length, 1, "the checker sees it");
	const heated = records.some(
		(record) => record.kind === "actuation" && record.board === "heater" && record.value === 1 && record.t >= 40e6,
	);
	assert.ok(heated, "the rule acts upon the forged reading");
});

test("a rule that switches something critical believes no forged reading, to all or to one, and still learns the truth", async () => {
	const critical = field({ criticalHeater: true });
	const { records, wrong, received } = await siege({
		seconds: 120,
		seed,
		definitions: critical,
		faults: [warmer(60, -20), warmer(90, 0)],
		attacks: [
			[
				40,
				(attacker) => {
					const insider = asThermometer(attacker, critical);
					attacker.say("heater", insider.toAll(ahead(attacker), cold), thermometer);
					attacker.say("heater", insider.toOne(heater, ahead(attacker) + 1, cold), thermometer);
				},
			],
		],
	});
	assert.deepEqual(wrong, []);
	const coil = records.flatMap((record) =>
		record.kind === "actuation" && record.board === "heater" ? [{ t: record.t / 1e6, value: record.value }] : [],
	);
	assert.deepEqual(
		coil.filter(({ t }) => t > 40 && t < 60),
		[],
		"the forged cold heats nothing",
	);
	assert.ok(received("heater", 30, 40) > 0, "it asks, and is told");
	const heating = coil.find(({ t, value }) => t > 60 && value === 1);
	assert.ok(heating !== undefined && heating.t < 65, `real cold heats within seconds: ${JSON.stringify(coil)}`);
	assert.ok(coil.some(({ t, value }) => t > 90 && t < 95 && value === 0));
});

test("a member cannot forge another member's act: to one or to all, confirmable or not, the lamp stays as it is", async () => {
	const says: readonly ((insider: Insider, sequence: number) => string)[] = [
		(insider, sequence) => insider.toOne(lamp, sequence, act("42030a0b1234")),
		(insider, sequence) => insider.toOne(lamp, sequence, act("52030a0c1235")),
		(insider, sequence) => insider.toOne(lamp, sequence, act("42020a0d1236")),
		(insider, sequence) => insider.toAll(sequence, act("50030a0e")),
		(insider, sequence) => insider.toAll(sequence, act("50020a0f")),
		// With an OSCORE option and noise behind it.
		(insider, sequence) =>
			insider.toOne(lamp, sequence, "42020a101237 940900 0001 ff 00112233445566778899aabbccddeeff"),
	];
	const { requests, records } = await siege({
		seconds: 60,
		seed,
		definitions,
		attacks: [
			[
				40,
				(attacker) => {
					const insider = asThermometer(attacker);
					says.forEach((say, index) => {
						attacker.say("lamp", say(insider, ahead(attacker) + index), thermometer);
					});
				},
			],
		],
	});
	assert.equal(requests("lamp", 40), 0);
	const switched = records.filter((record) => record.kind === "pin" && record.board === "lamp" && record.t >= 40e6);
	assert.deepEqual(switched, []);
	// It was heard, though, and told that this is not how.
	const answers = records.filter((record) => record.kind === "frame" && record.board === "lamp" && record.t >= 40e6);
	assert.ok(answers.length > 0);
});

test("a member that replays another member's acts gains nothing, even where it makes the boards doubt who is there", async () => {
	let recorded: readonly Captured[] = [];
	const { requests, wrong } = await siege({
		seconds: 130,
		seed,
		definitions,
		faults: swings(60),
		attacks: [
			[59, ({ captured }) => (recorded = captured.filter(({ group, from }) => !group && from === "thermometer"))],
			[70, (attacker) => attacker.replay("lamp", recorded)],
			// Both boot: their keys are new, and the first request after it has to prove itself.
			[75, ({ do: inflict }) => inflict({ fault: "crash", board: "lamp" })],
			[80, (attacker) => attacker.replay("lamp", recorded)],
			[90, ({ do: inflict }) => inflict({ fault: "crash", board: "thermometer" })],
			[95, (attacker) => attacker.replay("lamp", recorded)],
		],
	});
	assert.ok(recorded.length > 3);
	assert.deepEqual(wrong, []);
	// What the rebooted thermometer itself asks for (that it is not hot) is all that the lamp hears.
	assert.equal(requests("lamp", 69, 90), 0);
});
