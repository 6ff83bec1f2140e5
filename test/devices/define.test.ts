import assert from "node:assert/strict";
import { test } from "node:test";
import { hours, milliseconds, minutes, seconds } from "kith/define/duration";
import { bh1750, dimmer, ntc, pir, reed, relay, scd4x, setting, sht4x } from "kith/devices/index";
import { deviceKinds } from "kith/devices/registry";
import { refreshPeriodMs } from "kith/devices/sampling";

const thermistor = { pin: 3, beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 };
const cold = { quantity: "temperature", initial: 4, minimum: -5, maximum: 12 } as const;
const all = [
	sht4x(),
	bh1750(),
	scd4x(),
	pir({ pin: 4 }),
	reed({ pin: 4 }),
	ntc(thermistor),
	relay({ pin: 5 }),
	dimmer({ pin: 5 }),
	setting(cold),
];

test("every kind that the firmware drives can be declared, and the other way round", () => {
	assert.deepEqual(all.map((device) => device.kind).sort(), deviceKinds.map((kind) => kind.name).sort());
});

test("what is declared offers what the firmware's kind offers", () => {
	for (const device of all) {
		const kind = deviceKinds.find((candidate) => candidate.name === device.kind);
		assert.deepEqual(kind?.resources(device.options), device.resources);
	}
});

test("options that are left out have their documented values", () => {
	const options = (device: (typeof all)[number]) => [...device.options];
	assert.deepEqual(options(sht4x()), [
		["every", 30_000],
		["precision", "high"],
		["address", 0x44],
	]);
	assert.deepEqual(options(bh1750()), [
		["every", 30_000],
		["address", 0x23],
	]);
	assert.deepEqual(options(scd4x()), [["every", 30_000]]);
	assert.deepEqual(options(pir({ pin: 4 })), [
		["pin", 4],
		["invert", false],
	]);
	assert.deepEqual(options(reed({ pin: 4 })), [
		["pin", 4],
		["invert", false],
	]);
	assert.deepEqual(options(relay({ pin: 5, invert: true })), [
		["pin", 5],
		["invert", true],
	]);
	assert.deepEqual(options(dimmer({ pin: 5 })), [
		["pin", 5],
		["hz", 1000],
	]);
	assert.deepEqual(options(ntc(thermistor)), [
		["pin", 3],
		["every", 30_000],
		["beta", 3950],
		["nominalOhm", 10_000],
		["seriesOhm", 10_000],
	]);
});

test("how often each kind reports is known, because ages are judged by it", () => {
	assert.equal(sht4x({ every: minutes(5) }).periodMs, 300_000);
	for (const device of [pir({ pin: 4 }), reed({ pin: 4 }), relay({ pin: 5 }), dimmer({ pin: 5 }), setting(cold)]) {
		assert.equal(device.periodMs, refreshPeriodMs, device.kind);
	}
});

test("sampling periods from one second to one hour are accepted", () => {
	assert.equal(scd4x({ every: seconds(1) }).problem, undefined);
	assert.equal(scd4x({ every: hours(1) }).problem, undefined);
	assert.match(scd4x({ every: milliseconds(999) }).problem ?? "", /cannot use 999 as "every"/);
	assert.match(scd4x({ every: milliseconds(3_600_001) }).problem ?? "", /cannot use 3600001 as "every"/);
});

test("numbers of a thermistor and a dimmer must be possible", () => {
	assert.match(
		ntc({ ...thermistor, beta: 395 }).problem ?? "",
		/"beta": it must be a whole number from 1000 to 6000 kelvin/,
	);
	assert.match(ntc({ ...thermistor, seriesOhm: 0 }).problem ?? "", /"seriesOhm".* from 100 to 1000000 ohm/);
	assert.match(dimmer({ pin: 5, hz: 50 }).problem ?? "", /cannot use 50 as "hz": it must be .* from 100 to 20000 Hz/);
	assert.match(pir({ pin: -1 }).problem ?? "", /cannot use -1 as "pin": it must be a GPIO number/);
	assert.match(relay({ pin: 4.5 }).problem ?? "", /cannot use 4.5 as "pin"/);
});

test("a setting is kept in the decimals of its quantity", () => {
	const point = setting({ quantity: "temperature", initial: 4.25, minimum: -5, maximum: 12.5 });
	assert.deepEqual(
		[...point.options],
		[
			["quantity", "temperature"],
			["initial", 425],
			["minimum", -500],
			["maximum", 1250],
		],
	);
	assert.deepEqual(point.resources, [
		{ name: "temperature", quantity: "temperature", writable: true, minimum: -500, maximum: 1250, deadband: 1 },
	]);
});

test("a setting that cannot be is told why", () => {
	const problem = (changes: object) => setting({ ...cold, ...changes }).problem ?? "";
	assert.match(problem({ quantity: "motion" }), /cannot hold a quantity "motion": it must be temperature or humidity/);
	assert.match(problem({ quantity: "toString" }), /cannot hold a quantity "toString"/);
	assert.match(
		problem({ initial: 4.001 }),
		/cannot use 4.001 as "initial": it must be a number with at most 2 decimals/,
	);
	assert.match(problem({ initial: 13 }), /cannot start at 13: its range is -5 to 12/);
	assert.match(problem({ minimum: 12 }), /needs a minimum below its maximum, not 12 and 12/);
	assert.match(problem({ maximum: undefined }), /cannot use undefined as "maximum"/);
});
