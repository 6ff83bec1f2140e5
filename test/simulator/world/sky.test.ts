import assert from "node:assert/strict";
import { test } from "node:test";
import { relativeHumidity, vapourAt } from "kith/simulator/world/air";
import { Calendar, civilSeconds, clockSeconds, dayOfYear, isWeekend } from "kith/simulator/world/calendar";
import { skyIlluminance, sunElevation } from "kith/simulator/world/sky";
import { Weather } from "kith/simulator/world/weather";

function near(actual: number, expected: number, tolerance: number): void {
	assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected} ± ${tolerance}`);
}

const solstice = dayOfYear((civilSeconds("2026-06-21T00:00:00") as number) / 86_400);
const winter = dayOfYear((civilSeconds("2026-12-21T00:00:00") as number) / 86_400);
const equinox = dayOfYear((civilSeconds("2026-03-21T00:00:00") as number) / 86_400);

test("the sun stands at noon where latitude and season put it", () => {
	near(sunElevation(50, solstice, 12), 90 - 50 + 23.45, 0.3);
	near(sunElevation(50, winter, 12), 90 - 50 - 23.45, 0.3);
	near(sunElevation(0, equinox, 12), 90, 1);
	near(sunElevation(-33, winter, 12), 90 - 33 + 23.45, 0.5);
	near(sunElevation(50, solstice, 0), -(90 - 50 - 23.45), 0.3);
});

test("midsummer's day at 50° lasts 16 hours, midwinter's 8", () => {
	const hours = (day: number): number => {
		let up = 0;
		for (let minute = 0; minute < 1440; minute++) if (sunElevation(50, day, minute / 60) > 0) up++;
		return up / 60;
	};
	near(hours(solstice), 16.15, 0.1);
	near(hours(winter), 7.85, 0.1);
});

test("daylight: 100 klx at a summer's noon, 800 lx at sunset, 3.4 lx at civil twilight, none at night", () => {
	assert.ok(skyIlluminance(63, 0) > 95_000 && skyIlluminance(63, 0) < 120_000);
	near(skyIlluminance(0, 0), 800, 1e-9);
	near(skyIlluminance(-6, 0), 3.4, 0.1);
	assert.equal(skyIlluminance(-19, 0), 0);
	near(skyIlluminance(30, 1) / skyIlluminance(30, 0), 0.25, 1e-9);
	for (let elevation = -20; elevation < 90; elevation++) {
		assert.ok(skyIlluminance(elevation + 1, 0.5) >= skyIlluminance(elevation, 0.5));
		assert.ok(skyIlluminance(elevation, 0.8) <= skyIlluminance(elevation, 0.2));
	}
});

test("weather is coldest before dawn, hottest in the afternoon, and stays near what was described", () => {
	const weather = new Weather({ lowest: 19, highest: 33 }, 50, 7);
	const midnight = civilSeconds("2026-06-21T00:00:00") as number;
	let [lowest, highest] = [99, -99];
	for (let hour = 0; hour < 24 * 100; hour++) {
		const at = midnight + hour * 3600;
		const temperature = weather.temperature(at);
		if (hour % 24 === 3) lowest = Math.min(lowest, temperature);
		if (hour % 24 === 15) highest = Math.max(highest, temperature);
		if (hour % 24 === 15) assert.ok(temperature > weather.temperature(at - 12 * 3600) + 8);
		assert.ok(weather.clouds(at) >= 0 && weather.clouds(at) <= 1);
		const humidity = (100 * weather.vapour(at)) / vapourAt(temperature);
		assert.ok(humidity > 10 && humidity <= 100, `${humidity} %`);
	}
	assert.ok(lowest > 13 && lowest < 19, `${lowest}`);
	assert.ok(highest > 33 && highest < 39, `${highest}`);
});

test("weather does not depend on who asks when", () => {
	const [first, second] = [new Weather({}, 50, 7), new Weather({}, 50, 7)];
	const times = Array.from({ length: 500 }, (_, index) => 1_000_000_000 + index * 7919);
	const forwards = times.map((at) => [first.temperature(at), first.clouds(at), first.vapour(at)]);
	const backwards = [...times].reverse().map((at) => [second.temperature(at), second.clouds(at), second.vapour(at)]);
	assert.deepEqual(backwards.reverse(), forwards);
	assert.notEqual(new Weather({}, 50, 8).temperature(times[0] as number), forwards[0]?.[0]);
});

test("humidity follows the Magnus formula: 17.3 g/m³ saturate air of 20 °C", () => {
	near(vapourAt(20), 17.3, 0.1);
	near(vapourAt(0), 4.85, 0.02);
	near(relativeHumidity(vapourAt(10), 20), 54.3, 0.2);
	assert.equal(relativeHumidity(100, 20), 100);
});

test("the calendar knows days, weekends and nonsense", () => {
	const calendar = new Calendar("2026-06-21T06:00:00");
	assert.equal(calendar.text(0), "2026-06-21 06:00:00");
	assert.equal(calendar.text(25 * 3_600_000_000), "2026-06-22 07:00:00");
	assert.equal(calendar.hour(90 * 60_000_000), 7.5);
	assert.equal(calendar.at(calendar.day(0), 7 * 3600), 3_600_000_000);
	assert.deepEqual(
		[0, 24, 48].map((hours) => isWeekend(calendar.day(hours * 3_600_000_000))),
		[true, false, false],
	);
	assert.equal(dayOfYear(calendar.day(0)), 171);
	assert.equal(civilSeconds("2015-02-02 14:19:00"), civilSeconds("2015-02-02T14:19"));
	for (const text of ["2026-02-30T00:00:00", "2026-13-01T00:00:00", "2026-01-01T24:00:00", "yesterday", "2026-06-21"]) {
		assert.equal(civilSeconds(text), undefined, text);
	}
	assert.throws(() => new Calendar("soon"), /startsAt is "soon"/);
	assert.equal(clockSeconds("06:40"), 24_000);
	assert.throws(() => clockSeconds("24:00"), /no time of day/);
});
