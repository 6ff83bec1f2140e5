/** `kith coap` against a simulated gateway, over real UDP. */
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { after, before, describe, test } from "node:test";
import { main } from "../../../tools/kith";
import { openStation, type Station, temporaryTrace } from "../../simulator/udp/station";
import { MemoryOutput } from "../../support/memory-output";

describe("kith coap", () => {
	const trace = temporaryTrace();
	let station: Station;

	before(async () => {
		station = await openStation(trace.file);
		while ((await kith("get", "/weather/climate/temperature")).code !== 0)
			await new Promise((resolve) => setTimeout(resolve, 100));
	});

	after(async () => {
		await station.stop();
		trace.remove();
	});

	async function kith(command: string, path: string, ...args: string[]) {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		const code = await main(["coap", command, `coap://127.0.0.1:${station.port}${path}`, ...args], { stdout, stderr });
		return { code, out: stdout.text, error: stderr.text };
	}

	test("discovers all of a document in blocks, and what is filtered for", async () => {
		const { out } = await kith("discover", "");
		assert.equal(out.split("\n").length, 19);
		assert.match(out, /\n<\/nodes>;rt="kith.nodes";ct="60 0"\n/);
		const lamps = await kith("discover", "?rt=kith.on");
		assert.match(
			lamps.out,
			/^<\/gateway\/siren\/on>.*\n<\/kitchen\/lamp\/on>;rt="kith.on";if="core.a";ct="112 0";obs\n/,
		);
	});

	test("shows a value with its unit, as text, and for programs", async () => {
		assert.match(
			(await kith("get", "/weather/climate/temperature")).out,
			/^weather\/climate\/temperature -?[\d.]+ Cel/,
		);
		assert.match((await kith("get", "/weather/climate/temperature", "--accept", "text")).out, /^-?[\d.]+\n$/);
		const { code, records } = JSON.parse((await kith("get", "/weather/climate/temperature", "--json")).out);
		assert.equal(code, "2.05");
		assert.equal(records[0].n, "weather/climate/temperature");
		assert.equal(typeof records[0].v, "number");
	});

	test("observes as many notifications as wanted", async () => {
		const { out, code } = await kith("observe", "/weather/climate/humidity", "--accept", "text", "--count", "2");
		assert.equal(code, 0);
		assert.equal(out.trim().split("\n").length, 3, out);
	});

	test("says in a sentence what was refused, and ends with 1", async () => {
		const refused = await kith("get", "/kitchen/lamp/on");
		assert.deepEqual([refused.code, refused.out], [1, ""]);
		assert.match(refused.error, /answers 4\.01: this needs a key \(OSCORE\) \(--oscore FILE gives one\)/);
		assert.match((await kith("put", "/kitchen/lamp/on", "on")).error, /4\.01/);
		assert.match((await kith("get", "/weather/climate/pressure")).error, /4\.04: no such resource/);
	});

	test("says how it is called, and ends with 2", async () => {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		assert.equal(await main(["coap"], { stdout, stderr }), 2);
		assert.match(stderr.text, /kith coap discover coap:\/\/127\.0\.0\.1/);
		assert.equal((await kith("get", "/x", "--accept", "TEXT")).code, 2);
	});
});

test("where nobody listens a request ends at once, with a sentence", async () => {
	const socket = createSocket("udp4");
	await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
	const { port } = socket.address();
	await new Promise<void>((resolve) => socket.close(resolve));
	for (const command of ["get", "observe", "discover"]) {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		assert.equal(await main(["coap", command, `coap://127.0.0.1:${port}/x`], { stdout, stderr }), 1);
		assert.equal(stdout.text, "");
		// After 5 s it would also have told of the silence.
		assert.equal(stderr.text, `kith: nobody listens at 127.0.0.1 port ${port}: is it running, and is this its port?\n`);
	}
});

test("a wrong address and a context file that is not there are wrong calls: 2", async () => {
	for (const args of [
		["get", "http://127.0.0.1/x"],
		["get", "coap://127.0.0.1/x", "--oscore", "/nowhere/file.json"],
		["put", "coap://127.0.0.1/x"],
	]) {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		assert.equal(await main(["coap", ...args], { stdout, stderr }), 2, args.join(" "));
		assert.match(stderr.text, /^kith: [^\n]+\n$/);
	}
});
