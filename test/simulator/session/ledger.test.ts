import assert from "node:assert/strict";
import { test } from "node:test";
import type { NodeDefinition } from "kith/definition/definition";
import { ntcResources } from "kith/devices/sensors/ntc/resources";
import { DeliveryLedger, type DeliveryTotals } from "kith/simulator/session/delivery-ledger";
import { Directory, type Resource } from "kith/simulator/session/directory";
import { programs } from "./bench";

const input = { address: 1, resourceId: 0, scale: 2, boolean: false };
const topic = "kith/bench/sensor/probe/temperature";
const second = 1e6;

class Stand {
	readonly up = new Set([1, 2, 3]);
	connected = true;
	readonly ledger: DeliveryLedger;
	readonly reading: Resource;

	constructor() {
		const nodes = programs({
			sensor: {},
			listener: { devices: [], inputs: [input] },
			gateway: { devices: [], inputs: [input], gateway: true },
		});
		const definitions: NodeDefinition[] = [...nodes.values()].map(({ definition }) => definition);
		const directory = new Directory(definitions, () => ntcResources);
		this.reading = directory.slot(1, 0) as Resource;
		this.ledger = new DeliveryLedger({
			directory,
			isUp: (address) => this.up.has(address),
			isConnected: () => this.connected,
		});
	}

	/** Everything that is to be judged at an end far away. */
	totals(): DeliveryTotals {
		this.ledger.end(1000 * second);
		return this.ledger.totals;
	}
}

test("a reading is due at every subscriber and at the broker, and counts where it arrives", () => {
	const stand = new Stand();
	const { ledger, reading } = stand;
	ledger.sent(0, reading, 5);
	ledger.received(2, reading, 5);
	ledger.received(3, reading, 5);
	ledger.publishing(3, 9, topic);
	ledger.published(3, 9);
	assert.deepEqual(stand.totals(), { due: 3, delivered: 3, brokerDue: 1, brokerDelivered: 1 });
});

test("what a subscriber does not report is missing, and hearing twice counts once", () => {
	const stand = new Stand();
	stand.ledger.sent(0, stand.reading, 5);
	stand.ledger.received(2, stand.reading, 5);
	stand.ledger.received(2, stand.reading, 5);
	stand.ledger.received(3, stand.reading, 4);
	assert.deepEqual(stand.totals(), { due: 3, delivered: 1, brokerDue: 1, brokerDelivered: 0 });
});

test("nothing is due at a board that is not running, nor at a broker without a connection", () => {
	const stand = new Stand();
	stand.up.delete(2);
	stand.connected = false;
	stand.ledger.sent(0, stand.reading, 5);
	assert.deepEqual(stand.totals(), { due: 1, delivered: 0, brokerDue: 0, brokerDelivered: 0 });
});

test("the broker has a reading only when it acknowledged a publication made after it was heard", () => {
	const early = new Stand();
	early.ledger.sent(0, early.reading, 5);
	early.ledger.publishing(3, 9, topic);
	early.ledger.received(3, early.reading, 5);
	early.ledger.published(3, 9);
	assert.equal(early.totals().brokerDelivered, 0);

	const unacknowledged = new Stand();
	unacknowledged.ledger.sent(0, unacknowledged.reading, 5);
	unacknowledged.ledger.received(3, unacknowledged.reading, 5);
	unacknowledged.ledger.publishing(3, 9, topic);
	assert.equal(unacknowledged.totals().brokerDelivered, 0);

	const elsewhere = new Stand();
	elsewhere.ledger.sent(0, elsewhere.reading, 5);
	elsewhere.ledger.received(3, elsewhere.reading, 5);
	elsewhere.ledger.publishing(3, 9, `${topic}/error`);
	elsewhere.ledger.published(3, 9);
	assert.equal(elsewhere.totals().brokerDelivered, 0);
});

test("one publication covers all readings heard before it, also one repeated after a lost connection", () => {
	const stand = new Stand();
	for (const sequence of [1, 2, 3]) {
		stand.ledger.sent(sequence, stand.reading, sequence);
		stand.ledger.received(3, stand.reading, sequence);
		if (sequence === 2) stand.ledger.publishing(3, 9, topic);
	}
	stand.ledger.disconnected(3);
	stand.ledger.published(3, 9);
	stand.ledger.publishing(3, 10, topic);
	stand.ledger.published(3, 10);
	assert.equal(stand.totals().brokerDelivered, 3);
});

test("readings of the last two seconds are not judged", () => {
	const stand = new Stand();
	stand.ledger.sent(7.9 * second, stand.reading, 1);
	stand.ledger.sent(8.1 * second, stand.reading, 2);
	stand.ledger.end(10 * second);
	assert.equal(stand.ledger.totals.due, 3);
});

test("after ten seconds a reading is counted as it stands", () => {
	const stand = new Stand();
	stand.ledger.sent(0, stand.reading, 1);
	stand.ledger.sent(10 * second, stand.reading, 2);
	assert.equal(stand.ledger.totals.due, 3);
	stand.ledger.received(2, stand.reading, 1);
	assert.equal(stand.ledger.totals.delivered, 0);
});

test("a sequence that a rebooted board uses again is another reading", () => {
	const stand = new Stand();
	stand.ledger.sent(0, stand.reading, 1);
	stand.ledger.sent(1 * second, stand.reading, 1);
	stand.ledger.received(2, stand.reading, 1);
	assert.deepEqual(stand.totals(), { due: 6, delivered: 1, brokerDue: 2, brokerDelivered: 0 });
});
