import assert from "node:assert/strict";
import { test } from "node:test";
import {
	AirtimeBudget,
	airtimeBurstUs,
	airtimeReserveUs,
	airtimeSharePercent,
	relayBurst,
} from "kith/mesh/airtime-budget";
import { priorities } from "kith/mesh/transmit-table";

test("a node that talks without end gets its share of the air and no more", () => {
	const budget = new AirtimeBudget(2, 0x7ffffff0);
	let now = 0x7ffffff0;
	let frames = 0;
	const seconds = 60;
	for (let ms = 0; ms < seconds * 1000; ms++, now = (now + 1) | 0) {
		if (budget.waitMs(priorities.group, now) > 0) continue;
		budget.spend(250);
		frames++;
	}
	const us = frames * (192 + 8 * (43 + 250));
	const share = (seconds * 1_000_000 * airtimeSharePercent) / 100 + airtimeBurstUs - airtimeReserveUs;
	assert.ok(us <= share + 2600 && us >= share - 2600, `${us} of ${share} µs`);
});

test("acts are never held back, and the wait that is told is enough", () => {
	const budget = new AirtimeBudget(2, 0);
	while (budget.waitMs(priorities.bulk, 0) === 0) budget.spend(250);
	for (let act = 0; act < 100; act++) {
		assert.equal(budget.waitMs(priorities.unicast, 0), 0);
		budget.spend(100);
	}
	const wait = budget.waitMs(priorities.group, 0);
	assert.ok(wait > 0);
	assert.equal(budget.waitMs(priorities.group, wait), 0);
	assert.ok(budget.waitMs(priorities.group, wait - 2) > 0 || wait <= 2);
});

test("each origin has a bucket of its own: a burst at once, then about four floods a second", () => {
	const budget = new AirtimeBudget(3, 0);
	let burst = 0;
	while (budget.relay(1, 5)) burst++;
	assert.equal(burst, relayBurst);
	assert.ok(budget.relay(2, 5), "nobody else pays for it");
	let relayed = 0;
	for (let ms = 5; ms < 60_005; ms += 10) if (budget.relay(1, ms)) relayed++;
	assert.ok(relayed >= 3 * 60 && relayed <= 4 * 60, `${relayed} in a minute`);
	let rested = 0;
	while (budget.relay(1, 120_000)) rested++;
	assert.equal(rested, relayBurst);
});
