import assert from "node:assert/strict";
import { test } from "node:test";
import { broadcastAddress, captureDb } from "kith/simulator/radio";
import { airtimeUs } from "kith/simulator/radio/airtime";
import { Air, type TestStation } from "./air";

/** Two ends that do not hear each other, both heard in the middle. */
function hiddenNodes(air: Air): [TestStation, TestStation, TestStation] {
	return [air.station(0, 0), air.station(1, 70), air.station(2, 140)];
}

/** Share of `from`'s frames that `to` got. */
function share(air: Air, from: TestStation, to: TestStation): number {
	const sent = air.reports.filter((report) => report.from === from);
	return sent.filter(({ received }) => received.some(({ station }) => station === to)).length / sent.length;
}

for (const { perSecond, bytes } of [
	{ perSecond: 20, bytes: 60 },
	{ perSecond: 40, bytes: 250 },
	{ perSecond: 100, bytes: 100 },
]) {
	test(`hidden nodes with ${perSecond} frames of ${bytes} B a second each collide as pure ALOHA says`, () => {
		const air = new Air();
		const [left, middle, right] = hiddenNodes(air);
		air.chatter(left, perSecond, bytes);
		air.chatter(right, perSecond, bytes);
		air.run(120);
		// A frame of T survives if the other begins none in the 2 T around its start: e^(-2 λ T).
		const expected = Math.exp((-2 * perSecond * airtimeUs(bytes)) / 1e6);
		for (const from of [left, right]) {
			const got = share(air, from, middle);
			// Three standard deviations, and 1 % because a station's own frames cannot overlap as Poisson's would.
			const bound = 0.01 + 3 * Math.sqrt((expected * (1 - expected)) / (120 * perSecond));
			assert.ok(Math.abs(got - expected) < bound, `${got} instead of ${expected} ± ${bound}`);
		}
	});
}

/** Lets two stations that do not hear each other send over each other for a while. */
function talkOver(signalDbm: number, ...othersDbm: readonly number[]): { signal: number; others: number[] } {
	const air = new Air();
	const listener = air.station(0, 0);
	const sender = air.station(1, 1000);
	air.radio.setLink(sender.index, listener.index, { dbm: signalDbm });
	const others = othersDbm.map((dbm, number) => {
		const other = air.station(2 + number, 2000 * (number + 1));
		air.radio.setLink(other.index, listener.index, { dbm });
		air.saturate(other, broadcastAddress, 250);
		return other;
	});
	air.saturate(sender, broadcastAddress, 1);
	air.run(5);
	return { signal: share(air, sender, listener), others: others.map((other) => share(air, other, listener)) };
}

test("a frame survives others that are weaker by the capture ratio, and not by less", () => {
	assert.equal(captureDb, 10);
	const stronger = talkOver(-60, -70.1);
	assert.equal(stronger.signal, 1);
	const justNot = talkOver(-60, -69.9);
	// The other one's frames leave gaps of DIFS and a backoff, in which a frame of 544 µs fits now and then.
	assert.ok(justNot.signal < 0.2, `${justNot.signal}`);
	assert.ok((justNot.others[0] as number) < 0.05);
});

test("what counts is the sum of all others", () => {
	assert.equal(talkOver(-60, -72).signal, 1);
	const two = talkOver(-60, -72, -72);
	assert.ok(two.signal < 0.9, `${two.signal}`);
});
