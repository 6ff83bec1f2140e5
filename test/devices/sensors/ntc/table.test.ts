import assert from "node:assert/strict";
import { test } from "node:test";
import { NtcTable } from "kith/devices/sensors/ntc/table";

const fullScale = 16 * 4095;

function reading(divider: { beta: number; nominalOhm: number; seriesOhm: number }, celsius: number): number {
	const ohm = divider.nominalOhm * Math.exp(divider.beta * (1 / (celsius + 273.15) - 1 / 298.15));
	return Math.round((fullScale * ohm) / (ohm + divider.seriesOhm));
}

test("half of the supply is 25 °C where the resistors are equal", () => {
	const table = new NtcTable({ beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 }, fullScale);
	assert.equal(table.temperature(fullScale / 2), 2500);
});

test("between the entries it stays within 0.04 °C of the Beta equation, within 0.08 °C in the cold, for common thermistors", () => {
	for (const beta of [3380, 3435, 3950, 4250]) {
		for (const [nominalOhm, seriesOhm] of [
			[10_000, 10_000],
			[10_000, 4700],
			[100_000, 47_000],
		] as const) {
			const divider = { beta, nominalOhm, seriesOhm };
			const table = new NtcTable(divider, fullScale);
			for (let celsius = -39.9; celsius < 125; celsius += 0.7) {
				const found = table.temperature(reading(divider, celsius));
				const allowed = celsius < -10 ? 0.08 : 0.04;
				assert.ok(found !== undefined && Math.abs(found / 100 - celsius) <= allowed, `${found} at ${celsius} °C`);
			}
		}
	}
});

test("the ends of the range are in, what lies beyond is not a temperature", () => {
	const divider = { beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 };
	const table = new NtcTable(divider, fullScale);
	const coldest = reading(divider, -40);
	const hottest = reading(divider, 125);
	assert.equal(table.temperature(coldest), -4000);
	assert.equal(table.temperature(coldest + 1), undefined);
	assert.equal(table.temperature(hottest), 12500);
	assert.equal(table.temperature(hottest - 1), undefined);
	assert.equal(table.temperature(fullScale), undefined);
	assert.equal(table.temperature(0), undefined);
});

test("a divider that makes no sense is refused", () => {
	const good = { beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 };
	for (const bad of [
		{ ...good, beta: 0 },
		{ ...good, nominalOhm: -1 },
		{ ...good, seriesOhm: Number.NaN },
	])
		assert.throws(() => new NtcTable(bad, fullScale), RangeError);
	assert.throws(() => new NtcTable(good, 0), RangeError);
});
