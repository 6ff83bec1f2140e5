import type { FlashStorage } from "embedded:storage/flash";
import type { KeyValueStorage } from "embedded:storage/key-value";
import assert from "node:assert/strict";
import { test } from "node:test";
import { FlashPartition } from "kith/devices/host/storage/flash-partition";
import { NvsStore } from "kith/devices/host/storage/nvs-store";

/** NVS as the SDK shows it: copies in and out, a mismatch of types throws, a full partition throws. */
class FakeNvs {
	readonly values = new Map<string, Uint8Array | "another type">();
	full = false;
	opened: { path: string; mode?: string; format?: string } | undefined;

	get storage(): KeyValueStorage {
		return {
			open: (options) => {
				this.opened = options;
				return {
					read: (key) => {
						const value = this.values.get(key);
						if (value === "another type") throw new TypeError("mismatch");
						return value?.slice().buffer as ArrayBuffer | undefined;
					},
					write: (key, value) => {
						if (this.full) throw new Error("ESP_ERR_NVS_NOT_ENOUGH_SPACE");
						this.values.set(key, value.slice());
					},
					delete: (key) => {
						this.values.delete(key);
					},
					close: () => {},
				};
			},
		};
	}
}

test("NVS keeps copies, and has no value where nothing of ours was written", () => {
	const nvs = new FakeNvs();
	const store = new NvsStore(nvs.storage);
	assert.deepEqual(nvs.opened, { path: "kith", format: "buffer" });
	assert.equal(store.read("boot"), undefined);
	const value = Uint8Array.of(1, 2);
	assert.equal(store.write("boot", value), undefined);
	value[0] = 9;
	assert.deepEqual(store.read("boot"), Uint8Array.of(1, 2));
	nvs.values.set("other", "another type");
	assert.equal(store.read("other"), undefined);
	store.delete("boot");
	assert.equal(store.read("boot"), undefined);
});

test("NVS faults are values: too long before anything is written, full when it refuses", () => {
	const nvs = new FakeNvs();
	const store = new NvsStore(nvs.storage);
	assert.equal(store.write("k".repeat(16), Uint8Array.of(1)), "too long");
	assert.equal(store.write("k", new Uint8Array(513)), "too long");
	assert.equal(nvs.values.size, 0);
	nvs.full = true;
	assert.equal(store.write("k", Uint8Array.of(1)), "full");
});

function flashOf(bytes: Uint8Array, broken = false): FlashStorage {
	return {
		open: ({ path, mode }) => {
			assert.equal(path, "definition");
			assert.equal(mode, "r");
			return {
				read: (buffer, offset) => {
					if (broken) throw new Error("read failed");
					buffer.set(bytes.subarray(offset, offset + buffer.length));
					return buffer.length;
				},
				write: () => assert.fail("read only"),
				eraseBlock: () => assert.fail("read only"),
				status: () => ({ size: bytes.length, blockLength: 4096, blocks: 1 }),
				close: () => {},
			};
		},
	};
}

test("a partition gives what lies there, and nothing beyond its end", () => {
	const bytes = Uint8Array.from({ length: 16 }, (_, index) => index);
	const partition = new FlashPartition(flashOf(bytes), "definition");
	const target = new Uint8Array(6).fill(0xee);
	assert.ok(partition.read(2, target, 4));
	assert.deepEqual(target, Uint8Array.of(2, 3, 4, 5, 0xee, 0xee));
	assert.ok(partition.read(10, target, 6));
	assert.ok(!partition.read(11, target, 6));
	assert.ok(!partition.read(-1, target, 1));
	assert.ok(!new FlashPartition(flashOf(bytes, true), "definition").read(0, target, 1));
});
