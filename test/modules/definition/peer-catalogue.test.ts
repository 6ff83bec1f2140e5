import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeLimits } from "kith/definition/definition";
import { catalogueOf } from "kith/definition/encode-peers";
import type { PeerCatalogue } from "kith/definition/peer-catalogue";

const temperature = { path: "climate/temperature", quantity: "temperature", writable: false, minimum: -1, maximum: 1 };
const level = { path: "lamp/level", quantity: "level", writable: true, minimum: 0, maximum: 100 };

/** As many peers as there may be, each with as many resources as there may be; the names tell them apart at the end. */
function largest(): PeerCatalogue {
	return catalogueOf(
		Array.from({ length: nodeLimits.peers }, (_, peer) => ({
			address: 1000 + peer,
			name: `node${peer}`,
			resources: Array.from({ length: nodeLimits.resources }, (_, id) => ({
				...level,
				resourceId: id,
				path: `lamp${id}/level`,
			})),
		})),
	);
}

test("a resource is found by address and id, with all its names", () => {
	const catalogue = catalogueOf([
		{ address: 7, name: "hall", resources: [{ ...temperature, resourceId: 0 }] },
		{
			address: 300,
			name: "living",
			acts: true,
			resources: [
				{ ...temperature, resourceId: 0 },
				{ ...level, resourceId: 200 },
			],
		},
	]);
	assert.deepEqual([...catalogue.addresses()], [7, 300]);
	assert.deepEqual([...catalogue.actors()], [0, 0, 1], "by place, from 1");
	const lamp = { address: 300, node: "living", resourceId: 200, ...level };
	assert.deepEqual(catalogue.find(300, 200), lamp);
	assert.deepEqual(catalogue.named("living/lamp/level"), lamp);
	// What cannot be set has no range: it is left out of the bytes.
	const warmth = { address: 7, node: "hall", resourceId: 0, ...temperature, minimum: 0, maximum: 0 };
	assert.deepEqual(catalogue.find(7, 0), warmth);
	assert.deepEqual(catalogue.named("hall/climate/temperature"), warmth);
});

test("what is not there is not found", () => {
	const catalogue = catalogueOf([{ address: 7, name: "hall", resources: [{ ...temperature, resourceId: 0 }] }]);
	assert.equal(catalogue.find(7, 1), undefined);
	assert.equal(catalogue.find(8, 0), undefined);
	for (const name of [
		"",
		"/",
		"hall",
		"hall/",
		"hal/climate/temperature",
		"halls/climate/temperature",
		"hall/climate/temperatur",
		"hall/climate/temperatures",
		"hall//climate/temperature",
		"/hall/climate/temperature",
		"h\u00e4ll/climate/temperature",
	]) {
		assert.equal(catalogue.named(name), undefined, name);
	}
	assert.equal(catalogueOf([]).find(1, 1), undefined);
	assert.equal(catalogueOf([]).named("a/b/c"), undefined);
});

test("the first and the last of many are found", () => {
	const catalogue = largest();
	for (const [peer, id] of [
		[0, 0],
		[0, nodeLimits.resources - 1],
		[nodeLimits.peers - 1, 0],
		[nodeLimits.peers - 1, nodeLimits.resources - 1],
	] as const) {
		assert.equal(catalogue.find(1000 + peer, id)?.path, `lamp${id}/level`);
		const named = catalogue.named(`node${peer}/lamp${id}/level`);
		assert.deepEqual([named?.address, named?.resourceId], [1000 + peer, id]);
	}
});

test("a quantity that is none cannot be encoded", () => {
	const wrong = { ...level, resourceId: 0, quantity: "luck" };
	assert.throws(() => catalogueOf([{ address: 1, name: "a", resources: [wrong] }]), /there is no quantity luck/);
});
