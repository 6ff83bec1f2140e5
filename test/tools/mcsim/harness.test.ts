import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readDefinitionImage } from "kith/definition/definition-image";
import { SecretsImage } from "kith/secrets/secrets-image";
import { loadInstallation } from "../../../tools/installation/load";
import { writeNodeFolders } from "../../../tools/mcsim/node-folder";
import { findSdk } from "../../../tools/mcsim/sdk";
import { portableTests, writeTestApp } from "../../../tools/mcsim/test-app";
import { panelOf, writePanel } from "../../../tools/mcsim/write-panel";
import { MemoryPartition } from "../../support/memory-partition";

const { definitions } = await loadInstallation("test/mcsim/pair");

function inFolder<Result>(run: (folder: string) => Result): Result {
	const folder = mkdtempSync(join(tmpdir(), "kith-mcsim-"));
	try {
		return run(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

test("without the SDK the harness says what to do, and ends with 2", () => {
	assert.throws(() => findSdk({}), /MODDABLE is not set.*docs\/mcsim\.md/);
	assert.throws(() => findSdk({ MODDABLE: "/nowhere" }), /has no mcconfig: build the SDK's Linux tools first/);
	const environment = { ...process.env };
	delete environment.MODDABLE;
	const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "tools/mcsim/main.ts"], {
		env: environment,
		encoding: "utf8",
	});
	assert.equal(status, 2);
	assert.match(stderr, /^MODDABLE is not set/);
});

test("a node's folder has what its boot reads, for that node alone", () => {
	inFolder((folder) => {
		for (const [name, home] of writeNodeFolders(definitions, folder)) {
			const program = definitions.get(name);
			const bytes = (file: string) => new Uint8Array(readFileSync(join(home, file)));
			assert.deepEqual(readDefinitionImage(new MemoryPartition(bytes("definition.bin"))), program?.bytes);
			const secrets = new SecretsImage(new MemoryPartition(bytes("secrets.bin")));
			assert.equal(secrets.fault, undefined);
			assert.equal(secrets.address, program?.definition.address);
			const { port, neighbours } = JSON.parse(readFileSync(join(home, "desktop.json"), "utf8"));
			assert.equal(neighbours.length, definitions.size - 1);
			assert.ok(neighbours.every((neighbour: { port: number }) => neighbour.port !== port));
		}
	});
});

test("a panel has the sliders that the node's sensors feel, and a light for each actuator", () => {
	const sensor = definitions.get("sensor");
	const fan = definitions.get("fan");
	assert.ok(sensor !== undefined && fan !== undefined);
	const panel = panelOf(sensor.definition, "scenario.json");
	assert.deepEqual(
		panel.sensors.map(({ quantity }) => quantity),
		["temperature", "humidity", "motion"],
	);
	assert.deepEqual(panel.outputs, [{ pin: 5, label: "lamp", full: 1023 }]);
	assert.deepEqual(panelOf(fan.definition, "").outputs, [{ pin: 5, label: "motor", full: 1 }]);
	inFolder((folder) => {
		writePanel(panel, folder);
		const text = readFileSync(join(folder, "kith.js"), "utf8");
		assert.match(text, /^const description = \{"title":"pair: sensor"/);
		assert.match(text, /from "DevicePane"/);
		assert.match(text, /as default/);
	});
});

test("the test app has every portable test file, its shims, and nothing but firmware in ROM", () => {
	const files = portableTests([]);
	assert.ok(files.length > 60);
	assert.ok(
		files.every((file) => !file.includes("host/crypto")),
		"tests that run C are left out",
	);
	assert.deepEqual(portableTests(["cbor/decode"]), ["test/modules/cbor/decode.test.ts"]);
	inFolder((folder) => {
		const manifest = JSON.parse(readFileSync(writeTestApp(["test/modules/cbor/decode.test.ts"], folder), "utf8"));
		for (const specifier of [
			"main",
			"node:test",
			"test/xs/registry",
			"test/modules/cbor/decode.test",
			"kith/cbor/decode",
		])
			assert.ok(manifest.modules[specifier] !== undefined, specifier);
		assert.ok(manifest.preload.includes("kith/cbor/decode"));
		assert.ok(manifest.preload.every((specifier: string) => specifier.startsWith("kith/")));
	});
});
