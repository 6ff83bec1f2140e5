import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionImage } from "kith/definition/definition-image";
import { encodeDefinition } from "kith/definition/encode";
import { readBootData } from "kith/devices/host/boot/boot";
import { Line } from "kith/devices/host/console/line";
import { encodeSecrets } from "kith/secrets/encode";
import { sample as sampleDefinition } from "../../modules/definition/sample";
import { MemoryPartition } from "../../support/memory-partition";

const definition = encodeDefinition(sampleDefinition);
const erased = new Uint8Array(0);

function secretsFor(address: number): Uint8Array {
	return encodeSecrets({ address, networkSecret: new Uint8Array(32), privateKey: new Uint8Array(32), roster: [] });
}

function boot(definitions: Uint8Array, secrets: Uint8Array) {
	const lines: string[] = [];
	const line = new Line({
		write: (bytes, length) => {
			let text = "";
			for (let index = 0; index < length; index++) text += String.fromCharCode(bytes[index] as number);
			lines.push(text);
		},
	});
	const read = () => readBootData(new MemoryPartition(definitions), new MemoryPartition(secrets), line);
	return { lines, read };
}

test("a board learns from its partitions who it is and where its peers are", () => {
	const { address, networkTag, channel, gateway } = sampleDefinition;
	const { lines, read } = boot(definitionImage(definition), secretsFor(address));
	const data = read();
	assert.deepEqual(data.takeDefinition(), definition);
	assert.throws(() => data.takeDefinition(), /taken already/);
	assert.deepEqual(
		[data.address, data.networkTag, data.channel, data.gateway],
		[address, networkTag, channel, gateway],
	);
	assert.equal(data.secrets.fault, undefined);
	assert.deepEqual(lines, [`kith boot node ${address} channel ${channel}`]);
});

test("secrets that are missing or another node's are said on the console, and the board starts", () => {
	const missing = boot(definitionImage(definition), erased);
	missing.read();
	assert.equal(missing.lines[0], "kith boot secrets: erased");
	const mixed = boot(definitionImage(definition), secretsFor(77));
	mixed.read();
	assert.equal(mixed.lines[0], "kith boot the secrets are for node 77");
});

test("without a definition there is nothing to start, and the console says why", () => {
	for (const [image, reason] of [
		[erased, "definition: erased"],
		[secretsFor(1), "definition: not a definition"],
		[definitionImage(definition.slice(0, 20)), "definition"],
	] as const) {
		const { lines, read } = boot(image, erased);
		assert.throws(read, Error);
		assert.ok(lines[0]?.startsWith(`kith boot ${reason}`), lines[0]);
	}
});
