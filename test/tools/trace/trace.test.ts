import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { traceVersion } from "kith/simulator/session/records";
import { main } from "../../../tools/kith";
import { MemoryOutput } from "../../support/memory-output";

describe("kith trace", () => {
	const folder = mkdtempSync(join(tmpdir(), "kith-trace-"));
	after(() => rmSync(folder, { recursive: true }));

	async function kith(...args: string[]): Promise<{ code: number; out: string; err: string }> {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		const code = await main(args, { stdout, stderr });
		return { code, out: stdout.text, err: stderr.text };
	}

	function written(name: string, ...records: readonly object[]): string {
		const file = join(folder, name);
		writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
		return file;
	}

	const session = {
		t: 0,
		board: null,
		kind: "session",
		installation: "h",
		version: traceVersion,
		seed: 1,
		mqtt: "off",
		boards: ["garden", "hall", "shed", "attic"],
	};
	/** Message 5 of boot 3 of node 0x0102; a relay changes the hop limit. */
	const frame = (hops: number): string => `10cafe0${hops}0102ffff0003000005aabb`;
	const sentence = { kind: "sent", path: "climate/temperature", value: 20.28, sequence: 5 };
	const far = [
		session,
		{ t: 1000, board: "garden", kind: "reading", path: "climate/temperature", value: 20.28, unit: "Cel" },
		{ t: 3000, board: "garden", ...sentence },
		{
			t: 4000,
			board: "garden",
			kind: "frame",
			destination: 65535,
			bytes: frame(2),
			airtime: 900,
			received: ["hall"],
			lost: [],
		},
		{
			t: 5000,
			board: "hall",
			kind: "frame",
			destination: 65535,
			bytes: "10cafe010103ffff0003000005aabb",
			airtime: 900,
			received: ["shed"],
			lost: [],
		},
		{
			t: 9000,
			board: "hall",
			kind: "frame",
			destination: 65535,
			bytes: frame(1),
			airtime: 900,
			received: ["shed"],
			lost: ["attic"],
		},
		{
			t: 9000,
			board: "shed",
			kind: "received",
			origin: "garden",
			path: "climate/temperature",
			value: 20.28,
			sequence: 5,
		},
		{
			t: 9000,
			board: "shed",
			kind: "actuation",
			path: "heater/on",
			value: 1,
			unit: "",
			cause: "rule",
			rule: "warm the shed",
			inputs: [{ name: "garden/climate/temperature", value: 20.28, ageMs: 0 }],
		},
		{
			t: 9500,
			board: "shed",
			kind: "actuation",
			path: "lamp/on",
			value: 1,
			unit: "",
			cause: "rule",
			rule: "other",
			inputs: [],
		},
		{
			t: 9900,
			board: "shed",
			kind: "received",
			origin: "garden",
			path: "climate/temperature",
			value: 20.28,
			sequence: 6,
		},
	];

	test("one reading is told hop by hop, with what it brought about and nothing else", async () => {
		const { code, out } = await kith("trace", written("far", ...far), "garden/climate/temperature");
		assert.equal(code, 0);
		assert.deepEqual(out.trimEnd().split("\n"), [
			"garden climate/temperature: 20.28 °C, sent at 00:00:00",
			"   -2.0 ms  garden reads its climate",
			"   +0.0 ms  garden sends it, as its message 5 of this boot",
			"   +1.0 ms  garden transmits it (15 bytes, 0.9 ms on the air): hall hears it",
			"   +6.0 ms  hall relays it: shed takes it",
			'   +6.0 ms  shed sets heater/on to on by its rule "warm the shed"',
		]);
	});

	test("the way to one board is told without the others, and where it did not come to is said", async () => {
		const other = { t: 9200, board: "attic", kind: "frame", destination: 65535, bytes: frame(0), airtime: 900 };
		const file = written("way", ...far, { ...other, received: ["cellar"], lost: [] });
		const way = async (to: string): Promise<string[]> => {
			const { out } = await kith("trace", file, "garden/climate/temperature", "--to", to);
			return out.trimEnd().split("\n").slice(3);
		};
		assert.deepEqual(await way("shed"), [
			"   +1.0 ms  garden transmits it (15 bytes, 0.9 ms on the air): hall hears it",
			"   +6.0 ms  hall relays it: shed hears it, lost at attic",
			"   +6.0 ms  shed takes it, over 2 hops, 6.0 ms after it was sent",
			'   +6.0 ms  shed sets heater/on to on by its rule "warm the shed"',
		]);
		assert.deepEqual(await way("attic"), ["            attic did not hear it"]);
	});

	test("copies that nobody needed are counted, and one for a board that had missed it is told as such", async () => {
		const copy = { kind: "frame", bytes: frame(1), airtime: 900, lost: [] };
		const file = written(
			"copies",
			...far,
			{ t: 9300, board: "shed", destination: 65535, received: ["hall"], ...copy },
			{ t: 9400, board: "hall", destination: 4, received: ["attic"], ...copy },
			{ t: 9400, board: "attic", ...sentence, kind: "received", origin: "garden" },
		);
		const { out } = await kith("trace", file, "garden/climate/temperature");
		assert.deepEqual(out.trimEnd().split("\n").slice(6), [
			"   +6.4 ms  hall relays it again for one who missed it: attic takes it",
			"            1 more transmission, new to nobody",
			"            2 boards took it, 6.0 ms to 6.4 ms after it was sent",
		]);
	});

	test("a request that a rule makes of what was measured is followed to whoever is asked, whatever else is sent", async () => {
		const unicast = (relay: string, sequence: string): string => `11cafe${relay}80102010400030000${sequence}aabb`;
		const hop = (t: number, board: string, bytes: string, received: string[]): object => {
			return { t, board, kind: "frame", destination: 1, bytes, airtime: 900, received, lost: [] };
		};
		const lamp = { kind: "actuation", path: "lamp/on", value: 1, unit: "", cause: "request", rule: null, inputs: [] };
		const file = written(
			"asked",
			session,
			{ t: 1000, board: "garden", kind: "reading", path: "climate/temperature", value: 20.28, unit: "Cel" },
			{ t: 1000, board: "garden", kind: "asked", target: "shed/lamp/on", value: 1, unit: "", rule: "light" },
			hop(2000, "garden", unicast("8", "04"), ["attic"]),
			hop(3000, "garden", unicast("0", "05"), []),
			hop(4000, "garden", unicast("0", "05"), ["hall"]),
			hop(5000, "hall", unicast("8", "05"), ["shed"]),
			{ t: 5000, board: "shed", ...lamp, requester: "attic" },
			{ t: 5000, board: "shed", ...lamp, requester: "garden" },
			hop(6000, "shed", unicast("0", "09"), ["hall"]),
			{ t: 11_000, board: "garden", ...sentence, sequence: 6 },
		);
		const { out } = await kith("trace", file, "garden/climate/temperature", "--to", "shed");
		assert.deepEqual(out.trimEnd().split("\n").slice(1), [
			"  -10.0 ms  garden reads its climate",
			'  -10.0 ms  garden asks for shed/lamp/on on by its rule "light"',
			"   -8.0 ms  garden sends the request, which is lost",
			"   -7.0 ms  garden sends the request to hall",
			"   -6.0 ms  hall sends the request to shed",
			"   -6.0 ms  shed sets lamp/on to on, as garden asked",
			"   +0.0 ms  garden sends it, as its message 6 of this boot",
			"            shed did not hear it",
		]);
		const own = await kith("trace", file, "garden/climate/temperature", "--to", "garden");
		assert.match(own.out, /-10\.0 ms {2}garden asks for shed\/lamp\/on on by its rule "light"/);
		assert.doesNotMatch(own.out, /did not hear/);
	});

	test("as JSON it is the same journey", async () => {
		const { out } = await kith("trace", written("json", ...far), "garden/climate/temperature", "--json");
		const journey = JSON.parse(out) as {
			read: number;
			transmissions: unknown[];
			received: unknown[];
			effects: unknown[];
		};
		assert.equal(journey.read, 1000);
		assert.deepEqual(
			[journey.transmissions, journey.received, journey.effects].map((list) => list.length),
			[2, 1, 1],
		);
	});

	test("without a resource it lists what was sent", async () => {
		const { out } = await kith("trace", written("list", ...far, { t: 9901, board: "garden", ...sentence }));
		assert.equal(out, "garden/climate/temperature (sent 2 times)\n");
	});

	test("what is asked for wrongly gets a sentence that helps", async () => {
		const file = written("wrong", ...far);
		const refusals: readonly (readonly [args: readonly string[], says: RegExp])[] = [
			[[file, "garden/climate/humidity"], /was not sent; sent were: garden\/climate\/temperature/],
			[[file, "garden/climate/temperature", "--at", "1h"], /was not sent then or later/],
			[[file, "garden/climate/temperature", "--to", "moon"], /no such board; there are garden, hall, shed, attic/],
			[[file, "garden"], /name node, device and resource/],
			[[file, "garden/climate/temperature", "--at", "soon"], /write a time/],
			[[join(folder, "none")], /cannot be read/],
			[[written("other", { a: 1 })], /line 1: no record of a trace/],
			[[written("headless", far[1] as object)], /its first line is not of kind "session"/],
			[[written("empty")], /it is empty/],
			[[written("old", { ...session, version: 0 })], /version 0, and this program reads/],
		];
		for (const [args, says] of refusals) {
			const { code, out, err } = await kith("trace", ...args);
			assert.match(err, says);
			assert.equal(code, 2, err);
			assert.equal(out, "");
		}
	});

	test("in a real session of the house a reading is followed into the rule that it moves", async () => {
		const file = join(folder, "house");
		const run = await kith(
			"sim",
			"examples/house",
			"--seed",
			"7",
			"--for",
			"3m",
			"--speed",
			"max",
			"--mqtt",
			"off",
			"--quiet",
			"--trace",
			file,
		);
		assert.equal(run.code, 0, run.err);
		const { out, err } = await kith("trace", file, "outdoors/climate/temperature");
		assert.equal(err, "");
		assert.match(out, /outdoors transmits it \(\d+ bytes/);
		assert.match(out, /coldStore.* takes? it/);
	});
});
