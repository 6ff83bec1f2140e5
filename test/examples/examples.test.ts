import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { leafKinds, nodeLimits } from "kith/definition/definition";
import { formatIdentities, readIdentities } from "../../tools/installation/identity-file";
import { importInstallation } from "../../tools/installation/import-installation";

const folders = ["examples/house", "examples/office", "examples/building"];

for (const folder of folders) {
	test(`${folder}: everything has its permanent number, and the file is as identify writes it`, async () => {
		const installation = await importInstallation(folder);
		const identities = await readIdentities(folder);
		assert.ok(identities !== undefined);
		const complete = extendIdentities(installation, identities, () => assert.fail("a second tag is drawn"));
		assert.ok(typeof complete !== "string");
		assert.equal(formatIdentities(complete), readFileSync(`${folder}/identities.json`, "utf8"));
	});

	test(`${folder}: every board has room to spare`, async () => {
		const identities = await readIdentities(folder);
		assert.ok(identities !== undefined);
		const { nodes, warnings } = compile(await importInstallation(folder), identities);
		assert.deepEqual(warnings, []);
		for (const [name, { bytes, definition }] of nodes) {
			// A gateway knows everybody.
			const share = definition.gateway ? 0.6 : 0.25;
			assert.ok(bytes.length < nodeLimits.definitionBytes * share, `${name}: ${bytes.length} bytes`);
		}
	});
}

test("installations have different network tags", async () => {
	const tags = await Promise.all(folders.map(async (folder) => (await readIdentities(folder))?.networkTag));
	assert.equal(new Set(tags).size, folders.length);
});

test("the house has the boards and rules of the tour", async () => {
	const house = await importInstallation("examples/house");
	assert.deepEqual(
		house.nodes.map((node) => [node.name, [...node.devices.values()].map((device) => device.kind).join(" ")]),
		[
			["kitchen", "sht4x pir relay"],
			["livingRoom", "bh1750 pir dimmer"],
			["hall", "pir reed relay"],
			["outdoors", "sht4x bh1750"],
			["coldStore", "ntc relay setting"],
			["gateway", ""],
			["gardenShed", "sht4x relay"],
			["greenhouse", "sht4x relay"],
		],
	);
	assert.deepEqual(
		[...house.gateways].map((node) => node.name),
		["gateway"],
	);
	const plans = house.nodes.flatMap((node) => house.rulesOf(node).map((plan) => ({ node, plan })));
	assert.ok(
		plans.some(({ node, plan }) => plan.actions.some((action) => action.target.node !== node)),
		"a rule asks a peer",
	);
	assert.ok(
		plans.some(({ node, plan }) =>
			plan.leaves.some((leaf) => leaf.property !== undefined && leaf.property.node !== node),
		),
		"a rule listens to a peer",
	);
	assert.ok(
		plans.some(({ plan }) => plan.leaves.some((leaf) => leaf.kind === leafKinds.aboveSlot)),
		"two values compare",
	);
});
