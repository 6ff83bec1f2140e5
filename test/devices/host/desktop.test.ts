import assert from "node:assert/strict";
import { test } from "node:test";
import type { File } from "file";
import { FilePartition } from "kith/devices/host/desktop/file-partition";
import { FileStore } from "kith/devices/host/desktop/file-store";
import { Folder } from "kith/devices/host/desktop/folder";
import { readDesktopSettings } from "kith/devices/host/desktop/settings";

/** The SDK's File class on Linux: opening a missing file throws, renaming needs a path with a slash. */
function fakeFiles() {
	const files = new Map<string, Uint8Array>();
	const clean = (path: string): string => (path.startsWith("./") ? path.slice(2) : path);
	class FakeFile {
		readonly #path: string;

		constructor(path: string, write = false) {
			this.#path = clean(path);
			if (files.has(this.#path)) return;
			if (!write) throw new Error("file not found");
			files.set(this.#path, new Uint8Array(0));
		}

		get length(): number {
			return (files.get(this.#path) as Uint8Array).length;
		}

		read(): ArrayBuffer {
			return (files.get(this.#path) as Uint8Array).slice().buffer as ArrayBuffer;
		}

		write(bytes: ArrayBuffer): void {
			files.set(this.#path, new Uint8Array(bytes.slice(0)));
		}

		close(): void {}

		static exists(path: string): boolean {
			return files.has(clean(path));
		}

		static delete(path: string): boolean {
			return files.delete(clean(path));
		}

		static rename(path: string, name: string): void {
			assert.ok(path.includes("/"), "the SDK renames only within a folder that the path names");
			files.set(name, files.get(clean(path)) as Uint8Array);
			files.delete(clean(path));
		}
	}
	return { files, folder: new Folder(FakeFile as unknown as typeof File) };
}

test("a store keeps its values in files, whole, and leaves no drafts", () => {
	const { files, folder } = fakeFiles();
	const store = new FileStore(folder);
	assert.equal(store.read("boot"), undefined);
	assert.equal(store.write("boot", Uint8Array.of(1, 2)), undefined);
	assert.equal(store.write("boot", Uint8Array.of(3)), undefined);
	assert.deepEqual(new FileStore(folder).read("boot"), Uint8Array.of(3));
	assert.equal(store.write("empty", new Uint8Array(0)), undefined);
	assert.deepEqual(store.read("empty"), new Uint8Array(0));
	assert.deepEqual([...files.keys()].sort(), ["store-boot", "store-empty"]);
	assert.equal(store.write("k".repeat(16), new Uint8Array(1)), "too long");
	store.delete("boot");
	assert.equal(store.read("boot"), undefined);
});

test("a file stands for a partition, with erased flash behind its end", () => {
	const { files, folder } = fakeFiles();
	files.set("secrets.bin", Uint8Array.of(1, 2, 3));
	const partition = new FilePartition(folder, "secrets.bin", 5);
	const target = new Uint8Array(4);
	assert.ok(partition.read(1, target, 4));
	assert.deepEqual(target, Uint8Array.of(2, 3, 0xff, 0xff));
	assert.ok(!partition.read(2, target, 4));
	assert.ok(new FilePartition(folder, "missing.bin", 5).read(0, target, 4));
	assert.deepEqual(target, new Uint8Array(4).fill(0xff));
});

test("settings that cannot be used are refused with what they should look like", () => {
	const { files, folder } = fakeFiles();
	const settings = (text: string) => {
		files.set(
			"desktop.json",
			Uint8Array.from(text, (character) => character.charCodeAt(0)),
		);
		return readDesktopSettings(folder);
	};
	assert.throws(() => readDesktopSettings(fakeFiles().folder), /desktop\.json is missing/);
	const whole = '{"port":5701,"neighbours":[{"address":2,"host":"127.0.0.1","port":5702}]}';
	const neighbours = [{ address: 2, host: "127.0.0.1", port: 5702 }];
	assert.deepEqual(settings(whole), { port: 5701, neighbours, coapPort: 5683 });
	assert.equal(settings('{"port":5701,"neighbours":[],"coapPort":9683}').coapPort, 9683);
	for (const [text, reason] of [
		["{", /not valid JSON/],
		["null", /must look like/],
		['{"port":0,"neighbours":[]}', /must look like/],
		['{"port":5701}', /must look like/],
		['{"port":5701,"neighbours":[{"address":2}]}', /has no address, host or port/],
		[`{"port":5701,"neighbours":[${new Array(65).fill("{}").join(",")}]}`, /more than 64/],
	] as const)
		assert.throws(() => settings(text), reason);
});
