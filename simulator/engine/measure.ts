/** Prints the figures of README.md: `node --import tsx simulator/engine/measure.ts`. Wall-clock: they vary. */
import { join } from "node:path";
import { Engine, type Machine } from "./engine";
import { projectRoot } from "./toolchain";

const MACHINES = 200;
const TURNS = 20_000;
const BATCHES = 200;
const HEAP_BYTES = 94_208;

const guests = join(projectRoot, "test", "simulator", "engine", "guests");
const payload = new Uint8Array(40);

function time(action: () => void, count: number, unit: "ms" | "µs"): string {
	const started = performance.now();
	action();
	const each = (performance.now() - started) / count;
	return unit === "ms" ? `${each.toFixed(2)} ms` : `${(each * 1000).toFixed(1)} µs`;
}

const started = performance.now();
const engine = await Engine.open({
	modules: [
		{ specifier: "library", file: join(guests, "library.ts"), preload: true },
		{ specifier: "echo", file: join(guests, "echo.ts"), preload: false },
	],
	onProgress: console.log,
});
console.log(engine.description);
console.log(`open            ${(performance.now() - started).toFixed(0)} ms`);

const machines: Machine[] = [];
const boots = time(
	() => {
		for (let seed = 0; seed < MACHINES; seed++) {
			machines.push(engine.createMachine({ heapBytes: HEAP_BYTES, seed, entry: "echo", onCall: () => undefined }));
		}
	},
	MACHINES,
	"ms",
);
console.log(`boot            ${boots} a machine`);
const fresh = machines[0]?.stats(true);
console.log(`fresh machine   ${fresh?.slots} slots, ${fresh?.chunkBytes} bytes of chunks`);

let nowUs = 0;
const one = machines.slice(0, 1).map((machine) => ({ machine, kind: 9, bytes: payload }));
const all = machines.map((machine) => ({ machine, kind: 9, bytes: payload }));
const repeat = (times: number, events: typeof one) => () => {
	for (let turn = 0; turn < times; turn++) {
		engine.run(nowUs++, events);
	}
};
repeat(TURNS / 10, one)();
console.log(`one event       ${time(repeat(TURNS, one), TURNS, "µs")}, there and back`);
console.log(`batch of ${MACHINES}    ${time(repeat(BATCHES, all), BATCHES * MACHINES, "µs")} an event`);
engine.close();
