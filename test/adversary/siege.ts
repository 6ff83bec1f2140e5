import assert from "node:assert/strict";
import type { CompiledNode } from "kith/define/compile";
import type { Fault, TimedFault } from "kith/simulator/session/faults";
import { openSession } from "kith/simulator/session/open-session";
import type { TraceRecord } from "kith/simulator/session/records";
import type { Session, Summary } from "kith/simulator/session/types";
import { field } from "./field";
import { acceptedWrongly } from "./once";

/** A frame that the attacker's radio heard. */
export interface Captured {
	readonly t: number;
	readonly from: string;
	/** Address of the board that sent it. */
	readonly neighbour: number;
	readonly bytes: string;
	/** To everybody. */
	readonly group: boolean;
}

/** What the attacker can do, at a moment of the session. */
export interface Attacker {
	/** Everything that was on the air so far. */
	readonly captured: readonly Captured[];
	/** Lets a board hear a frame. */
	say(board: string, bytes: string, from: number): void;
	/** Lets a board hear what was captured. */
	replay(board: string, frames: readonly Captured[]): void;
	do(fault: Fault): void;
}

export interface SiegeOptions {
	readonly seconds: number;
	readonly seed?: number;
	/** Planned beforehand: what happens to the boards. */
	readonly faults?: readonly TimedFault[];
	/** By second: what the attacker does, once it has come. */
	readonly attacks?: readonly (readonly [second: number, attack: (attacker: Attacker) => void])[];
	readonly definitions?: ReadonlyMap<string, CompiledNode>;
	/** Breaks the session where a nonce is used twice under one key. */
	readonly nonceWatch?: boolean;
}

export interface Siege {
	readonly records: readonly TraceRecord[];
	readonly captured: readonly Captured[];
	readonly summary: Summary;
	/** Receptions that no fresh frame explains. Of every siege this must be empty. */
	readonly wrong: readonly string[];
	/** How often a node accepted a reading, and switched its actuator for somebody else. */
	received(board: string, from?: number, until?: number): number;
	requests(board: string, from?: number, until?: number): number;
}

/** Runs real boards with an attacker among them. Every board must survive. */
export async function siege(options: SiegeOptions): Promise<Siege> {
	const definitions = options.definitions ?? field();
	const addresses = new Map([...definitions].map(([name, { definition }]) => [name, definition.address]));
	const records: TraceRecord[] = [];
	const captured: Captured[] = [];
	const session = await openSession({
		definitions,
		seed: options.seed ?? 1,
		speed: "max",
		until: options.seconds * 1e6,
		mqtt: "off",
		engine: { nonceWatch: options.nonceWatch ?? false },
		// Of no consequence, but traced: that is how the attacker notices the time.
		faults: [
			...(options.faults ?? []),
			...(options.attacks ?? []).map(([second]) => ({ at: second * 1e6, fault: watch(definitions) })),
		],
	});
	const attacks = [...(options.attacks ?? [])].sort((a, b) => a[0] - b[0]);
	const attacker = attackerOn(session, captured);
	session.on((record) => {
		records.push(record);
		if (record.kind === "frame" && record.board !== null)
			captured.push({
				t: record.t,
				from: record.board,
				neighbour: addresses.get(record.board) ?? 0,
				bytes: record.bytes,
				group: record.destination === 0xffff,
			});
		while (attacks[0] !== undefined && record.t >= attacks[0][0] * 1e6) attacks.shift()?.[1](attacker);
	});
	const summary = await session.run();
	assert.equal(attacks.length, 0, "every attack was made");
	const crash = records.find((record) => record.kind === "crash" && record.crash !== "injected");
	assert.equal(crash, undefined, `a board died: ${JSON.stringify(crash)}`);
	const within = (record: TraceRecord, from = 0, until = Number.POSITIVE_INFINITY): boolean =>
		record.t >= from * 1e6 && record.t < until * 1e6;
	return {
		records,
		captured,
		summary,
		wrong: acceptedWrongly(records),
		received: (board, from, until) =>
			records.filter((record) => record.kind === "received" && record.board === board && within(record, from, until))
				.length,
		requests: (board, from, until) =>
			records.filter(
				(record) =>
					record.kind === "actuation" &&
					record.cause === "request" &&
					record.board === board &&
					within(record, from, until),
			).length,
	};
}

function watch(definitions: ReadonlyMap<string, CompiledNode>): Fault {
	return { fault: "save store", board: [...definitions.keys()].at(-1) ?? "" };
}

function attackerOn(session: Session, captured: readonly Captured[]): Attacker {
	const say = (board: string, bytes: string, from: number): void =>
		session.inject({ fault: "hear", board, bytes, from });
	return {
		captured,
		say,
		replay: (board, frames) => {
			for (const { bytes, neighbour } of frames) say(board, bytes, neighbour);
		},
		do: (fault) => session.inject(fault),
	};
}
