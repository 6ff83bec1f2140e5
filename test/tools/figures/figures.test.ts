/** The pictures in docs/relaying.md, and how they are drawn. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Histogram } from "../../../tools/bench/mesh/histogram";
import { strewnPlaces } from "../../../tools/bench/mesh/places";
import { WayMeter } from "../../../tools/bench/mesh/way-meter";
import { drawFloods } from "../../../tools/figures/floods";
import { figureSeconds, figureSeeds } from "../../../tools/figures/relaying";
import { svg } from "../../../tools/figures/svg";
import { drawWays } from "../../../tools/figures/ways";

const read = (path: string): string =>
	readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");

/** Whether every element that begins ends. */
function isWellFormed(text: string): boolean {
	const open: string[] = [];
	for (const [, close, name, , empty] of text.matchAll(/<(\/?)([a-z]+)((?:[^>"]|"[^"]*")*?)(\/?)>/g)) {
		if (close === "/" ? open.pop() !== name : empty !== "/" && open.push(name as string) === 0) return false;
	}
	return open.length === 0;
}

test("each picture of docs/relaying.md says which command and seeds it is of, for light and dark pages", () => {
	const page = read("docs/relaying.md");
	for (const file of ["relaying-ways.svg", "relaying-latency.svg", "relaying-floods.svg"]) {
		assert.ok(page.includes(`(images/${file})`), `the page shows ${file}`);
		const picture = read(`docs/images/${file}`);
		assert.ok(picture.includes(`npm run figures: seeds ${figureSeeds.join(", ")}, ${figureSeconds} s each`), file);
		assert.ok(picture.includes("prefers-color-scheme: dark"), file);
		for (const seed of figureSeeds) assert.ok(picture.includes(`>Seed ${seed}<`), `${file}, seed ${seed}`);
		assert.ok(isWellFormed(picture), file);
	}
	assert.ok(page.includes("npm run figures"));
});

test("a picture of floods has a bar for each number of frames, and the bound where it is", () => {
	const frames = new Histogram();
	for (const value of [10, 10, 10, 12]) frames.add(value);
	const drawn = drawFloods(frames, 8.5, "Seed 9", 0, 0);
	assert.equal(drawn.filter((one) => one.startsWith("<rect")).length, 2);
	assert.ok(drawn.some((one) => one.includes("greedy 8.5")) && drawn.some((one) => one.includes("average ≤ 17.0")));
	assert.ok(drawn.some((one) => one.includes("share of 4 floods; on average 10.5 frames")));
});

test("a picture of ways has every board, and the way of the longest request that lost nothing", () => {
	const ways = new WayMeter(new Map([1, 2, 3].map((address) => [address, `board${address}`])), 0);
	const frame = (t: number, board: string, destination: number): void =>
		ways.take({
			t,
			board,
			kind: "frame",
			destination,
			bytes: "11cafe08000100030001000007aa",
			airtime: 900,
			attempt: 1,
			received: [`board${destination}`],
			lost: [],
		});
	ways.take({ t: 1000, board: "board1", kind: "asked", target: "board3/lamp/on", value: 1, unit: "", rule: null });
	frame(2000, "board1", 2);
	frame(3000, "board2", 3);
	ways.end({ asker: "board1", node: "board3", path: "lamp/on", value: 1, at: 1000, done: 3000, answered: undefined });
	assert.deepEqual(ways.longest, { boards: ["board1", "board2", "board3"], took: 2000 });
	const drawn = drawWays(strewnPlaces(1), ways, "Seed 1", 0);
	assert.equal(drawn.filter((one) => one.startsWith("<circle")).length, 50);
	assert.equal(drawn.filter((one) => one.startsWith("<line") && one.includes('class="second"')).length, 2);
	assert.ok(drawn.some((one) => one.includes("board1 asks board3 over 2 hops in 2 ms")));
});

test("words in a picture cannot break it", () => {
	const text = svg({ width: 10, height: 10, title: "a < b & c", source: "x", description: '"', content: [] });
	assert.ok(text.includes("a &lt; b &amp; c"));
	assert.ok(isWellFormed(text));
	assert.ok(!isWellFormed("<svg><g></svg>"));
});
