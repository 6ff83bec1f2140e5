/** The list of nodes as it goes over the air, whole and block by block. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "kith/cbor/decode";
import { catalogueOf } from "kith/definition/encode-peers";
import { PeerPlaces } from "kith/network/peer-places";
import { NodesDocument } from "kith/node/nodes-document";
import type { NodeNetwork } from "kith/node/open-network";
import type { PresenceTable } from "kith/node/presence";

const names = ["kitchen", "hall"];

function document(since: readonly number[], named = true): NodesDocument {
	const network = { boot: (place: number) => (place === 3 ? -1 : 10 * place) } as unknown as NodeNetwork;
	const presence = {
		presence: (place: number) => place - 1,
		secondsSince: (place: number) => since[place - 1] as number,
	} as unknown as PresenceTable;
	const catalogue = named
		? catalogueOf(names.map((name, index) => ({ address: 5 + index, name, resources: [] })))
		: undefined;
	return new NodesDocument({ places: new PeerPlaces(Uint16Array.of(5, 6, 65000)), network, presence, catalogue });
}

function read(source: NodesDocument, size: number): Uint8Array {
	const bytes: number[] = [];
	const block = new Uint8Array(size);
	for (let offset = 0; ; offset += size) {
		const length = source.readBlock(offset, block, size);
		for (let index = 0; index < length; index++) bytes.push(block[index] as number);
		if (!source.more) return Uint8Array.from(bytes);
	}
}

function text(bytes: Uint8Array): string {
	let all = "";
	for (let index = 0; index < bytes.length; index++) all += String.fromCharCode(bytes[index] as number);
	return all;
}

test("people read a row for each node, with its name where the board keeps names", () => {
	const lines = text(read(document([-1, 7, 3600]), 1000)).split("\n");
	assert.deepEqual(lines, [
		"address state     heard  boot   via cost  in out name",
		"      5 never         -    10     -    -   -   - kitchen",
		"      6 alive         7    20     -    -   -   - hall",
		"  65000 late       3600     -     -    -   -   -",
		"",
	]);
	assert.ok(text(read(document([-1, 7, 3600], false), 1000)).indexOf("hall") < 0);
});

test("programs read the same as CBOR", () => {
	const source = document([-1, 7, 3600]);
	source.cbor = true;
	const decoded = decode(read(source, 1000));
	assert.equal(decoded.fault, 0);
	assert.deepEqual(decoded.value, [
		[5, "kitchen", 0, -1, 10, 0, 255, 0, 0],
		[6, "hall", 1, 7, 20, 0, 255, 0, 0],
		[65000, "", 2, 3600, -1, 0, 255, 0, 0],
	]);
});

test("blocks of any size make the same whole, and no row's length changes with time", () => {
	for (const cbor of [false, true]) {
		const source = document([-1, 7, 3600]);
		source.cbor = cbor;
		const whole = read(source, 1000);
		for (const size of [16, 32, 64]) assert.deepEqual(read(source, size), whole);
		const later = document([0, 9_999_999, 100_000]);
		later.cbor = cbor;
		assert.equal(read(later, 1000).length, whole.length);
	}
});
