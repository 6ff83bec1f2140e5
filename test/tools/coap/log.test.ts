/** `kith log` against a simulated gateway, over real UDP: what a person learns of it afterwards. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { encode } from "kith/cbor/encode";
import { logKinds } from "kith/node/log-entries";
import { writeContextFile } from "../../../tools/coap/context-file";
import { logLines, parseLog } from "../../../tools/coap/log-lines";
import { parseNodeNames } from "../../../tools/coap/node-names";
import { main } from "../../../tools/kith";
import { openStation, type Station, temporaryTrace } from "../../simulator/udp/station";
import { MemoryOutput } from "../../support/memory-output";

describe("kith log", () => {
	const trace = temporaryTrace("log");
	const folder = mkdtempSync(join(tmpdir(), "kith-log-"));
	const file = join(folder, "operator.json");
	let station: Station;

	before(async () => {
		station = await openStation(trace.file);
		writeContextFile(file, station.operator());
		await until("coap", "get", `${coap()}/weather/climate/temperature`);
	});

	after(async () => {
		await station.stop();
		trace.remove();
		rmSync(folder, { recursive: true });
	});

	const coap = (): string => `coap://127.0.0.1:${station.port}`;

	async function kith(...args: string[]) {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		const code = await main(args, { stdout, stderr });
		return { code, out: stdout.text, error: stderr.text };
	}

	async function until(...args: string[]): Promise<void> {
		while ((await kith(...args)).code !== 0) await new Promise((resolve) => setTimeout(resolve, 100));
	}

	const stateOf = (name: string) => station.session.snapshot().boards.find((board) => board.name === name)?.state;

	test("tells after a power cut and a crash who switched what, and why the board started", async () => {
		await until("coap", "put", `${coap()}/gateway/siren/on`, "on", "--oscore", file);
		station.session.inject({ fault: "power off", board: "gateway" });
		station.session.inject({ fault: "power on", board: "gateway" });
		await until("coap", "put", `${coap()}/gateway/siren/on`, "off", "--oscore", file);
		station.session.inject({ fault: "crash", board: "gateway" });
		await until("log", `127.0.0.1:${station.port}`, "--oscore", file);
		const { out, code } = await kith("log", coap(), "--oscore", file);
		assert.equal(code, 0);
		const lines = out.trim().split("\n");
		const told = lines.map((line) => line.replace(/^.*boot \d+ \+\S+ +/, ""));
		assert.deepEqual(
			told.filter((line) => !line.startsWith("fault") && !line.includes("left out")),
			[
				"started (crash)",
				"resource 0 set to 0, as node 99 asked",
				"started (power on)",
				"resource 0 set to 1, as node 99 asked",
				"started (power on)",
			],
		);
		assert.match(lines[0] as string, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}boot \d+ \+00:0/);
		assert.match((await kith("coap", "get", `${coap()}/log`, "--oscore", file)).out, /started \(crash\)/);
		const [newest] = (await kith("log", coap(), "--oscore", file, "--json")).out.split("\n");
		const { sequence } = JSON.parse(newest as string);
		assert.equal(
			(await kith("log", coap(), "--oscore", file, "--since", String(sequence))).out,
			"nothing in the log\n",
		);
		assert.match((await kith("log", coap(), "--oscore", file, "--before", "2")).out, /started \(power on\)\n$/);
	});

	test("goes on after power was cut in the middle of an entry", async () => {
		const { session } = station;
		session.inject({ fault: "cut journal", board: "gateway", value: 9 });
		session.inject({ fault: "crash", board: "gateway" });
		while (stateOf("gateway") !== "off") await new Promise((resolve) => setTimeout(resolve, 50));
		session.inject({ fault: "power on", board: "gateway" });
		await until("log", coap(), "--oscore", file);
		const starts = (await kith("log", coap(), "--oscore", file)).out.match(/started \(.*\)/g);
		// The crash between the two could not be noted.
		assert.deepEqual(starts?.slice(0, 3), ["started (power on)", "started (crash)", "started (power on)"]);
	});

	test("tells who of the others went and came back, by address and name", async () => {
		// The gateway has started anew: whom it never heard is gone without having been late.
		await until("coap", "get", `${coap()}/weather/climate/temperature`);
		station.session.inject({ fault: "power off", board: "weather" });
		const told = async (): Promise<string> => (await kith("log", coap(), "--oscore", file)).out;
		while (!/is gone/.test(await told())) await new Promise((resolve) => setTimeout(resolve, 100));
		station.session.inject({ fault: "power on", board: "weather" });
		while (!/is back/.test(await told())) await new Promise((resolve) => setTimeout(resolve, 100));
		const lines = (await told()).split("\n").filter((line) => line.includes("(weather)"));
		assert.deepEqual(
			lines.map((line) => line.replace(/^.*(node \d+)/, "$1").replace(/\d+/, "N")),
			["node N (weather) is back", "node N (weather) is gone", "node N (weather) is late"],
		);
		const address = /node (\d+)/.exec(lines[0] as string)?.[1];
		// As what reads any resource shows it: without names.
		const plain = (await kith("coap", "get", `${coap()}/log`, "--oscore", file)).out;
		assert.ok(plain.includes(`node ${address} is gone\n`), plain);
	});

	test("is for operators only, is listed, and says what it does not understand", async () => {
		const refused = await kith("log", coap());
		assert.equal(refused.code, 1);
		assert.match(refused.error, /for operators only: give an operator's context with --oscore FILE/);
		assert.match((await kith("coap", "discover", `${coap()}?rt=kith.log`)).out, /^<\/log>;rt="kith.log";ct=60\n$/);
		const odd = await kith("log", coap(), "--oscore", file, "--since", "yesterday");
		assert.match(odd.error, /4\.02: queries: since=N, before=N/);
	});
});

test("entries of earlier boots have no time of day, names do not steer the terminal, and an unknown kind is said so", () => {
	assert.equal(parseLog(Uint8Array.of(0x9f, 0x01, 0xff)), undefined);
	const names = parseNodeNames(encode([[9, "hall\u001b[2J", 1], [10, ""], "row", [11]]));
	const lines = logLines(
		{
			boot: 3,
			ms: 61_000,
			entries: [
				{ sequence: 4, boot: 3, ms: 61_000, kind: 7, fields: [9, 1] },
				{ sequence: 3, boot: 3, ms: 1000, kind: 7, fields: [10, 3] },
				{ sequence: 2, boot: 3, ms: 1000, kind: 5, fields: [1] },
				{ sequence: 1, boot: 2, ms: 90_061_500, kind: 77, fields: [] },
			],
		},
		new Date(2026, 0, 31, 12, 1, 0),
		names,
	);
	assert.deepEqual(lines, [
		"2026-01-31 12:01:00  boot 3 +00:01:01.0  node 9 (hall?[2J) is back",
		"2026-01-31 12:00:00  boot 3 +00:00:01.0  node 10 is gone",
		"2026-01-31 12:00:00  boot 3 +00:00:01.0  connected to the broker",
		"                     boot 2 +1d 01:01:01.5  something that this kith does not know (kind 77)",
	]);
});

test("all entries of a boot are dated by what the node knew last before them, or first after", () => {
	const noon = new Date(2026, 0, 31, 12, 0, 0).getTime() / 1000;
	const time = (seconds: number) => [seconds | 0, 500, 12];
	const newestFirst = [
		{ boot: 9, ms: 1000, kind: logKinds.gateway, fields: [1] },
		{ boot: 9, ms: 0, kind: logKinds.boot, fields: [2] },
		{ boot: 8, ms: 30_000, kind: logKinds.gateway, fields: [0] },
		{ boot: 8, ms: 20_000, kind: logKinds.time, fields: time(noon + 3600) },
		{ boot: 8, ms: 11_000, kind: logKinds.gateway, fields: [1] },
		{ boot: 8, ms: 10_000, kind: logKinds.time, fields: time(noon) },
		{ boot: 8, ms: 500, kind: logKinds.boot, fields: [1] },
		// Another boot of the same number, in which the time was not known.
		{ boot: 8, ms: 700, kind: logKinds.gateway, fields: [1] },
		{ boot: 8, ms: 0, kind: logKinds.boot, fields: [1] },
	];
	const entries = newestFirst.map((entry, index) => ({ sequence: newestFirst.length - index, ...entry }));
	const lines = logLines({ boot: 9, ms: 2000, entries }, new Date(2026, 1, 1, 8, 0, 2));
	assert.deepEqual(
		lines.map((line) => line.replace(/boot .*\.\d {2}/, "")),
		[
			"2026-02-01 08:00:01  connected to the broker",
			"2026-02-01 08:00:00  started (crash)",
			"2026-01-31 13:00:10  lost the broker",
			"2026-01-31 13:00:00  knows the time, to 12 ms",
			"2026-01-31 12:00:01  connected to the broker",
			"2026-01-31 12:00:00  knows the time, to 12 ms",
			"2026-01-31 11:59:51  started (power on)",
			"                     connected to the broker",
			"                     started (power on)",
		],
	);
});

test("the present boot goes by the node's time where it knows it, also after 2038", () => {
	const seconds = new Date(2040, 4, 1, 6, 0, 0).getTime() / 1000;
	const entries = [{ sequence: 1, boot: 1, ms: 9, kind: logKinds.time, fields: [seconds | 0, 0, 0xffff] }];
	assert.deepEqual(logLines({ boot: 1, ms: 10, entries }, new Date(0)), [
		"2040-05-01 06:00:00  boot 1 +00:00:00.0  knows the time, to a minute or worse",
	]);
});
