import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceKind, deviceKinds } from "kith/devices/registry";
import { quantities } from "kith/model/quantity";

test("every kind is found by its own name and by no other", () => {
	for (const kind of deviceKinds) assert.ok(deviceKind(kind.name) === kind);
	assert.equal(deviceKind("sht5x"), undefined);
	assert.equal(deviceKind(""), undefined);
	assert.equal(new Set(deviceKinds.map((kind) => kind.name)).size, deviceKinds.length);
	assert.equal(deviceKinds.length, 9);
});

test("the list is frozen", () => {
	assert.ok(Object.isFrozen(deviceKinds));
});

test("every fixed kind offers well-formed resources", () => {
	for (const kind of deviceKinds) {
		if (kind.name === "setting") continue;
		const resources = kind.resources(new Map());
		assert.ok(resources.length > 0, kind.name);
		for (const resource of resources) {
			assert.ok(resource.minimum < resource.maximum, `${kind.name}/${resource.name}`);
			assert.ok(resource.deadband >= 1);
			if (quantities[resource.quantity].boolean) assert.deepEqual([resource.minimum, resource.maximum], [0, 1]);
		}
	}
});
