import assert from "node:assert/strict";
import { test } from "node:test";
import { stationQueueLimit } from "kith/simulator/radio";
import { Air } from "./air";

test("unicast goodput at 250 bytes comes close to the bound of 623 kbps and not beyond", () => {
	const air = new Air();
	const [from, to] = [air.station(0), air.station(1)];
	air.saturate(from, to.address, 250);
	air.run(60);
	const kbps = (air.deliveries.length * 250 * 8) / 60 / 1000;
	assert.ok(kbps > 615 && kbps < 624, `${kbps} kbps`);
});

test("five saturated unicast senders share what one has, and lose no frame", () => {
	const air = new Air();
	const to = air.station(0);
	const senders = [1, 2, 3, 4, 5].map((index) => air.station(index));
	for (const sender of senders) air.saturate(sender, to.address, 250);
	air.run(30);
	const kbps = (air.deliveries.length * 250 * 8) / 30 / 1000;
	assert.ok(kbps > 480 && kbps < 640, `${kbps} kbps`);
	for (const { outcomes } of senders) {
		const share = outcomes.length / air.deliveries.length;
		assert.ok(share > 0.15 && share < 0.25, `a share of ${share}`);
	}
});

test("broadcast loss is as configured, for every receiver on its own", () => {
	const air = new Air({ loss: 0.1 });
	const from = air.station(0);
	for (let index = 1; index <= 4; index++) air.station(index);
	air.saturate(from, 0xffff, 20);
	air.run(20);
	assert.ok(Math.abs(1 - air.delivery - 0.1) < 0.005, `${air.delivery}`);
	const counts = [0, 1, 2, 3, 4].map((count) => air.reports.filter(({ lost }) => lost.length === count).length);
	const all = air.reports.length;
	assert.ok(Math.abs((counts[0] as number) / all - 0.9 ** 4) < 0.02, `${counts}`);
	assert.ok((counts[2] as number) > 0);
});

test("retries carry a unicast through heavy loss, once", () => {
	const air = new Air({ loss: 0.3 });
	const [from, to] = [air.station(0), air.station(1)];
	const frames = 2000;
	let serial = 0;
	from.next = () => {
		if (serial >= frames) return;
		air.radio.transmit(from, to.address, new Uint8Array([serial >> 8, serial & 255]));
		serial++;
	};
	from.next();
	air.run(600);
	assert.equal(from.outcomes.length, frames);
	const got = air.deliveries.map(({ frame }) => ((frame[0] as number) << 8) | (frame[1] as number));
	assert.equal(new Set(got).size, got.length, "no frame is delivered twice");
	// An exchange works with 0.7 · 0.7; eight of them fail with 0.51^8 = 0.46 %. The data alone fails with 0.3^8.
	const failed = from.outcomes.filter(({ delivered }) => !delivered).length;
	assert.ok(failed > 0 && failed < 0.01 * frames, `${failed} given up`);
	assert.ok(got.length >= frames - 2, `${got.length} delivered`);
	assert.equal(air.radio.counters.unacknowledged, failed);
	// Mean attempts until success, 1 / 0.49.
	const attempts = air.radio.counters.transmissions / frames;
	assert.ok(Math.abs(attempts - 1 / 0.49) < 0.1, `${attempts} attempts`);
});

test("a unicast to nobody is tried eight times, ever later, and given up", () => {
	const air = new Air();
	const from = air.station(0);
	air.station(1);
	air.radio.transmit(from, 99, new Uint8Array(8));
	air.run(1);
	assert.deepEqual(
		air.reports.map(({ attempt }) => attempt),
		[1, 2, 3, 4, 5, 6, 7, 8],
	);
	assert.deepEqual(
		from.outcomes.map(({ delivered }) => delivered),
		[false],
	);
	assert.equal(air.deliveries.length, 0);
	for (const { received, lost } of air.reports) assert.deepEqual([received, lost], [[], []]);
});

test("a full queue refuses, and still answers in order", () => {
	const air = new Air();
	const from = air.station(0);
	air.station(1);
	for (let count = 0; count < stationQueueLimit + 3; count++) air.radio.transmit(from, 0xffff, new Uint8Array(1));
	assert.deepEqual(from.outcomes, [], "never within the call");
	air.run(1);
	assert.equal(from.outcomes.length, stationQueueLimit + 3);
	assert.equal(from.outcomes.filter(({ delivered }) => !delivered).length, 3);
	assert.equal(air.radio.counters.refused, 3);
	assert.equal(air.reports.length, stationQueueLimit);
});

for (const loss of [0.1, 0.3, 0.5]) {
	test(`with a loss of ${loss} for data and acknowledgement alike, unicast is delivered and reported as theory says`, () => {
		const air = new Air({ loss, edge: "sharp" });
		const [from, to] = [air.station(0), air.station(1)];
		const frames = 20_000;
		let handed = 0;
		from.next = () => {
			if (handed++ < frames) air.radio.transmit(from, to.address, Uint8Array.of(1));
		};
		from.next();
		air.run(2000);
		assert.equal(from.outcomes.length, frames);
		const close = (share: number, expected: number): void => {
			const bound = 4 * Math.sqrt((expected * (1 - expected)) / frames) + 1e-4;
			assert.ok(Math.abs(share - expected) <= bound, `${share} instead of ${expected} ± ${bound}`);
		};
		// An exchange fails unless data and acknowledgement both pass; eight failures in a row are given up.
		const failing = 1 - (1 - loss) ** 2;
		close(from.outcomes.filter(({ delivered }) => delivered).length / frames, 1 - failing ** 8);
		// Undelivered is only what failed as data in all eight attempts: a lost acknowledgement costs nothing but time.
		close(air.deliveries.length / frames, 1 - loss ** 8);
		const attempts = air.radio.counters.transmissions / frames;
		const expected = (1 - failing ** 8) / (1 - failing);
		assert.ok(Math.abs(attempts - expected) < 0.06, `${attempts} attempts instead of ${expected}`);
	});
}
