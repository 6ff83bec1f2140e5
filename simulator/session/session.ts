import type { BleRadio } from "../ble/index";
import type { BrokerService } from "../brokers/broker-service";
import { type Agenda, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { SeededKeys } from "../provision/seeded-keys";
import type { Radio } from "../radio/radio";
import type { SimulatedBoard } from "./board";
import type { AccessPoint } from "./board-radio";
import type { DeliveryLedger } from "./delivery-ledger";
import type { Directory } from "./directory";
import type { SessionEngine } from "./dispatcher";
import { boardOfFault, type Fault, faultOfInput, inputOfFault, isRadioFault } from "./faults";
import { changeFlash } from "./flash-faults";
import type { Inputs } from "./inputs";
import type { Pacer } from "./pacer";
import { changeAir, radioFaultProblem } from "./radio-faults";
import { hearsSummary, type RadioMap, radioMap } from "./radio-map";
import { type InputBody, type SessionBody, type TraceRecord, traceVersion } from "./records";
import type { Replay } from "./replay";
import { boardSnapshot, boardSummary, mqttFigures, radioFigures } from "./report";
import type { Trace } from "./trace";
import { type Session, SessionError, type SessionSnapshot, type Summary } from "./types";
import { Waiter } from "./waiter";
import type { SessionWorld } from "./world-port";

/** Boards are switched on within this time after the session's start. */
export const powerOnSpread: Microseconds = 2_000_000;
/** Wall ms after which Node's event loop gets a turn: MQTT clients, signals. */
const turnMs = 20;

export interface SessionParts {
	readonly agenda: Agenda;
	readonly trace: Trace;
	readonly inputs: Inputs;
	readonly ledger: DeliveryLedger;
	readonly directory: Directory;
	/** In the order of their addresses. */
	readonly boards: readonly SimulatedBoard[];
	readonly keys: SeededKeys;
	readonly engine: SessionEngine;
	readonly radio: Radio;
	readonly ble: BleRadio;
	readonly accessPoint: AccessPoint;
	readonly world: SessionWorld;
	readonly brokers: BrokerService;
	readonly random: SeededRandom;
	readonly pacer: Pacer;
	readonly wallMs: () => number;
	readonly seed: number;
	readonly mqtt: SessionBody["mqtt"];
	/** Infinity: until `stop`. */
	readonly until: Microseconds;
	readonly ruleCounts: ReadonlyMap<string, number>;
	readonly faults: readonly { readonly at: Microseconds; readonly fault: Fault }[];
	readonly replay?: Replay;
}

/** Bytes of the longest frame that an attacker can make a radio receive: what 802.11 has room for in ESP-NOW's form. */
const heardBytesLimit = 1512;

function isFrame(hex: string): boolean {
	return hex.length % 2 === 0 && hex.length <= 2 * heardBytesLimit && /^([0-9a-f]{2})+$/i.test(hex);
}

/** The discrete-event session: takes one happening after the other, each at its virtual time. */
export class SimulationSession implements Session {
	readonly #parts: SessionParts;
	readonly #byName: ReadonlyMap<string, SimulatedBoard>;
	readonly #waiter = new Waiter();
	#started = false;
	#stopping = false;
	#over = false;
	#wallStart = 0;
	#lastTurn = 0;
	#pinsToCheck = false;

	constructor(parts: SessionParts) {
		this.#parts = parts;
		this.#byName = new Map(parts.boards.map((board) => [board.name, board]));
	}

	start(): Promise<void> {
		if (this.#started) return Promise.resolve();
		this.#started = true;
		const { agenda, boards, directory, faults, inputs, mqtt, random, replay, seed, trace, wallMs, world } = this.#parts;
		const installation = directory.definitions[0]?.installation ?? "";
		const names = boards.map(({ name }) => name);
		trace.record(0, null, { kind: "session", installation, version: traceVersion, seed, mqtt, boards: names });
		world.onChange = () => this.#worldChanged();
		world.start();
		for (const board of boards) {
			agenda.plan(random.below(powerOnSpread), agendaClasses.board, () => board.powerOn());
		}
		if (replay === undefined) {
			for (const { at, fault } of faults) this.#planFault(at, fault);
		} else {
			for (const { t, board, ...input } of replay.inputs) inputs.plan(t, board, input);
		}
		this.#wallStart = wallMs();
		this.#lastTurn = this.#wallStart;
		this.#parts.pacer.start(0);
		return Promise.resolve();
	}

	async run(): Promise<Summary> {
		try {
			await this.start();
			await this.#loop();
			return this.#finish();
		} finally {
			await this.#close();
		}
	}

	stop(): void {
		this.#stopping = true;
		this.#waiter.wake();
	}

	inject(fault: Fault): void {
		this.#planFault(this.outsideNow() + 1, fault);
	}

	on(listener: (record: TraceRecord) => void): () => void {
		return this.#parts.trace.listen(listener);
	}

	/** The virtual time for something that comes from outside at this moment of wall time; the loop wakes for it. */
	outsideNow(): Microseconds {
		this.#waiter.wake();
		const { agenda, brokers, pacer, until } = this.#parts;
		const virtual = pacer.virtualNow();
		// While a broker is about to answer, time stands still.
		if (this.#started && virtual !== undefined && !brokers.pending) agenda.idle(Math.min(virtual, until));
		return agenda.now;
	}

	/** What came from outside takes effect. */
	applyInput(board: string | null, input: Parameters<typeof faultOfInput>[1]): void {
		const fault = faultOfInput(board, input);
		if (fault !== undefined) this.#applyFault(fault);
		else if (board !== null) this.#reach(board, input);
	}

	#reach(name: string, input: InputBody): void {
		const board = this.#byName.get(name);
		if (input.input === "datagram") board?.datagrams?.apply(input);
		else if (input.input === "stream") board?.streams?.apply(input);
		else board?.gateway?.apply(input);
	}

	snapshot(): SessionSnapshot {
		const { agenda, boards, brokers, directory, inputs, ledger, radio } = this.#parts;
		const { due, delivered } = ledger.totals;
		return {
			installation: directory.definitions[0]?.installation ?? "",
			virtualSeconds: agenda.now / 1e6,
			broker: brokers.address,
			coap: boards.flatMap(({ datagrams }) => (datagrams === undefined ? [] : [datagrams.address])),
			http: boards.flatMap(({ streams }) => (streams === undefined ? [] : [streams.address])),
			boards: boards.map(boardSnapshot),
			readings: boards.flatMap(({ observer }) => observer.readings()),
			actuators: boards.flatMap(({ observer }) => observer.actuators()),
			radio: radioFigures(radio),
			readingsDue: due,
			readingsDelivered: delivered,
			mqtt: mqttFigures(boards, inputs, ledger),
			actuations: this.#actuations(),
		};
	}

	radioMap(): RadioMap {
		return radioMap(this.#parts.radio, this.#parts.ble, this.#parts.boards);
	}

	async #loop(): Promise<void> {
		const { agenda, brokers, pacer, until } = this.#parts;
		for (;;) {
			if (brokers.pending !== undefined) {
				await brokers.pending;
				continue;
			}
			// After `stop` the present microsecond is still finished, so that a replay of it ends alike.
			const end = this.#stopping ? agenda.now : until;
			const next = Math.min(agenda.next ?? Number.POSITIVE_INFINITY, end);
			const waitMs = this.#stopping ? 0 : pacer.wait(next);
			if (waitMs >= 1) await this.#waiter.wait(waitMs);
			else if (agenda.step(end)) await this.#takeTurn();
			else if (end === Number.POSITIVE_INFINITY) await this.#waiter.wait(Number.POSITIVE_INFINITY);
			else return agenda.idle(end);
		}
	}

	async #takeTurn(): Promise<void> {
		if (this.#parts.wallMs() - this.#lastTurn < turnMs) return;
		await new Promise<void>((resolve) => setImmediate(resolve));
		this.#lastTurn = this.#parts.wallMs();
	}

	/** Boards look at their pins once after everything that changes in this microsecond. */
	#worldChanged(): void {
		if (this.#pinsToCheck) return;
		this.#pinsToCheck = true;
		const { agenda, boards } = this.#parts;
		agenda.plan(agenda.now, agendaClasses.world, () => {
			this.#pinsToCheck = false;
			for (const board of boards) board.checkPins();
		});
	}

	#planFault(at: Microseconds, fault: Fault): void {
		const board = boardOfFault(fault);
		const victim = board === null ? undefined : this.#byName.get(board);
		if (board !== null && victim === undefined) throw new SessionError(`there is no board "${board}"`);
		if (fault.fault === "chip" && victim?.wiring.faults.has(fault.device) !== true) {
			throw new SessionError(`board ${fault.board} has no device "${fault.device}"`);
		}
		if (fault.fault === "hear" && !isFrame(fault.bytes)) {
			throw new SessionError(`a frame to hear is 1-${heardBytesLimit} bytes as hexadecimal digits`);
		}
		const problem = isRadioFault(fault) ? radioFaultProblem(fault, (name) => this.#byName.has(name)) : undefined;
		if (problem !== undefined) throw new SessionError(problem);
		if (fault.fault === "swap secrets" && !this.#byName.has(fault.of))
			throw new SessionError(`there is no board "${fault.of}"`);
		this.#parts.inputs.plan(at, board, inputOfFault(fault));
	}

	#applyFault(fault: Fault): void {
		if (isRadioFault(fault)) {
			changeAir(fault, this.#parts);
			return;
		}
		const board = this.#byName.get(fault.board);
		switch (fault.fault) {
			case "crash":
				board?.crash("a fault was injected");
				return;
			case "power off":
				board?.powerOff();
				return;
			case "power on":
				board?.powerOn();
				return;
			case "corrupt next frame":
				board?.antenna.corruptNextFrame(fault.value);
				return;
			case "hear":
				board?.hear(Buffer.from(fault.bytes, "hex"), fault.from);
				return;
			case "no time":
				if (board?.datagrams !== undefined) board.datagrams.timeless = fault.value;
				return;
			case "erase secrets":
			case "swap secrets":
			case "rotate keys":
			case "cut journal":
			case "erase store":
			case "save store":
			case "restore store":
				if (board !== undefined) changeFlash(fault, board, this.#parts);
				return;
			case "chip": {
				const faults = board?.wiring.faults.get(fault.device);
				if (faults === undefined) return;
				Object.assign(faults, { [fault.field]: fault.value });
				this.#worldChanged();
			}
		}
	}

	#actuations(): number {
		return this.#parts.boards.reduce((sum, { observer }) => sum + observer.actuations, 0);
	}

	#finish(): Summary {
		const { agenda, boards, inputs, ledger, radio, ruleCounts, trace, wallMs } = this.#parts;
		ledger.end(agenda.now);
		const { due, delivered } = ledger.totals;
		const figures = {
			frames: radio.counters.transmissions,
			readingsDue: due,
			readingsDelivered: delivered,
			actuations: this.#actuations(),
		};
		trace.record(agenda.now, null, { kind: "end", ...figures });
		return {
			boards: Object.fromEntries(boards.map((board) => [board.name, boardSummary(board, radio)])),
			hears: hearsSummary(this.radioMap()),
			virtualSeconds: agenda.now / 1e6,
			wallSeconds: (wallMs() - this.#wallStart) / 1e3,
			...figures,
			rules: Object.fromEntries(ruleCounts),
			mqtt: mqttFigures(boards, inputs, ledger),
			traceHash: trace.close(),
		};
	}

	async #close(): Promise<void> {
		if (this.#over) return;
		this.#over = true;
		const { boards, brokers, engine, trace } = this.#parts;
		for (const { datagrams, streams } of boards) {
			datagrams?.close();
			streams?.close();
		}
		try {
			await brokers.close();
		} finally {
			engine.close();
			trace.close();
		}
	}
}
