import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { RadioMap } from "kith/simulator/session/radio-map";
import type { TraceRecord } from "kith/simulator/session/records";
import { main } from "../../../tools/kith";
import { AirUse } from "../../../tools/map/air-use";
import { mapSvg } from "../../../tools/map/map-svg";
import { mapText } from "../../../tools/map/map-text";
import { MemoryOutput } from "../../support/memory-output";

const names = new Map([
	[1, "cellar"],
	[2, "stairs"],
	[3, "attic"],
]);
const place = { gateway: false, x: 0, y: 0, channel: 6 };
const map: RadioMap = {
	boards: [
		{ ...place, name: "cellar", address: 1, z: 0 },
		{ ...place, name: "stairs", address: 2, z: 3 },
		{ ...place, name: "attic <1>", address: 3, z: 6, gateway: true },
	],
	paths: [
		{ from: "cellar", to: "stairs", link: "espNow", strength: -60, arrival: 0.9 },
		{ from: "stairs", to: "cellar", link: "espNow", strength: -61, arrival: 0.9 },
	],
};

/** A message of the cellar's to the attic, on its way from `board` to `destination`. */
function frame(board: string, destination: number, type = "1", received: string[] = ["x"]): TraceRecord {
	const bytes = `1${type}cafe0800010003000100000${destination}aa`;
	return { t: 1, board, kind: "frame", destination, bytes, airtime: 800, attempt: 1, received, lost: [] };
}

describe("kith map", () => {
	test("a message to one shows the way it took, hop by hop, and whose it was", () => {
		const air = new AirUse(names);
		air.take(frame("cellar", 2));
		air.take(frame("stairs", 3));
		air.take(frame("stairs", 0xffff, "0"));
		assert.deepEqual([...(air.boards.get("cellar")?.next ?? [])], [["attic", "stairs"]]);
		assert.deepEqual([...(air.boards.get("stairs")?.next ?? [])], [["attic", "attic"]]);
		const counts = ["cellar", "stairs"].map((name) => [air.boards.get(name)?.own, air.boards.get(name)?.relayed]);
		assert.deepEqual(counts, [
			[1, 0],
			[0, 2],
		]);
		assert.equal(air.airtime, 2400);
	});

	test("a hop that failed is no way", () => {
		const air = new AirUse(names);
		air.take(frame("cellar", 2, "1", []));
		assert.equal(air.boards.get("cellar")?.next.size, 0);
		assert.equal(air.boards.get("cellar")?.airtime, 800);
	});

	test("the table says whom each board hears, what it sends, and where it hands messages on", () => {
		const air = new AirUse(names);
		air.take(frame("cellar", 2));
		const text = mapText(map, air, 1).join("\n");
		assert.match(text, /cellar +│ 6 +│ stairs -61 +│ 0\.080 % +│ 1 \+ 0 +│ to attic by stairs/);
		assert.match(text, /attic <1> \* │ 6 +│ nobody/);
	});

	test("the picture has every board, every pair once, and the ways", () => {
		const air = new AirUse(names);
		air.take(frame("cellar", 2));
		const svg = mapSvg(map, air, "a & b");
		assert.equal(svg.match(/<circle/g)?.length, 3);
		assert.equal(svg.match(/<line/g)?.length, 2);
		assert.ok(svg.includes("attic &lt;1>") && svg.includes("a &amp; b"));
	});

	const folder = mkdtempSync(join(tmpdir(), "kith-map-"));
	after(() => rmSync(folder, { recursive: true }));

	async function kith(...args: string[]): Promise<{ code: number; out: string; err: string }> {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		const code = await main(["map", ...args], { stdout, stderr });
		return { code, out: stdout.text, err: stderr.text };
	}

	test("the house is mapped as JSON and as a picture", async () => {
		const file = join(folder, "house.svg");
		const { code, out, err } = await kith("examples/house", "--for", "90s", "--json", "--svg", file);
		assert.equal(code, 0, err);
		const { boards, paths, air } = JSON.parse(out) as RadioMap & {
			air: Record<string, { own: number; airtimeUs: number }>;
		};
		assert.ok(boards.length >= 6 && paths.length >= 20);
		assert.ok((air.kitchen?.own ?? 0) > 0 && (air.kitchen?.airtimeUs ?? 0) > 1000);
		assert.match(readFileSync(file, "utf8"), /<svg.*kitchen.*<\/svg>/s);
	});

	test("a picture that cannot be written, and a folder that is none, are told in a sentence", async () => {
		const nowhere = await kith("examples/house", "--for", "1s", "--svg", join(folder, "no", "such.svg"));
		assert.equal(nowhere.code, 2);
		assert.match(nowhere.err, /cannot be written/);
		assert.equal((await kith(join(folder, "none"))).code, 2);
	});
});
