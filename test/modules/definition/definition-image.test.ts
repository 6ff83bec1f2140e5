import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionImage, readDefinitionImage } from "kith/definition/definition-image";
import { MemoryPartition } from "../../support/memory-partition";

const definition = Uint8Array.from({ length: 300 }, (_, index) => (index * 7) & 0xff);
const image = definitionImage(definition);

test("a definition is read back from a partition with erased flash behind it", () => {
	assert.deepEqual(readDefinitionImage(new MemoryPartition(image)), definition);
	assert.deepEqual([...image.subarray(0, 8)], [0x4b, 0x44, 0x45, 0x46, 0, 0, 1, 44]);
});

test("an erased partition, another's data and every flipped bit are refused, each with its reason", () => {
	assert.equal(readDefinitionImage(new MemoryPartition(new Uint8Array(0))), "erased");
	assert.equal(readDefinitionImage(new MemoryPartition(Uint8Array.of(0x4b, 0x53, 0x45, 0x43))), "not a definition");
	assert.equal(readDefinitionImage(new MemoryPartition(image.subarray(0, 200), 200)), "unreadable");
	for (let at = 0; at < image.length; at++) {
		const damaged = image.slice();
		damaged[at] = (damaged[at] as number) ^ 0x10;
		const result = readDefinitionImage(new MemoryPartition(damaged));
		assert.ok(typeof result === "string", `byte ${at}`);
	}
	const rotten = image.slice();
	rotten[100] = (rotten[100] as number) ^ 1;
	assert.equal(readDefinitionImage(new MemoryPartition(rotten)), "damaged");
});
