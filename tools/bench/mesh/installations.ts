import { any, installation, minutes, node, rule, rules } from "kith/define";
import { type Compiled, compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import type { Installation } from "kith/define/installation";
import { esp32c3DevKitM, pir, relay } from "kith/devices";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";

/** Any fixed tag: these boards' frames meet nobody else's. */
const networkTag = 0x6d73;
/** Others that each board of a zone listens to: as many conditions as a rule has. */
export const listenedTo = 8;
/** Only what the stand's world does is said: no reading is repeated for its age within a run. */
const heartbeat = minutes(600);

/** Of the board with this index. */
export const boardName = (index: number): string => `board${index + 1}`;

/** Every board's two switches, each of which makes it ask another board to set a lamp. */
export const switches = ["first", "second"] as const;

/**
 * Boards that ask each other: a rule for each of a board's two switches sets a lamp of another board, drawn by the seed,
 * by a confirmable request. As everywhere, the switch and the lamp tell their news besides: two floods for each request.
 */
export function askers(count: number, seed: number): Compiled {
	const random = new SeededRandom(seed, "askers");
	const boards = Array.from({ length: count }, (_, index) =>
		node(boardName(index), {
			board: esp32c3DevKitM,
			devices: {
				first: pir({ pin: 3 }),
				second: pir({ pin: 4 }),
				firstLamp: relay({ pin: 5 }),
				secondLamp: relay({ pin: 6 }),
			},
		}),
	);
	const [firstTargets, secondTargets] = [others(count, random), others(count, random)];
	const sets = boards.map((board, index) => {
		const first = boards[firstTargets[index] as number] as typeof board;
		const second = boards[secondTargets[index] as number] as typeof board;
		return rules(board, [
			rule("first").when(board.first.isTrue()).then(first.firstLamp.on()).otherwise(first.firstLamp.off()),
			rule("second").when(board.second.isTrue()).then(second.secondLamp.on()).otherwise(second.secondLamp.off()),
		]);
	});
	return compiled(installation("askers", { nodes: boards, rules: sets, heartbeat, relay: true }));
}

/**
 * Boards that tell each other: each has a sensor, and the rules of each look at eight others, drawn by the seed, of its
 * zone. With a gateway the last board listens to all.
 */
export function tellers(count: number, seed: number, options: { zoneSize?: number; gateway?: boolean } = {}): Compiled {
	const { zoneSize = count, gateway = false } = options;
	const random = new SeededRandom(seed, "tellers");
	const boards = Array.from({ length: count }, (_, index) =>
		node(boardName(index), { board: esp32c3DevKitM, devices: { motion: pir({ pin: 4 }), lamp: relay({ pin: 5 }) } }),
	);
	const zones: Record<string, typeof boards> = {};
	for (let first = 0; first < count; first += zoneSize)
		zones[`zone${first / zoneSize + 1}`] = boards.slice(first, first + zoneSize);
	const sets = Object.values(zones).flatMap((members) => {
		const rounds = Array.from({ length: Math.min(listenedTo, members.length - 1) }, () =>
			others(members.length, random),
		);
		return members.map((board, index) => {
			const heard = new Set(rounds.map((targets) => members[targets[index] as number] as typeof board));
			const [one, ...more] = [...heard].map(({ motion }) => motion.isTrue());
			if (one === undefined) throw new Error("a zone of one board has nobody to listen to");
			// What it does when it acts is what the lamp does anyway: the air has the readings alone.
			return rules(board, [
				rule("look")
					.when(any(one, ...more))
					.then(board.lamp.off()),
			]);
		});
	});
	const gateways = gateway ? boards.slice(-1) : [];
	return compiled(installation("tellers", { nodes: boards, rules: sets, heartbeat, relay: true, zones, gateways }));
}

/** For each of `count` another one, so that each is drawn once. */
function others(count: number, random: SeededRandom): number[] {
	for (;;) {
		const drawn = Array.from({ length: count }, (_, index) => index);
		for (let last = count - 1; last > 0; last--) {
			const place = random.below(last + 1);
			[drawn[last], drawn[place]] = [drawn[place] as number, drawn[last] as number];
		}
		if (drawn.every((other, index) => other !== index)) return drawn;
	}
}

export function compiled(whole: Installation): Compiled {
	const identities = extendIdentities(whole, undefined, () => networkTag);
	if (typeof identities === "string") throw new Error(identities);
	return compile(whole, identities);
}
