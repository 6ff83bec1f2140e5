import type { Engine } from "../engine/engine";
import type { EngineEvent } from "../engine/types";
import type { Agenda } from "../kernel/agenda";
import type { SimulatedBoard } from "./board";

/** What a session needs of the engine. */
export type SessionEngine = Pick<Engine, "createMachine" | "run" | "close">;

export interface Delivery {
	readonly board: SimulatedBoard;
	readonly kind: number;
	readonly bytes: Uint8Array;
}

/** Runs boards on the engine: all that happen at one instant in one batch, then their outputs in the order given. */
export class Dispatcher {
	readonly engine: SessionEngine;
	readonly #agenda: Agenda;

	constructor(engine: SessionEngine, agenda: Agenda) {
		this.engine = engine;
		this.#agenda = agenda;
	}

	/** Boards that are not running miss theirs. A board may be in the batch once. */
	run(deliveries: readonly Delivery[]): void {
		const boards: SimulatedBoard[] = [];
		const events: EngineEvent[] = [];
		for (const { board, kind, bytes } of deliveries) {
			const { machine } = board;
			if (machine === undefined || !machine.alive) continue;
			boards.push(board);
			events.push({ machine, kind, bytes });
		}
		if (events.length === 0) return;
		const results = this.engine.run(this.#agenda.now, events);
		for (const [index, board] of boards.entries()) {
			const result = results[index];
			if (result !== undefined) board.finish(result);
		}
	}
}
