import assert from "node:assert/strict";
import { test } from "node:test";
import type { NodeDefinition } from "kith/definition/definition";
import { encodeDefinition } from "kith/definition/encode";
import { parseDefinition } from "kith/definition/parse";
import { namesFor } from "kith/node/peer-names";

function names(gateway: boolean) {
	const definition: NodeDefinition = {
		installation: "house",
		node: "hall",
		address: 1,
		networkTag: 0x4b54,
		channel: 6,
		gateway,
		heartbeatMs: 60_000,
		devices: [],
		inputs: [],
		rules: [],
		peers: [{ address: 2, name: "attic", resources: [] }],
		members: [],
		zones: [],
		groupZone: 0,
	};
	const parsed = parseDefinition(encodeDefinition(definition));
	if ("fault" in parsed) throw new Error(parsed.fault);
	return namesFor(parsed, []);
}

test("a gateway keeps its peers' names, another node lets go of them", () => {
	assert.equal(names(true).peers?.count, 1);
	assert.equal(names(false).peers, undefined);
	assert.equal(names(false).own.count, 1);
});
