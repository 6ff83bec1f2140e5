import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readContextFile, reservation, SequenceFile, writeContextFile } from "../../../tools/coap/context-file";

const folder = mkdtempSync(join(tmpdir(), "kith-context-"));
const path = join(folder, "context.json");
after(() => rmSync(folder, { recursive: true }));

const context = {
	masterSecret: Uint8Array.from({ length: 16 }, (_, index) => index),
	masterSalt: Uint8Array.of(0x9e, 0x7c),
	senderId: Uint8Array.of(1),
	recipientId: new Uint8Array(0),
	idContext: Uint8Array.of(0x37),
};

test("a context is written for its owner alone and read as it was", () => {
	writeContextFile(path, context);
	assert.equal(statSync(path).mode & 0o777, 0o600);
	assert.deepEqual(readContextFile(path), context);
	const { idContext, ...others } = context;
	writeContextFile(path, { ...others, bootContext: true });
	assert.deepEqual(readContextFile(path), { ...others, bootContext: true });
	assert.equal(idContext.length, 1);
});

test("a file that others can read, or that is wrong, is refused in words", () => {
	writeContextFile(path, context);
	const right = JSON.parse(readFileSync(path, "utf8"));
	const refused = (change: object, words: RegExp): void => {
		writeFileSync(path, JSON.stringify({ ...right, ...change }), { mode: 0o600 });
		assert.throws(() => readContextFile(path), words);
	};
	refused({ masterSecret: "00" }, /must have masterSecret as 16 to 64 bytes in hexadecimal/);
	refused({ senderId: "0g" }, /must have senderId/);
	refused({ senderId: "" }, /same senderId and recipientId/);
	refused({ algorithm: "ChaCha20/Poly1305" }, /must have AES-CCM-16-64-128 as algorithm/);
	refused({ bootContext: 1 }, /must have true or false as bootContext/);
	refused({ bootContext: true }, /has an idContext, which every run makes anew/);
	refused({ version: 2 }, /has the version 2/);
	writeFileSync(path, "{", { mode: 0o600 });
	assert.throws(() => readContextFile(path), /is no JSON/);
	writeContextFile(path, context);
	chmodSync(path, 0o640);
	assert.throws(() => readContextFile(path), /can be read by others: chmod 600/);
	assert.throws(() => readContextFile(join(folder, "nothing")), /there is no file/);
});

test("numbers are written off before they are used: no run starts where another may have been", () => {
	const first = new SequenceFile(path);
	assert.equal(first.next, 0);
	const state = (): number => JSON.parse(readFileSync(`${path}.sequence`, "utf8")).next;
	for (let count = 0; count < reservation + 1; count++) {
		first.take();
		assert.ok(state() >= first.next, `${count}`);
	}
	assert.equal(statSync(`${path}.sequence`).mode & 0o777, 0o600);
	const second = new SequenceFile(path);
	assert.equal(second.next, 2 * reservation);
	second.take();
	assert.equal(state(), 3 * reservation);
	writeFileSync(`${path}.sequence`, '{"next":-1}', { mode: 0o600 });
	assert.throws(() => new SequenceFile(path), /is damaged: make a new context/);
});
