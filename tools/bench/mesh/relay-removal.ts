import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { TraceRecord } from "kith/simulator/session/records";
import type { Session } from "kith/simulator/session/types";
import { AirUse } from "../../map/air-use";
import { askingBeat, measureFromUs, standLoss } from "./asking";
import { askers, boardName } from "./installations";
import { type Life, LifeMeter } from "./life-meter";
import { hops, strewnPlaces } from "./places";
import { type RequestEnd, RequestMeter } from "./request-meter";
import { addressesOf, namesOf, runMesh } from "./run";

/** A relay is away for this long, and the network has as long again before the next one goes. */
export const awayUs: Microseconds = 12e6;
/** Requests asked so long after a relay went are looked at. */
const lookUs: Microseconds = 10e6;

export interface RelayRemoval {
	/** Relays that went, one at a time, each at the moment when a request was about to be handed to it. */
	readonly removed: readonly string[];
	/** Requests from and to the others in the time after, those at the moment itself included. */
	readonly requests: number;
	/** Of these, not done within 5 s. */
	readonly late: readonly string[];
	/** ms until the slowest was done; the request that met the gap itself is among them. */
	readonly slowestMs: number;
	readonly life: Life;
}

/** Switches off, again and again, the next hop of a request that is being sent, wherever others can take its place. */
export async function measureRelayRemoval(seed: number, rounds: number): Promise<RelayRemoval> {
	const { positions, links } = strewnPlaces(seed);
	const compiled = askers(positions.length, seed);
	const ways = new AirUse(namesOf(compiled));
	const life = new LifeMeter();
	let remover: Remover | undefined;
	const requests = new RequestMeter(addressesOf(compiled), 0, (end) => remover?.judge(end));
	const until = measureFromUs + (rounds + 1) * 2 * awayUs;
	const run = { compiled, positions, beat: askingBeat, seed, until, loss: standLoss };
	const summary = await runMesh(run, (session) => {
		remover = new Remover(session, ways, links, rounds);
		return [ways, remover, requests, life];
	});
	const { removed = [], judged = 0, late = [], slowest = 0 } = remover ?? {};
	return { removed, requests: judged, late, slowestMs: slowest / 1000, life: life.of(summary) };
}

class Remover {
	readonly removed: string[] = [];
	readonly late: string[] = [];
	judged = 0;
	slowest: Microseconds = 0;
	readonly #session: Session;
	readonly #ways: AirUse;
	readonly #links: readonly (readonly number[])[];
	readonly #rounds: number;
	readonly #windows: { readonly gone: string; readonly at: Microseconds }[] = [];
	#next: Microseconds = measureFromUs;
	#back: { readonly board: string; readonly at: Microseconds } | undefined;

	constructor(session: Session, ways: AirUse, links: readonly (readonly number[])[], rounds: number) {
		this.#session = session;
		this.#ways = ways;
		this.#links = links;
		this.#rounds = rounds;
	}

	take(record: TraceRecord): void {
		const { t, board } = record;
		const back = this.#back;
		if (back !== undefined && t >= back.at) {
			this.#back = undefined;
			this.#session.inject({ fault: "power on", board: back.board });
		}
		if (record.kind !== "asked" || board === null || t < this.#next || this.removed.length === this.#rounds) return;
		const target = record.target.slice(0, record.target.indexOf("/"));
		const relay = this.#ways.boards.get(board)?.next.get(target);
		if (relay === undefined || relay === target || this.removed.includes(relay) || !this.#isSpare(relay)) return;
		this.removed.push(relay);
		this.#windows.push({ gone: relay, at: t });
		this.#next = t + 2 * awayUs;
		this.#back = { board: relay, at: t + awayUs };
		this.#session.inject({ fault: "power off", board: relay });
	}

	judge({ asker, node, at, done, path }: RequestEnd): void {
		const window = this.#windows.find((one) => at >= one.at && at <= one.at + lookUs);
		if (window === undefined || asker === window.gone || node === window.gone) return;
		this.judged++;
		const took = (done ?? Number.POSITIVE_INFINITY) - at;
		this.slowest = Math.max(this.slowest, took);
		if (took > 5e6)
			this.late.push(`${asker} to ${node}/${path} at ${at / 1e6} s, without ${window.gone}: ${took / 1e6} s`);
	}

	/** Without it everybody else still has a way to everybody. */
	#isSpare(name: string): boolean {
		const gone = this.#links.findIndex((_, index) => boardName(index) === name);
		const left = this.#links.map((near, index) => (index === gone ? [] : near.filter((other) => other !== gone)));
		return hops(left, gone === 0 ? 1 : 0).filter((distance) => distance >= 0).length === left.length - 1;
	}
}
