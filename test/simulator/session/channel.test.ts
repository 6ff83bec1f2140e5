/** The network's channel, on boards that relay: announced, followed, found again and agreed on (docs/channels.md). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { installation, node, rule, rules, seconds } from "kith/define";
import { type CompiledNode, compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { esp32c3DevKitM, ntc, relay } from "kith/devices";
import type { Fault, TimedFault } from "kith/simulator/session/faults";
import { openSession } from "kith/simulator/session/open-session";
import type { TraceRecord } from "kith/simulator/session/records";

const boards = 12;
/** Columns of the grid on which they stand; each hears those next to it, slantwise too. */
const columns = 4;
const names = Array.from({ length: boards }, (_, index) => `board${index}`);

/** Each board measures, and the far corner heats by what the first one measures. */
function definitions(gateway: boolean, channel = 1): Map<string, CompiledNode> {
	const probe = () => ntc({ pin: 3, every: seconds(2), beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 });
	const nodes = names.map((name) =>
		node(name, {
			board: esp32c3DevKitM,
			devices: { probe: probe(), heater: relay({ pin: 6 }) },
		}),
	);
	const whole = installation("grid", {
		nodes,
		gateways: gateway ? [nodes[0] as (typeof nodes)[0]] : [],
		rules: nodes.map((own, index) => {
			const other = nodes[(index + 1) % boards] as typeof own;
			return rules(own, [
				rule("heat when cold")
					.when(other.probe.below(10, { hysteresis: 1 }))
					.then(own.heater.on())
					.otherwise(own.heater.off()),
			]);
		}),
		heartbeat: seconds(5),
		channel,
		relay: true,
	});
	const identities = extendIdentities(whole, undefined, () => 0x6368);
	if (typeof identities === "string") throw new Error(identities);
	return new Map(compile(whole, identities).nodes);
}

/** Only boards that stand next to each other hear each other. */
function grid(): TimedFault[] {
	return names.flatMap((board, a) =>
		names.flatMap((of, b): TimedFault[] => {
			if (b <= a) return [];
			const dx = Math.abs((a % columns) - (b % columns));
			const dy = Math.abs(Math.floor(a / columns) - Math.floor(b / columns));
			return [{ at: 1, fault: { fault: "link strength", board, of, value: Math.max(dx, dy) <= 1 ? -60 : -120 } }];
		}),
	);
}

type Board = (typeof names)[number];

interface Run {
	readonly seed: number;
	readonly seconds: number;
	readonly faults: readonly TimedFault[];
	readonly definitions: ReadonlyMap<string, CompiledNode>;
	/** Sees every record, and may inject what it likes. */
	readonly watch?: (record: TraceRecord, inject: (fault: Fault) => void) => void;
}

/** A session of the grid, in which a tenth of all transmissions is lost. */
async function run({ seed, seconds: length, faults, definitions: nodes, watch }: Run): Promise<readonly TraceRecord[]> {
	const records: TraceRecord[] = [];
	const session = await openSession({
		definitions: nodes,
		seed,
		speed: "max",
		until: length * 1e6,
		mqtt: "off",
		faults: [{ at: 1, fault: { fault: "radio loss", value: 0.1 } }, ...grid(), ...faults],
	});
	session.on((record) => {
		records.push(record);
		watch?.(record, (fault) => session.inject(fault));
	});
	await session.run();
	assert.deepEqual(
		records.filter(({ kind }) => kind === "crash"),
		[],
	);
	return records;
}

/** Visits of other channels are shorter than this, and stays longer, s. */
const visitLimit = 4;

/**
 * When (s) the last board came to `channel` to stay, visits of others apart; Infinity: some did not.
 * @param start where the boards boot
 */
function gathered(records: readonly TraceRecord[], channel: number, start: (board: Board) => number): number {
	const end = (records[records.length - 1] as TraceRecord).t / 1e6;
	return Math.max(...names.map((name) => stayOf(records, name, channel, start(name), end)));
}

