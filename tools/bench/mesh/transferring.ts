import { fileURLToPath } from "node:url";
import { installation, node, rule, rules } from "kith/define";
import { esp32c3DevKitM, ntc, relay } from "kith/devices";
import { bundleGuest, specifierOf } from "kith/simulator/engine/guest-bundle";
import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { Guest } from "kith/simulator/session/guest";
import type { TraceRecord } from "kith/simulator/session/records";
import { standLoss } from "./asking";
import { outcomes } from "./guest/body";
import { boardName, compiled } from "./installations";
import { type Life, LifeMeter } from "./life-meter";
import { runMesh } from "./run";

/** Metres between two of the row: each hears its neighbours alone. */
const apart = 60;
const boards = 4;

export interface Transferring {
	/** Seconds that it took to read (Block2) and to write (Block1) the body; undefined: it never ended. */
	readonly readSeconds: number | undefined;
	readonly writeSeconds: number | undefined;
	readonly failed: boolean;
	readonly life: Life;
}

/** Four boards in a row: the first reads 4 KB from the last, over three hops, and then writes as much to it. */
export async function measureTransfer(seed: number): Promise<Transferring> {
	const times = new Map<number, Microseconds>();
	const life = new LifeMeter();
	const outcome = {
		take: (record: TraceRecord) => {
			if (record.kind === "reading" && record.board === boardName(0))
				times.set(Math.round(record.value * 100), record.t);
		},
	};
	const positions = Array.from({ length: boards }, (_, index) => ({ x: index * apart, y: 0, z: 1 }));
	const beat = { period: 1e6, from: 0, until: 0, devices: [] };
	const whole = { compiled: row(), positions, beat, seed, until: 120e6, loss: standLoss, guest: transferGuest() };
	const summary = await runMesh({ ...whole, processes: 1 }, () => [outcome, life]);
	const between = (from: number, to: number): number | undefined => {
		const [start, end] = [times.get(from), times.get(to)];
		return start === undefined || end === undefined ? undefined : (end - start) / 1e6;
	};
	return {
		readSeconds: between(outcomes.begun, outcomes.read),
		writeSeconds: between(outcomes.read, outcomes.written),
		failed: times.has(outcomes.failed),
		life: life.of(summary),
	};
}

/** The ends know each other: a rule of the first one sets something at the last. */
function row() {
	const probe = ntc({ pin: 3, beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 });
	const [first, ...others] = Array.from({ length: boards }, (_, index) =>
		node(boardName(index), { board: esp32c3DevKitM, devices: { probe, lamp: relay({ pin: 5 }) } }),
	);
	const last = others.at(-1);
	if (first === undefined || last === undefined) throw new Error("a row has two ends");
	const hot = rule("hot").when(first.probe.above(60)).then(last.lamp.on());
	return compiled(installation("row", { nodes: [first, ...others], rules: [rules(first, [hot])], relay: true }));
}

function transferGuest(): Guest {
	const file = fileURLToPath(new URL("guest/transfer.ts", import.meta.url));
	const entry = specifierOf(file);
	const aliases = { "kith/platform": "kith/simulator/guest/platform" };
	return { entry, modules: bundleGuest({ entries: [file], aliases, preload: (specifier) => specifier !== entry }) };
}
