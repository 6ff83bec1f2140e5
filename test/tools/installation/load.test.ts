import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseDefinition } from "kith/definition/parse";
import { InstallationError } from "../../../tools/installation/installation-error";
import { loadInstallation } from "../../../tools/installation/load";
import { expected, unpacked } from "../../support/unpacked-definition";
import { makeFolder, source } from "./folder";

const identities = JSON.stringify({
	networkTag: 4660,
	nodes: { hall: { address: 7, resources: { "motion/motion": 3, "bulb/on": 1 } } },
});

/** The one line with which the folder is refused. */
async function refusal(folder: string): Promise<string> {
	try {
		await loadInstallation(folder);
	} catch (error) {
		assert.ok(error instanceof InstallationError, String(error));
		assert.ok(!error.message.includes("\n"), error.message);
		return error.message.replaceAll(folder, "FOLDER");
	}
	return "nothing was refused";
}

test("a folder becomes definitions with its permanent numbers", async (context) => {
	const folder = makeFolder(context, { "installation.ts": source, "identities.json": identities });
	const { installation, definitions, world, warnings } = await loadInstallation(folder);
	assert.equal(installation.name, "flat");
	const hall = definitions.get("hall");
	assert.equal(hall?.definition.address, 7);
	assert.equal(hall?.definition.networkTag, 4660);
	assert.deepEqual(
		hall?.definition.devices.map((device) => device.resourceIds),
		[[3], [1]],
	);
	const parsed = parseDefinition(hall?.bytes ?? new Uint8Array());
	assert.deepEqual("fault" in parsed ? parsed : unpacked(parsed), hall && expected(hall.definition));
	assert.equal(world, undefined);
	assert.deepEqual(warnings, []);
});

test("world.ts is loaded when there is one", async (context) => {
	const files = {
		"installation.ts": source,
		"identities.json": identities,
		"world.ts": "export const world = { rooms: 1 };",
	};
	assert.deepEqual((await loadInstallation(makeFolder(context, files))).world, { rooms: 1 });
	const empty = makeFolder(context, { ...files, "world.ts": "export const planet = 1;" });
	assert.equal(await refusal(empty), 'FOLDER/world.ts exports no "world"');
});

test("missing folders and files are told by name", async (context) => {
	assert.equal(await refusal("no/such/house"), "there is no folder FOLDER");
	assert.equal(await refusal(makeFolder(context, {})), "FOLDER is no installation: it has no installation.ts");
	assert.equal(
		await refusal(makeFolder(context, { "installation.ts": source })),
		"FOLDER has no identities.json: run npx kith identify FOLDER",
	);
});

test("a file without exactly one installation is refused", async (context) => {
	assert.match(
		await refusal(makeFolder(context, { "installation.ts": "export const house = 1;" })),
		/^FOLDER\/installation\.ts exports no installation: write export const house = installation\("house", \{ … \}\)$/,
	);
	const two = `${source}\nexport const other = installation("other", { nodes: [hall] });`;
	assert.equal(
		await refusal(makeFolder(context, { "installation.ts": two })),
		"FOLDER/installation.ts exports 2 installations: keep one",
	);
	const renamed = `${source}\nexport { flat as same };`;
	const folder = makeFolder(context, { "installation.ts": renamed, "identities.json": identities });
	assert.equal((await loadInstallation(folder)).installation.name, "flat");
});

test("what does not load is told in one line with its file", async (context) => {
	const folder = makeFolder(context, { "installation.ts": "export const house = installation(;" });
	assert.match(
		await refusal(folder),
		/^FOLDER\/installation\.ts cannot be loaded: .*installation\.ts:1:34.*Unexpected ";"/,
	);
	const lost = makeFolder(context, { "installation.ts": 'import "./kitchen";' });
	assert.match(await refusal(lost), /^FOLDER\/installation\.ts cannot be loaded: .*kitchen/);
	const thrown = makeFolder(context, { "installation.ts": 'throw new Error("first line\\nsecond line");' });
	assert.equal(await refusal(thrown), "FOLDER/installation.ts cannot be loaded: first line");
	const misspelt = makeFolder(context, { "installation.ts": "const door = {} as any;\ndoor.contcat.isOpen();" });
	assert.match(
		await refusal(misspelt),
		/^FOLDER\/installation\.ts cannot be loaded: .*isOpen.* at installation\.ts, line 2 \(npx tsc --noEmit -p FOLDER tells/,
	);
	const broken = makeFolder(context, {
		"installation.ts": source,
		"identities.json": identities,
		"world.ts": "export const (",
	});
	assert.match(await refusal(broken), /^FOLDER\/world\.ts cannot be loaded: .*world\.ts:1:13/);
});

test("what the authoring functions refuse is passed on as it is", async (context) => {
	const twice = source.replace("pin: 5", "pin: 4");
	assert.match(
		await refusal(makeFolder(context, { "installation.ts": twice })),
		/^hall\.bulb: GPIO 4 is already used by hall\.motion; use GPIO /,
	);
});

test("a folder of CommonJS modules is told what it lacks", async (context) => {
	const folder = makeFolder(context, { "installation.ts": source, "package.json": "{}" });
	assert.equal(
		await refusal(folder),
		'FOLDER/installation.ts is loaded as CommonJS: put a package.json with { "type": "module" } beside it',
	);
});

test("identities that do not fit are refused with what to do", async (context) => {
	const folder = makeFolder(context, { "installation.ts": source, "identities.json": identities });
	const file = join(folder, "identities.json");
	writeFileSync(file, JSON.stringify({ networkTag: 1, nodes: {} }));
	assert.equal(await refusal(folder), "hall has no address in FOLDER/identities.json: run npx kith identify FOLDER");
	writeFileSync(file, identities.replace("bulb/on", "lamp/on"));
	assert.equal(
		await refusal(folder),
		"hall/bulb/on has no short id in FOLDER/identities.json: run npx kith identify FOLDER",
	);
	writeFileSync(file, "{ oops");
	assert.equal(
		await refusal(folder),
		"FOLDER/identities.json is not valid JSON: take the last good version from version control",
	);
	writeFileSync(file, JSON.stringify({ networkTag: -1, nodes: {} }));
	assert.equal(await refusal(folder), "FOLDER/identities.json: networkTag must be a whole number from 0 to 65535");
});