function stayOf(records: readonly TraceRecord[], name: Board, channel: number, start: number, end: number): number {
	let [here, since, arrived, left] = [start, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	const leave = (t: number): void => {
		if (here !== channel || t - since < visitLimit) return;
		if (since - left > visitLimit) arrived = since;
		left = t;
	};
	for (const record of records) {
		if (record.kind !== "channel" || record.board !== name) continue;
		leave(record.t / 1e6);
		here = record.channel;
		since = record.t / 1e6;
	}
	leave(end);
	// At the end it may be on a visit, or back from one.
	const last = here === channel ? since : end;
	return left < end && last - left > visitLimit ? Number.POSITIVE_INFINITY : arrived;
}

/** When (s), after `from`, each board has received a reading again. */
function firstReadings(records: readonly TraceRecord[], from: number): readonly number[] {
	return names.map((name) => {
		const record = records.find(({ kind, board, t }) => kind === "received" && board === name && t > from * 1e6);
		return record === undefined ? Number.POSITIVE_INFINITY : record.t / 1e6;
	});
}

const at = (second: number, fault: Fault): TimedFault => ({ at: second * 1e6, fault });
const moveTo = (second: number, value: number): TimedFault => at(second, { fault: "access point channel", value });

test("the access point moves from channel 1 to 11: twelve boards over three hops follow within 3 s, and all have readings within 10 s", async () => {
	for (const seed of [1, 2, 3]) {
		const records = await run({ seed, seconds: 70, definitions: definitions(true), faults: [moveTo(50, 11)] });
		const there = gathered(records, 11, () => 1);
		assert.ok(there > 50 && there <= 53, `seed ${seed}: ${there} s`);
		const readings = Math.max(...firstReadings(records, there));
		assert.ok(readings <= 60, `seed ${seed}: ${readings} s`);
	}
});

test("a board that is off while the network moves finds it within 30 s of its return", async () => {
	const off = [at(45, { fault: "power off", board: "board11" }), at(60, { fault: "power on", board: "board11" })];
	for (const seed of [1, 2]) {
		const records = await run({
			seed,
			seconds: 110,
			definitions: definitions(true),
			faults: [...off, moveTo(50, 9)],
		});
		const there = gathered(records, 9, () => 1);
		assert.ok(there > 60 && there <= 90, `seed ${seed}: ${there} s`);
		const heard = records.find(({ kind, board, t }) => kind === "received" && board === "board11" && t > there * 1e6);
		assert.ok(heard !== undefined && heard.t <= 100e6, `seed ${seed}: readings at ${heard?.t}`);
	}
});

test("boards flashed with two channels, none of them a gateway, agree on the lower one within five minutes", async () => {
	const low = definitions(false, 4);
	const left = (name: Board): boolean => names.indexOf(name) % columns < 2;
	const mixed = new Map(
		[...definitions(false, 9)].map(([name, node]) => [name, left(name) ? node : (low.get(name) ?? node)]),
	);
	for (const seed of [1, 2, 3]) {
		const records = await run({ seed, seconds: 305, definitions: mixed, faults: [] });
		const there = gathered(records, 4, (name) => (left(name) ? 9 : 4));
		assert.ok(there > 0 && there <= 300, `seed ${seed}: ${there} s`);
	}
});

test("a network without a gateway leaves a jammed channel and is together on another one within a minute and a half", async () => {
	for (const seed of [1, 2]) {
		const records = await run({
			seed,
			seconds: 170,
			definitions: definitions(false),
			faults: [at(40, { fault: "jam channel", channel: 1, value: 1 })],
		});
		const there = gathered(records, 6, () => 1);
		assert.ok(there > 40 && there <= 130, `seed ${seed}: ${there} s`);
		assert.ok(Math.max(...firstReadings(records, there)) <= 170, "and readings flow");
	}
});

test("where the gateway's channel is jammed the others go on without it elsewhere, and are back within two minutes of its end", async () => {
	const jam = (second: number, value: number): TimedFault => at(second, { fault: "jam channel", channel: 1, value });
	const records = await run({
		seed: 1,
		seconds: 360,
		definitions: definitions(true),
		faults: [jam(40, 1), jam(220, 0)],
	});
	const meanwhile = records.filter(
		({ kind, board, t }) => kind === "received" && board !== "board0" && t > 160e6 && t < 220e6,
	);
	assert.ok(meanwhile.length >= 50, `${meanwhile.length} readings while the channel is jammed`);
	const there = gathered(records, 1, () => 1);
	assert.ok(there > 220 && there <= 340, `${there} s`);
});

test("recorded and forged announcements move nobody, not even who did not hear the originals", async () => {
	const recorded: { readonly from: number; readonly bytes: string }[] = [];
	const addresses = new Map([...definitions(true)].map(([name, { definition }]) => [name, definition.address]));
	let injected = 0;
	const records = await run({
		seed: 4,
		seconds: 125,
		definitions: definitions(true),
		faults: [
			at(49, { fault: "separate", board: "board11", value: 1 }),
			moveTo(50, 11),
			moveTo(65, 1),
			at(68, { fault: "separate", board: "board11", value: 0 }),
		],
		watch: (record, inject) => {
			const { t } = record;
			if (record.kind === "frame" && t > 50e6 && t < 64e6 && record.bytes.startsWith("13")) {
				recorded.push({ from: addresses.get(record.board ?? "") ?? 0, bytes: record.bytes });
			}
			if (t < 95e6 || injected > 0) return;
			for (const { from, bytes } of recorded) {
				const forged = `${bytes.slice(0, 20)}ffffff${bytes.slice(26)}`;
				for (const board of ["board5", "board11"]) {
					inject({ fault: "hear", board, bytes, from });
					inject({ fault: "hear", board, bytes: forged, from });
					injected += 2;
				}
			}
		},
	});
	assert.ok(injected >= 200, `${injected} frames`);
	const heard = records.filter(
		(record) => record.kind === "input" && record.input === "fault" && record.fault === "hear",
	);
	assert.equal(heard.length, injected);
	const refused = records.filter((record) => record.kind === "fault" && record.fault === "frame refused");
	assert.ok(refused.length > 0, "some were checked and refused");
	const last = gathered(records, 1, () => 1);
	assert.ok(last > 65 && last < 95, `${last} s`);
	assert.deepEqual(
		records.filter(({ kind, t }) => kind === "channel" && t > 95e6),
		[],
	);
});
