/**
 * Independent programs over real TCP: Node's fetch and curl read what a simulated gateway lets anybody read, and clients
 * that do everything wrong harm nobody. What they did is in the trace, and replays.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { temporaryTrace } from "../udp/station";
import { type House, offered, openHouse, replayHouse } from "./house";
import { connect, say } from "./raw-client";

const run = promisify(execFile);
const curl = ["/usr/bin/curl", "/usr/local/bin/curl"].find((path) => existsSync(path));
const withoutCurl = curl === undefined && "there is no curl here";

interface Reading {
	readonly n: string;
	readonly u?: string;
	readonly v?: number;
	readonly vb?: boolean;
	readonly t?: number;
}

describe("desktop programs and a simulated gateway's HTTP", () => {
	const trace = temporaryTrace("http");
	let house: House;

	before(async () => {
		house = await openHouse(trace.file);
		// Until the gateway runs, and has heard the weather. (Node's fetch waits for ever for a server that hangs up at once.)
		const request = "GET /weather/climate/temperature HTTP/1.1\r\nHost: k\r\n\r\n";
		while (!(await say(house.port, request)).text.includes(" 200 OK"))
			await new Promise((resolve) => setTimeout(resolve, 100));
	});

	after(async () => {
		await house.stop();
		trace.remove();
	});

	async function ask(path: string): Promise<number> {
		const response = await fetch(house.url + path);
		await response.text();
		return response.status;
	}

	test("fetch reads a value with its unit and age, a device and a node", async () => {
		const response = await fetch(`${house.url}/weather/climate/temperature`);
		assert.equal(response.headers.get("content-type"), "application/senml+json");
		assert.equal(response.headers.get("cache-control"), "no-store");
		assert.equal(response.headers.get("access-control-allow-origin"), "*");
		const [reading] = (await response.json()) as Reading[];
		assert.equal(reading?.n, "weather/climate/temperature");
		assert.equal(reading?.u, "Cel");
		assert.equal(typeof reading?.v, "number");
		assert.ok((reading?.t ?? 0) <= 0);
		for (const path of ["/weather", "/weather/climate"]) {
			const pack = (await (await fetch(house.url + path)).json()) as Reading[];
			assert.deepEqual(
				pack.map(({ n }) => n),
				["weather/climate/temperature", "weather/climate/humidity"],
			);
		}
	});

	test("fetch discovers everything, and not again what it has", async () => {
		const response = await fetch(`${house.url}/.well-known/core`);
		assert.equal(response.headers.get("content-type"), "application/link-format");
		const targets = [...(await response.text()).matchAll(/<([^>]+)>/g)].map(([, target]) => target);
		assert.deepEqual(targets.sort(), [...offered].sort());
		const etag = response.headers.get("etag") ?? "";
		const again = await fetch(`${house.url}/.well-known/core`, { headers: { "If-None-Match": etag } });
		assert.equal(again.status, 304);
	});

	test("fetch gets a page, a head and what pages from elsewhere ask first", async () => {
		const page = await (await fetch(house.url)).text();
		assert.match(page, /<title>villa<\/title>.*<a href="\/weather">weather<\/a>/s);
		const head = await fetch(`${house.url}/weather`, { method: "HEAD" });
		assert.equal(head.status, 200);
		assert.equal(await head.text(), "");
		assert.equal((await fetch(house.url, { method: "OPTIONS" })).status, 204);
	});

	test("fetch is told in a sentence what it cannot have", async () => {
		const refusal = async (path: string, options?: RequestInit): Promise<string> => {
			const response = await fetch(house.url + path, options);
			assert.equal(response.headers.get("content-type"), "application/problem+json");
			const { status, detail } = (await response.json()) as { status: number; detail: string };
			assert.equal(status, response.status);
			return `${status} ${detail}`;
		};
		assert.match(await refusal("/kitchen/climate/temperature"), /^403 this is not public/);
		assert.match(await refusal("/kitchen"), /^403 /);
		assert.match(await refusal("/weather/light/illuminance"), /^403 /);
		assert.match(await refusal("/weather/climate/pressure"), /^404 /);
		assert.match(await refusal("/weather", { headers: { Accept: "image/png" } }), /^406 /);
		assert.match(await refusal("/gateway/siren/on", { method: "PUT", body: "1" }), /^405 .*OSCORE/);
		assert.match(await refusal(`/${"a".repeat(300)}`), /^414 /);
		assert.match(await refusal("/", { headers: { "X-Long": "a".repeat(5000) } }), /^431 /);
	});

	test("fetch follows values: what is known, then changes by themselves", async () => {
		const stop = new AbortController();
		const response = await fetch(`${house.url}/events`, { signal: stop.signal });
		assert.equal(response.headers.get("content-type"), "text/event-stream");
		const heard: Reading[] = [];
		let text = "";
		const decoder = new TextDecoder();
		for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
			text += decoder.decode(bytes, { stream: true });
			const events = text.split("\n\n");
			text = events.pop() ?? "";
			for (const event of events)
				if (event.startsWith("data: ")) heard.push(...(JSON.parse(event.slice(6)) as Reading[]));
			if (heard.length >= 8) break;
		}
		stop.abort();
		for (const { n } of heard) assert.match(n, /^(weather\/climate|gateway\/siren)\//, "only what is public");
		assert.ok(heard.filter(({ n }) => n === "weather/climate/humidity").length >= 2);
	});

	test("curl reads, also with HTTP/1.0, and is told what it cannot have", { skip: withoutCurl }, async () => {
		const curlAsks = async (...args: string[]): Promise<string> => {
			const path = args.pop() ?? "";
			return (await run(curl ?? "", ["-sS", "-m", "20", ...args, house.url + path])).stdout;
		};
		for (const version of ["--http1.1", "--http1.0"]) {
			const [reading] = JSON.parse(await curlAsks(version, "/weather/climate/humidity")) as Reading[];
			assert.equal(reading?.u, "%RH");
		}
		assert.match(await curlAsks("-I", "/.well-known/core"), /^HTTP\/1\.1 200 OK\r\n.*ETag: "[0-9a-f]{8}"/s);
		assert.match(await curlAsks("-X", "PUT", "-d", "1", "/gateway/siren/on"), /"status":405/);
		assert.match(await curlAsks("-w", " %{http_code}", "/nowhere"), /\{"title":"Not Found".*\}\n 404$/s);
	});

	test("garbage, a byte at a time, a megabyte of headers and a client that leaves early harm nobody", async () => {
		const garbage = await say(house.port, "\u0016\u0003\u0001\u00ff\u0000garbage");
		assert.match(garbage.text, /^HTTP\/1\.1 400 /);
		const request = "GET /weather/climate/temperature HTTP/1.1\r\nHost: k\r\n\r\n";
		const slow = connect(house.port);
		for (const byte of request) {
			slow.socket.write(byte);
			await new Promise((resolve) => setImmediate(resolve));
		}
		assert.match((await slow.ending).text, /^HTTP\/1\.1 200 OK\r\n.*"u":"Cel"/s);
		const long = await say(house.port, `GET / HTTP/1.1\r\nX: ${"a".repeat(1 << 20)}\r\n\r\n`);
		// A client that does not read while it writes may be reset before it reads the answer.
		assert.match(long.text + long.how, /^HTTP\/1\.1 431 |ECONNRESET|EPIPE/);
		const half = connect(house.port);
		half.socket.end("GET /weath");
		assert.equal((await half.ending).text, "");
		const gone = connect(house.port);
		gone.socket.write(request, () => gone.socket.resetAndDestroy());
		await gone.ending;
		assert.equal(await ask("/weather"), 200);
	});

	test("of fifty clients at once each gets an answer, a refusal or an end, and the next an answer", async () => {
		const request = "GET /weather HTTP/1.1\r\nHost: k\r\n\r\n";
		const endings = await Promise.all(Array.from({ length: 50 }, () => say(house.port, request)));
		const count = (start: string): number => endings.filter(({ text }) => text.startsWith(start)).length;
		const answered = count("HTTP/1.1 200 ");
		const told = count("HTTP/1.1 503 ");
		const ended = endings.filter(({ text }) => text === "").length;
		assert.equal(answered + told + ended, 50, JSON.stringify(endings.map(({ text }) => text.slice(0, 20))));
		assert.ok(answered >= 4);
		for (const { text } of endings) if (text.startsWith("HTTP/1.1 200")) assert.ok(text.endsWith("\r\n0\r\n\r\n"));
		while (!(await say(house.port, request)).text.startsWith("HTTP/1.1 200 "));
	});

	test("clients that say nothing lose their place to those who do", async () => {
		const silent = Array.from({ length: 4 }, () => connect(house.port));
		const endings = await Promise.all(silent.map(({ ending }) => ending));
		assert.ok(endings.every(({ text }) => text === ""));
		assert.equal(await ask("/weather"), 200);
	});

	test("no board fell over, and the trace of it all replays to the same hash, without a socket", async () => {
		const { traceHash, boards } = await house.stop();
		for (const [name, { reboots }] of Object.entries(boards)) assert.equal(reboots, 0, name);
		assert.equal((await replayHouse(trace.file)).traceHash, traceHash);
	});
});
