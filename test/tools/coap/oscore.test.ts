/** `kith coap --oscore` and a server of the boards' own modules: requests, Echo, blocks, notifications, late answers. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type OscoreContext, writeContextFile } from "../../../tools/coap/context-file";
import { main } from "../../../tools/kith";
import { MemoryOutput } from "../../support/memory-output";
import { ProtectedServer } from "../../support/protected-server";

const context = (): OscoreContext => ({
	masterSecret: Uint8Array.from({ length: 16 }, (_, index) => index + 1),
	masterSalt: Uint8Array.of(0x9e, 0x7c, 0xa9, 0x22, 0x23, 0x78, 0x63, 0x40),
	senderId: Uint8Array.of(2),
	recipientId: Uint8Array.of(1),
	idContext: Uint8Array.of(0x37, 0xcb),
});

describe("kith coap --oscore", () => {
	const folder = mkdtempSync(join(tmpdir(), "kith-oscore-"));
	const file = join(folder, "context.json");
	let server: ProtectedServer;

	before(async () => {
		writeContextFile(file, context());
		server = await ProtectedServer.open(0, { ...context(), senderId: Uint8Array.of(1), recipientId: Uint8Array.of(2) });
	});

	after(() => {
		server.close();
		rmSync(folder, { recursive: true });
	});

	async function kith(command: string, path: string, ...args: string[]) {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		const code = await main(["coap", command, `coap://${server.address}${path}`, ...args], { stdout, stderr });
		return { code, out: stdout.text, error: stderr.text };
	}

	test("a first request is challenged by an Echo, and answered when it has proved that it is new", async () => {
		const { out } = await kith("get", "/value", "--oscore", file, "--json");
		assert.deepEqual(JSON.parse(out), { code: "2.05", protected: true, format: 0, text: "0" });
		assert.equal(server.endpoint.counters.get("challenges"), 1);
		assert.deepEqual(server.requests, ["1 value"]);
		await kith("get", "/value", "--oscore", file);
		assert.equal(server.endpoint.counters.get("challenges"), 1, "once");
	});

	test("without the key nothing is told", async () => {
		const { error, code } = await kith("get", "/value");
		assert.equal(code, 1);
		assert.match(error, /answers 4\.01 \(--oscore FILE gives one\)/);
		const other = join(folder, "other.json");
		writeContextFile(other, { ...context(), masterSecret: new Uint8Array(16) });
		// Its first number was seen before, which is refused without a look at the tag.
		assert.match((await kith("get", "/value", "--oscore", other)).error, /answers 4\.01/);
		writeContextFile(other, { ...context(), senderId: Uint8Array.of(9) });
		assert.match((await kith("get", "/value", "--oscore", other)).error, /answers 4\.01/);
	});

	test("3,000 bytes come in protected blocks", async () => {
		const { out } = await kith("get", "/big", "--oscore", file, "--json");
		const { hex, protected: wasProtected } = JSON.parse(out);
		assert.equal(hex, "07".repeat(3000));
		assert.equal(wasProtected, true);
	});

	test("an answer that comes later comes protected", async () => {
		assert.deepEqual(await kith("put", "/value", "5", "--oscore", file), { code: 0, out: "2.04\n", error: "" });
		assert.equal(server.security.kept, 0);
	});

	test("notifications come protected, in order", async () => {
		let value = 10;
		const timer = setInterval(() => server.change(value++), 40);
		const { out } = await kith("observe", "/value", "--oscore", file, "--count", "3");
		clearInterval(timer);
		const values = out.trim().split("\n").map(Number);
		assert.equal(values.length, 4);
		assert.deepEqual(
			[...values].sort((a, b) => a - b),
			values,
		);
		assert.equal(server.security.kept, 1);
	});
});
