import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { identify } from "../../../tools/installation/identify";
import { InstallationError } from "../../../tools/installation/installation-error";
import { makeFolder, source } from "./folder";

test("a new installation gets its file", async (context) => {
	const folder = makeFolder(context, { "installation.ts": source });
	const { added } = await identify(folder, () => 4660);
	assert.deepEqual(added, ["hall", "hall/motion/motion", "hall/bulb/on", "operator"]);
	assert.deepEqual(JSON.parse(readFileSync(join(folder, "identities.json"), "utf8")), {
		networkTag: 4660,
		nodes: { hall: { address: 1, resources: { "motion/motion": 0, "bulb/on": 1 } } },
		operators: { operator: 2 },
		retired: [],
	});
	assert.deepEqual(readdirSync(folder).sort(), ["identities.json", "installation.ts", "package.json"]);
});

test("the tag of a network is drawn from its whole range", async (context) => {
	const tags = new Set<number>();
	for (let attempt = 0; attempt < 8; attempt++) {
		const { identities } = await identify(makeFolder(context, { "installation.ts": source }));
		assert.ok(identities.networkTag >= 0 && identities.networkTag <= 0xffff);
		tags.add(identities.networkTag);
	}
	// Eight equal draws of 65,536 would be a wonder.
	assert.ok(tags.size > 1);
});

test("a complete file is not touched", async (context) => {
	const folder = makeFolder(context, { "installation.ts": source });
	await identify(folder, () => 1);
	const file = join(folder, "identities.json");
	const before = statSync(file, { bigint: true });
	const { added } = await identify(folder, () => 2);
	const after = statSync(file, { bigint: true });
	assert.deepEqual(added, []);
	assert.equal(after.mtimeNs, before.mtimeNs);
	assert.equal(after.ino, before.ino);
});

test("only what is missing is added", async (context) => {
	const folder = makeFolder(context, { "installation.ts": source });
	const file = join(folder, "identities.json");
	const known = {
		networkTag: 9,
		nodes: { attic: { address: 5, resources: { "a/b": 0 } }, hall: { address: 2, resources: { "bulb/on": 6 } } },
		retired: [8],
	};
	writeFileSync(file, JSON.stringify(known));
	const { added } = await identify(folder);
	assert.deepEqual(added, ["hall/motion/motion", "operator"]);
	assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), {
		...known,
		nodes: { ...known.nodes, hall: { address: 2, resources: { "bulb/on": 6, "motion/motion": 7 } } },
		operators: { operator: 9 },
	});
});

test("a damaged file is left alone", async (context) => {
	const folder = makeFolder(context, { "installation.ts": source, "identities.json": "{ oops" });
	await assert.rejects(identify(folder), InstallationError);
	assert.equal(readFileSync(join(folder, "identities.json"), "utf8"), "{ oops");
});
