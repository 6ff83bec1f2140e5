import type { NodeDefinition } from "kith/definition/definition";
import type { Microseconds } from "../kernel/agenda";
import type { Fault, TimedFault } from "./faults";
import type { HearsSummary, RadioMap } from "./radio-map";
import type { TraceRecord } from "./records";

/** One node's program: the validated definition, and the CBOR that its board is given. */
export interface NodeProgram {
	readonly definition: NodeDefinition;
	readonly bytes: Uint8Array;
}

/** "embedded": a broker inside this process. "off": none is reachable. Otherwise the URL of one, `mqtt://host:port`. */
export type MqttMode = "embedded" | "off" | `mqtt://${string}`;

/** Virtual seconds per wall second, or as fast as the machine can. */
export type Speed = number | "max";

/** What a run is: with the installation and the world, all that decides its trace. */
export interface RunOptions {
	/** Unsigned 32-bit integer. */
	readonly seed: number;
	/** Virtual end; undefined: runs until `stop`. */
	readonly until?: Microseconds;
	/** > 0. Does not change the trace of a session without outside clients. */
	readonly speed: Speed;
	readonly mqtt: MqttMode;
	/** TCP port that the embedded broker tries first. Default 1883; 0: any free one. */
	readonly mqttPort?: number;
	/** UDP port that the first gateway tries first; further ones take the ports after it. 0: any free one. Default: off. */
	readonly coap?: number | "off";
	/** TCP port that the first gateway with HTTP tries first; further ones take the ports after it. 0: any. Default: off. */
	readonly http?: number | "off";
	/** File that the trace is written to; without it only its hash is computed. */
	readonly traceFile?: string;
	/** A recorded trace whose inputs are given again; nothing else comes from outside. */
	readonly replayFile?: string;
	/** Faults planned beforehand. */
	readonly faults?: readonly TimedFault[];
}

export interface Session {
	/** Plans the boards' power-on; `run` does it where nobody did before. */
	start(): Promise<void>;
	/**
	 * Runs to the end of the virtual time or to `stop`, then closes everything, also when it throws.
	 * @throws SessionError, EngineError, BrokerError
	 */
	run(): Promise<Summary>;
	/** Asks for the end: everything planned for the present microsecond still happens. May be called at any time, twice too. */
	stop(): void;
	snapshot(): SessionSnapshot;
	/** Who could hear whom now, and where everybody is. */
	radioMap(): RadioMap;
	/** Tells every trace record as it happens. The function returned ends that. */
	on(listener: (record: TraceRecord) => void): () => void;
	/** Does this now (at the next microsecond), as an input that the trace records. @throws SessionError: no such board or device */
	inject(fault: Fault): void;
}

/** The `--json` object. Counts are of the whole session. */
export interface Summary {
	readonly boards: { readonly [name: string]: BoardSummary };
	/** By board, whom it could hear at the end, and with how many dBm. */
	readonly hears: HearsSummary;
	readonly virtualSeconds: number;
	readonly wallSeconds: number;
	/** Radio transmissions, MAC retries included. */
	readonly frames: number;
	/** Readings times subscribers (and the broker) that should have had them; see docs/simulator.md. */
	readonly readingsDue: number;
	readonly readingsDelivered: number;
	readonly actuations: number;
	/** How often each rule switched something or asked a peer to, by "node/rule name"; every rule is listed. */
	readonly rules: { readonly [rule: string]: number };
	readonly mqtt: MqttFigures;
	/** SHA-256 over all trace lines, hexadecimal. */
	readonly traceHash: string;
}

export interface BoardSummary {
	readonly reboots: number;
	/** Readings told to peers, and accepted from peers. */
	readonly sent: number;
	readonly received: number;
	/** Bytes of the heap ever handed to XS, the largest of all boots; of how many. */
	readonly heapPeak: number;
	readonly heapAvailable: number;
	/** Seconds that its radio was on the air, acknowledgements included. */
	readonly airSeconds: number;
	/** What its radio took from the supply, without power save; see docs/simulator-radio.md. */
	readonly radioJoules: number;
}

export interface MqttFigures {
	/** Connections that came to be. */
	readonly connected: number;
	/** Publications of gateways that the broker acknowledged. */
	readonly published: number;
	/** Messages from clients that reached a gateway. */
	readonly received: number;
	/** Messages too large for a board, or more at once than `inputQueueLimit`. */
	readonly dropped: number;
	/** Of `readingsDue` and `readingsDelivered`, those towards the broker. */
	readonly readingsDue: number;
	readonly readingsDelivered: number;
}

export type BoardState = "running" | "crashed" | "off";

/** For people to look at: taken between two happenings, at the present virtual time. */
export interface SessionSnapshot {
	readonly installation: string;
	readonly virtualSeconds: number;
	/** "127.0.0.1:1883", the URL of an outside broker, or "off". */
	readonly broker: string;
	/** Of each gateway: "127.0.0.1:5683", or "off". */
	readonly coap: readonly string[];
	/** Of each gateway that serves HTTP: "127.0.0.1:8080", or "off". */
	readonly http: readonly string[];
	readonly boards: readonly BoardSnapshot[];
	readonly readings: readonly ReadingSnapshot[];
	readonly actuators: readonly ActuatorSnapshot[];
	readonly radio: RadioFigures;
	readonly readingsDue: number;
	readonly readingsDelivered: number;
	readonly mqtt: MqttFigures;
	readonly actuations: number;
}

export interface BoardSnapshot {
	readonly name: string;
	readonly address: number;
	readonly gateway: boolean;
	readonly state: BoardState;
	readonly uptimeSeconds: number;
	readonly reboots: number;
	/** Bytes in use at this moment, garbage not yet collected included. */
	readonly heapUsed: number;
	readonly heapPeak: number;
	readonly heapAvailable: number;
	readonly readingsSent: number;
	readonly readingsReceived: number;
	readonly framesSent: number;
	readonly framesReceived: number;
	readonly faults: number;
	/** Whether its broker connection stands; undefined on a board that is no gateway. */
	readonly brokerConnected?: boolean;
	/** The last crash, one line. */
	readonly lastCrash?: string;
}

/** A named value with its unit; booleans are 0 and 1 and have no unit. */
export interface NamedValue {
	readonly node: string;
	/** "climate/temperature" */
	readonly path: string;
	readonly value: number;
	readonly unit: string;
	readonly boolean: boolean;
}

/** The node's own latest value. */
export interface ReadingSnapshot extends NamedValue {
	readonly ageSeconds: number;
}

export interface ActuatorSnapshot extends NamedValue {
	/** Seconds since it was last switched; undefined: not since its board booted. */
	readonly ageSeconds?: number;
	readonly reason?: ReasonSnapshot;
}

export interface ReasonSnapshot {
	readonly cause: "rule" | "request" | "boot";
	/** Name of the rule that won. */
	readonly rule?: string;
	/** Name (or address, when unknown) of the node that asked. */
	readonly requester?: string;
	readonly inputs: readonly ReasonInput[];
	/** How many others wanted something else. */
	readonly overruled: number;
}

export interface ReasonInput extends NamedValue {
	/** Undefined: the value was unknown. */
	readonly ageSeconds?: number;
}

export interface RadioFigures {
	/** Transmissions. */
	readonly frames: number;
	/** Receptions, and receptions missed by boards in reach. */
	readonly received: number;
	readonly lost: number;
	/** Seconds of air taken. */
	readonly airSeconds: number;
}

/** Something outside the session is wrong: a file, a port, a broker's URL. `message` is one sentence for people. */
export class SessionError extends Error {
	override readonly name = "SessionError";
}
