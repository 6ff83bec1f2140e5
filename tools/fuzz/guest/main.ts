import { Mutator } from "./mutator";
import { type FuzzTarget, fuzzEvents, fuzzPost, inputLimit } from "./target";
import { targets } from "./targets/index";

/** Makes inputs and feeds them to one decoder, inside XS: what a board would do with them, a board does. */
const mutator = new Mutator();
const event = new Uint8Array(8192);
const report = new Uint32Array(1);
const reportBytes = new Uint8Array(report.buffer);
const seeds: Uint8Array[] = [];
let target: FuzzTarget | undefined;

function build(index: number): void {
	const entry = targets[index];
	if (entry === undefined) throw new RangeError(`target ${index}`);
	target = entry[1]();
	for (const seed of target.seeds) if (seed.length <= inputLimit) seeds.push(seed);
}

function feed(to: FuzzTarget, count: number): number {
	let understood = 0;
	for (let left = count; left > 0; left--) {
		mutator.make(seeds);
		if (to.feed(mutator.bytes, mutator.length)) understood++;
	}
	return understood;
}

host.listen(event, (kind, length) => {
	if (kind === fuzzEvents.build) {
		build(event[0] as number);
		return;
	}
	if (kind === fuzzEvents.seed) {
		seeds.push(event.slice(0, length));
		return;
	}
	if (target === undefined) throw new Error("nothing is built");
	const seed =
		(event[0] as number) |
		((event[1] as number) << 8) |
		((event[2] as number) << 16) |
		((event[3] as number) << 24) |
		0;
	mutator.seed(seed);
	report[0] = feed(target, (event[4] as number) | ((event[5] as number) << 8));
	host.post(fuzzPost, reportBytes, 4);
});
