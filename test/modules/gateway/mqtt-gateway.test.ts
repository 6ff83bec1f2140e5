import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { catalogueOf } from "kith/definition/encode-peers";
import { Catalogue } from "kith/gateway/catalogue";
import { errorLimit, type GatewayNode, MqttGateway } from "kith/gateway/mqtt-gateway";
import { FakeBroker } from "../../support/fake-broker";
import { FakeClock } from "../../support/fake-clock";

interface Asked {
	address: number;
	resourceId: number;
	value: number;
	answered: (refused: string | undefined) => void;
}

function house() {
	const clock = new FakeClock();
	const broker = new FakeBroker();
	const values = new Int32Array(4);
	const known = new Uint8Array(4);
	const asked: Asked[] = [];
	const faults: number[] = [];
	const place = { room: true };
	/** By place of the peer; nothing: not known yet. */
	const online: (boolean | undefined)[] = [];
	// Slots: 0 kitchen temperature, 1 hall bulb, 2 living lamp, 3 a resource the gateway has no name for.
	const addresses = [1, 3, 2, 9];
	const resourceIds = [0, 2, 1, 0];
	const node: GatewayNode = {
		slots: 4,
		slotAddress: (slot) => addresses[slot] as number,
		slotResourceId: (slot) => resourceIds[slot] as number,
		known: (slot) => known[slot] === 1,
		value: (slot) => values[slot] as number,
		online: (peer) => online[peer],
		set(address, resourceId, value, answered) {
			if (place.room) asked.push({ address, resourceId, value, answered });
			return place.room;
		},
	};
	const peers = catalogueOf([
		{
			address: 1,
			name: "kitchen",
			resources: [
				{
					resourceId: 0,
					path: "climate/temperature",
					quantity: "temperature",
					writable: false,
					minimum: -4000,
					maximum: 12500,
				},
			],
		},
		{
			address: 2,
			name: "living",
			resources: [{ resourceId: 1, path: "lamp/level", quantity: "level", writable: true, minimum: 0, maximum: 100 }],
		},
		{
			address: 3,
			name: "hall",
			resources: [{ resourceId: 2, path: "bulb/on", quantity: "on", writable: true, minimum: 0, maximum: 1 }],
		},
	]);
	const catalogue = new Catalogue(catalogueOf([]), peers);
	const diagnostics = {
		reading: () => undefined,
		sent: () => undefined,
		received: () => undefined,
		actuation: () => undefined,
		asked: () => undefined,
		fault: (kind: number) => {
			faults.push(kind);
		},
	};
	const gateway = new MqttGateway({
		broker,
		scheduler: new Scheduler(clock),
		diagnostics,
		node,
		catalogue,
		installation: "house",
		name: "gateway",
	});
	const hear = (slot: number, value: number): void => {
		values[slot] = value;
		known[slot] = 1;
		gateway.valueChanged(slot);
	};
	return { clock, broker, gateway, hear, asked, place, online };
}

test("it connects at once, with a last will, and then says that it is there and listens for commands", () => {
	const { broker } = house();
	assert.equal(broker.connects.length, 1);
	assert.equal(broker.connects[0]?.willTopic, "kith/house/gateway/status");
	assert.equal(broker.connects[0]?.willPayload, "offline");
	assert.deepEqual(broker.take(), []);
	broker.accept();
	assert.deepEqual(broker.filters, ["kith/house/+/+/+/set"]);
	assert.deepEqual(broker.take(), ["kith/house/gateway/status online retained"]);
});

test("whether a node is there is published retained when it changes, and again to a broker that is back", () => {
	const { broker, gateway, online } = house();
	broker.accept();
	broker.take();
	gateway.presenceChanged(1);
	assert.deepEqual(broker.take(), [], "nothing is known yet");
	online[1] = true;
	online[3] = false;
	gateway.presenceChanged(1);
	gateway.presenceChanged(3);
	gateway.presenceChanged(4);
	assert.deepEqual(broker.take(), [
		"kith/house/kitchen/status online retained",
		"kith/house/hall/status offline retained",
	]);
	gateway.onClosed("");
	online[1] = false;
	gateway.presenceChanged(1);
	broker.accept();
	assert.deepEqual(broker.take(), [
		"kith/house/gateway/status online retained",
		"kith/house/kitchen/status offline retained",
		"kith/house/hall/status offline retained",
	]);
});

