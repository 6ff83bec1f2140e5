/** docs/boards.md, gone through with tools that note how they are called: what it quotes is what is printed. */
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { boards } from "kith/devices/boards/index";
import * as exported from "kith/devices/index";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { BoardComputer, type Ended } from "./computer";

const guide = readFileSync("docs/boards.md", "utf8");

/** Runs the guide's commands where its folder is another, and gives back what was printed with its own names. */
class Reader {
	readonly #computer: BoardComputer;
	readonly #folder: string;
	readonly #name: string;

	constructor(context: TestContext) {
		this.#computer = new BoardComputer(context);
		// Images are made in the checkout, under the installation's name.
		this.#name = `${this.#computer.name}-house`;
		this.#folder = join(this.#computer.root, this.#name);
		context.after(() => rmSync(join(projectRoot, "build", "boards", this.#name), { recursive: true, force: true }));
	}

	/** What a board would say. */
	boardSays(...lines: readonly string[]): void {
		const text = join(this.#computer.root, "console");
		writeFileSync(text, `${lines.join("\n")}\n`);
		this.#computer.tool("python", `cat "${text}"`);
	}

	/** @param line as the guide has it @param more that the guide leaves to circumstances */
	async follow(line: string, ...more: readonly string[]): Promise<string> {
		assert.ok(guide.includes(`${line}\n`), `the guide has not the line ${line}`);
		const [npx, kith, ...args] = line.split(" ");
		assert.deepEqual([npx, kith], ["npx", "kith"]);
		const own = args.map((word) => word.replace("my-house", this.#folder));
		const ended: Ended = await this.#computer.kith(...own, ...more);
		assert.equal(ended.code, 0, `${line}: ${ended.stderr}`);
		return ended.stdout.replaceAll(this.#folder, "my-house");
	}
}

/** The guide says it, and the tool said it. */
function quoted(text: string, printed: string): void {
	assert.ok(guide.includes(text), `the guide does not say ${text}`);
	assert.ok(printed.includes(text), `${text} is not in what was printed:\n${printed}`);
}

test("every command of the guide works in its order, and prints what the guide says", async (context) => {
	const reader = new Reader(context);
	await reader.follow("npx kith new my-house");
	const simulated = await reader.follow("npx kith sim my-house --for 15m --speed max", "--mqtt", "off");
	quoted("lamp: bulb on: light the way (door contact open)", simulated);
	quoted("made keys for door", await reader.follow("npx kith provision my-house"));
	const built = await reader.follow("npx kith build --node my-house/door");
	assert.match(built, /^built .*\/xs_esp32\.bin: /m);
	assert.match(guide, /`built …\/xs_esp32\.bin`/);
	quoted(
		"/dev/ttyUSB0 is now door, address 1",
		await reader.follow("npx kith flash --node my-house/door", "--port", "/dev/ttyUSB0"),
	);

	reader.boardSays("kith boot node 1 channel 6", "kith reading 0 1", "kith reading 0 0");
	const door = await reader.follow("npx kith monitor --node my-house/door", "--port", "/dev/ttyUSB0");
	quoted("kith boot node 1 channel 6", door);
	quoted("door: contact/open is open", door);
	assert.match(door, /^door: contact\/open is closed$/m);

	const lamp = await reader.follow("npx kith flash --node my-house/lamp --port /dev/ttyUSB1");
	assert.match(lamp, /^\/dev\/ttyUSB1 is now lamp, address 2$/m);
	reader.boardSays("kith received 1 1 1 7", "kith actuation 0 1 0 0 0 0 1:1:0");
	const heard = await reader.follow("npx kith monitor --node my-house/lamp --port /dev/ttyUSB1");
	quoted("lamp: hears from door: contact/open is open", heard);
	quoted("lamp: bulb on: light the way (door contact open)", heard);
});

test("the commands for a process on the desktop work in their order", async (context) => {
	const reader = new Reader(context);
	await reader.follow("npx kith new my-house");
	await reader.follow("npx kith provision my-house");
	await reader.follow("npx kith build --board desktop --node my-house/lamp");
	await reader.follow("npx kith flash --board desktop --node my-house/lamp");
	assert.match(
		await reader.follow("npx kith monitor --board desktop --node my-house/lamp"),
		/^running .*nodes\/lamp$/m,
	);
});

test("the guide lists every board under both of its names", () => {
	const byName = new Map(Object.entries(exported).map(([name, value]) => [value as unknown, name]));
	const rows = [...guide.matchAll(/^\| `(\w+)` \| `([\w-]+)` \|/gm)].map(([, one, two]) => `${one} ${two}`);
	assert.deepEqual(rows.sort(), boards.map((board) => `${byName.get(board)} ${board.name}`).sort());
	for (const [, path] of guide.matchAll(/\]\(([\w.-]+\.md)\)/g))
		assert.ok(readFileSync(join(dirname("docs/boards.md"), path as string), "utf8").length > 0);
});
