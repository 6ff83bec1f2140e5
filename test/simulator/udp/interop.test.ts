/**
 * Independent programs over real UDP: npm `coap`, and `coap-client` of libcoap (Debian's libcoap3-bin), discover, read
 * and observe what a simulated gateway lets anybody read. What they asked is in the trace, and replays.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { type IncomingMessage, type ObserveReadStream, request } from "coap";
import { decode } from "kith/cbor/decode";
import { offered, openStation, replayStation, type Station, temporaryTrace } from "./station";

const run = promisify(execFile);
const client = ["coap-client", "coap-client-notls", "coap-client-openssl", "coap-client-gnutls"]
	.flatMap((name) => [`/usr/bin/${name}`, `/usr/local/bin/${name}`])
	.find((path) => existsSync(path));
const withoutClient = client === undefined && "there is no coap-client here (Debian: libcoap3-bin)";

interface Answer {
	readonly code: string;
	readonly payload: Buffer;
}

describe("desktop programs and a simulated gateway", () => {
	const trace = temporaryTrace();
	let station: Station;

	before(async () => {
		station = await openStation(trace.file);
		// Until the gateway has heard the weather.
		while ((await ask("/weather/climate/temperature")).code !== "2.05")
			await new Promise((resolve) => setTimeout(resolve, 100));
	});

	after(() => trace.remove());

	function ask(pathname: string, options: { query?: string; accept?: string; method?: "PUT" } = {}): Promise<Answer> {
		const { query, accept, method = "GET" } = options;
		return new Promise((resolve, reject) => {
			const message = request({
				hostname: "127.0.0.1",
				port: station.port,
				pathname,
				method,
				...(query === undefined ? {} : { query }),
			});
			if (accept !== undefined) message.setOption("Accept", accept);
			message.on("response", (response: IncomingMessage) =>
				resolve({ code: response.code, payload: response.payload }),
			);
			message.on("error", reject);
			message.end(method === "PUT" ? "1" : undefined);
		});
	}

	async function libcoap(...args: string[]): Promise<string> {
		const uri = `coap://127.0.0.1:${station.port}${args.pop()}`;
		const { stdout, stderr } = await run(client ?? "", ["-B", "10", ...args, uri]);
		return stdout + stderr;
	}

	test("npm coap discovers everything, block by block, and what it filters for", async () => {
		const { code, payload } = await ask("/.well-known/core");
		assert.equal(code, "2.05");
		assert.ok(payload.length > 1024, "longer than any block");
		const targets = [...payload.toString().matchAll(/<([^>]+)>/g)].map(([, target]) => target);
		assert.deepEqual(targets.sort(), [...offered].sort());
		const lamps = await ask("/.well-known/core", { query: "rt=kith.on" });
		assert.equal([...lamps.payload.toString().matchAll(/<\/\w+\/lamp\/on>/g)].length, 4);
	});

	test("npm coap reads a value as SenML and as text, and not what is not public", async () => {
		const text = await ask("/weather/climate/temperature", { accept: "text/plain" });
		assert.match(text.payload.toString(), /^-?\d+(\.\d\d?)?$/);
		const { payload } = await ask("/weather/climate/temperature");
		const pack = decode(payload);
		assert.ok(pack.fault === 0 && Array.isArray(pack.value));
		const [record] = pack.value;
		assert.ok(record instanceof Map);
		assert.equal(record.get(0), "weather/climate/temperature");
		assert.equal(record.get(1), "Cel");
		for (const pathname of ["/kitchen/climate/temperature", "/weather/light/illuminance"]) {
			const refused = await ask(pathname);
			assert.equal(refused.code, "4.01");
			assert.equal(refused.payload.toString(), "this needs a key (OSCORE)");
		}
		assert.equal((await ask("/kitchen/lamp/on", { method: "PUT" })).code, "4.01");
		assert.equal((await ask("/weather/climate/pressure")).code, "4.04");
	});

	test("npm coap observes: at least two notifications come by themselves", async () => {
		const values = await new Promise<string[]>((resolve, reject) => {
			const heard: string[] = [];
			const message = request({
				hostname: "127.0.0.1",
				port: station.port,
				pathname: "/weather/climate/humidity",
				observe: true,
			});
			message.setOption("Accept", "text/plain");
			message.on("error", reject);
			message.on("response", (response: ObserveReadStream) => {
				response.on("data", (chunk: Buffer) => {
					heard.push(chunk.toString());
					if (heard.length < 3) return;
					response.close();
					resolve(heard);
				});
			});
			message.end();
		});
		assert.equal(values.length, 3);
		for (const value of values) assert.match(value, /^\d+(\.\d\d?)?$/);
	});

	test("coap-client discovers, also in blocks of 32 bytes", { skip: withoutClient }, async () => {
		for (const args of [[], ["-b", "32"]]) {
			const document = await libcoap(...args, "/.well-known/core");
			for (const target of offered) assert.ok(document.includes(`<${target}>`), `${args.join(" ")} ${target}`);
		}
	});

	test("coap-client reads what is public, and is told what is not", { skip: withoutClient }, async () => {
		assert.match(await libcoap("-A", "0", "/weather/climate/temperature"), /^-?\d+(\.\d\d?)?\s*$/);
		assert.match(await libcoap("/kitchen/climate/temperature"), /4\.01 this needs a key/);
		assert.match(await libcoap("-m", "put", "-e", "1", "/kitchen/lamp/on"), /4\.01 this needs a key/);
	});

	test("coap-client observes: at least two notifications after the answer", { skip: withoutClient }, async () => {
		const heard = await libcoap("-s", "6", "-A", "0", "/weather/climate/humidity");
		// It writes one value behind the other; each has its point but for those that are whole.
		assert.ok((heard.match(/\d+\.\d/g) ?? []).length >= 2, heard);
	});

	test("the trace of it all replays to the same hash, without a socket", async () => {
		const { traceHash } = await station.stop();
		assert.equal((await replayStation(trace.file)).traceHash, traceHash);
	});
});