test("values are published retained, each under its name; what has no name is not", () => {
	const { broker, hear } = house();
	broker.accept();
	broker.take();
	hear(0, 2345);
	hear(1, 1);
	hear(2, 40);
	hear(3, 7);
	assert.deepEqual(broker.take(), [
		"kith/house/kitchen/climate/temperature 23.45 retained",
		"kith/house/hall/bulb/on true retained",
		"kith/house/living/lamp/level 40 retained",
	]);
});

test("a full broker loses nothing: the newest value follows when there is room", () => {
	const { broker, hear } = house();
	broker.accept();
	broker.take();
	broker.room = 0;
	hear(0, 2000);
	hear(1, 1);
	hear(0, 2100);
	assert.deepEqual(broker.take(), []);
	broker.drain(1);
	broker.drain(5);
	assert.deepEqual(broker.take().sort(), [
		"kith/house/hall/bulb/on true retained",
		"kith/house/kitchen/climate/temperature 21 retained",
	]);
});

test("a broker that goes away is tried again for ever, each wait twice as long up to a minute, and told everything anew", () => {
	const { clock, broker, hear } = house();
	broker.accept();
	hear(0, 2000);
	broker.take();
	broker.vanish();
	hear(0, 2200);
	const waits: number[] = [];
	for (let round = 0; round < 9; round++) {
		const tries = broker.connects.length;
		let seconds = 0;
		while (broker.connects.length === tries && seconds < 100) {
			clock.advance(1000);
			seconds++;
		}
		waits.push(seconds);
		broker.vanish("refused");
	}
	assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
	clock.advance(60_000);
	broker.accept();
	assert.deepEqual(broker.take(), [
		"kith/house/gateway/status online retained",
		"kith/house/kitchen/climate/temperature 22 retained",
	]);
	broker.vanish();
	const tries = broker.connects.length;
	clock.advance(1000);
	assert.equal(broker.connects.length, tries + 1, "a connection that worked starts the waits again");
});

test("a command asks the node that owns the resource", () => {
	const { broker, asked } = house();
	broker.accept();
	broker.take();
	broker.send("kith/house/hall/bulb/on/set", "on");
	broker.send("kith/house/living/lamp/level/set", "40");
	assert.deepEqual(
		asked.map((request) => [request.address, request.resourceId, request.value]),
		[
			[3, 2, 1],
			[2, 1, 40],
		],
	);
	asked[0]?.answered(undefined);
	assert.deepEqual(broker.take(), [], "the state is told by the resource itself");
	asked[1]?.answered("living does not answer");
	assert.deepEqual(broker.take(), ["kith/house/living/lamp/level/error living does not answer"]);
});

test("a command that cannot be carried out changes nothing and is answered on the error topic", () => {
	const { broker, asked, place } = house();
	broker.accept();
	broker.take();
	broker.send("kith/house/hall/bulb/on/set", "maybe");
	broker.send("kith/house/kitchen/climate/temperature/set", "20");
	broker.send("kith/house/attic/bulb/on/set", "on");
	assert.deepEqual(asked, []);
	place.room = false;
	broker.send("kith/house/hall/bulb/on/set", "on");
	assert.deepEqual(broker.take(), [
		'kith/house/hall/bulb/on/error expected true, false, on or off, got "maybe"',
		"kith/house/kitchen/climate/temperature/error this resource is read-only",
		"kith/house/attic/bulb/on/error there is no such resource",
		"kith/house/hall/bulb/on/error too many commands at once, try again",
	]);
});

test("retained commands and foreign topics are ignored", () => {
	const { broker, asked } = house();
	broker.accept();
	broker.take();
	broker.send("kith/house/hall/bulb/on/set", "on", true);
	broker.send("kith/office/hall/bulb/on/set", "on");
	broker.send("kith/house/set", "on");
	broker.send("kith/house/hall/bulb/on", "on");
	assert.deepEqual(asked, []);
	assert.deepEqual(broker.take(), []);
});

test("refusals that wait for the broker are bounded", () => {
	const { broker, gateway } = house();
	broker.accept();
	broker.room = 0;
	for (let count = 0; count < 20; count++) broker.send("kith/house/hall/bulb/on/set", "maybe");
	assert.equal(gateway.droppedErrors, 20 - errorLimit);
	broker.take();
	broker.drain(100);
	assert.equal(broker.take().length, errorLimit);
});
