import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceKind } from "kith/devices/registry";
import { DeviceBench } from "../../../support/device-bench";

const options = { quantity: "temperature", initial: 400, minimum: -500, maximum: 1200 };

test("it has its initial value until somebody sets it, and says so soon after boot and every minute", () => {
	const bench = new DeviceBench("setting", options);
	bench.advance(61_000);
	assert.deepEqual(bench.reports, [
		{ at: 100, index: 0, value: 400 },
		{ at: 60_100, index: 0, value: 400 },
	]);
	assert.equal(bench.store.writes, 0);
});

test("what was set is there after a reboot, negative values too", () => {
	for (const value of [1200, -500, 0, -1]) {
		const bench = new DeviceBench("setting", options);
		assert.equal(bench.device.write(0, value), undefined);
		assert.equal(bench.value(), value);
		const again = new DeviceBench("setting", options, { bench });
		again.advance(200);
		assert.equal(again.value(), value);
	}
});

test("setting it to what it is reports it and spares the flash", () => {
	const bench = new DeviceBench("setting", options);
	for (const value of [400, 500, 500, 500]) bench.device.write(0, value);
	assert.equal(bench.store.writes, 1);
	assert.equal(bench.reports.length, 4);
});

test("a write that the store refuses changes nothing and is told", () => {
	const bench = new DeviceBench("setting", options);
	bench.device.write(0, 500);
	bench.store.refuses = "worn out";
	const reports = bench.reports.length;
	assert.equal(bench.device.write(0, 600), "not stored");
	assert.equal(bench.reports.length, reports);
	bench.advance(1000);
	assert.equal(bench.value(), 500);
	bench.store.refuses = undefined;
	assert.equal(bench.device.write(0, 600), undefined);
	assert.equal(bench.value(), 600);
});

test("a stored value that is damaged, or outside today's range, gives way to the initial one", () => {
	for (const bytes of [[], [1], [0, 0, 0x10, 0x00, 0], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0x00, 0x00]]) {
		const bench = new DeviceBench("setting", options);
		bench.store.write("setting.7", Uint8Array.from(bytes));
		const again = new DeviceBench("setting", options, { bench });
		again.advance(200);
		assert.equal(again.value(), 400);
	}
});

test("its one resource is named after its quantity and can be set", () => {
	const resources = deviceKind("setting")?.resources(new Map(Object.entries(options)));
	assert.deepEqual(resources, [
		{ name: "temperature", quantity: "temperature", writable: true, minimum: -500, maximum: 1200, deadband: 1 },
	]);
	const bench = new DeviceBench("setting", options);
	assert.throws(() => bench.device.write(1, 400), TypeError);
});

test("closed, it reports nothing any more", () => {
	const bench = new DeviceBench("setting", options);
	bench.device.close();
	bench.device.close();
	bench.advance(120_000);
	assert.deepEqual(bench.reports, []);
});
