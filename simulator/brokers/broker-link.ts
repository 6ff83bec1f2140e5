import type { Microseconds } from "../kernel/agenda";

/** What a gateway's MQTT connection tells its board. */
export type BrokerLinkEvent =
	| { readonly type: "connected" }
	| { readonly type: "closed"; readonly reason: string }
	| { readonly type: "published"; readonly id: number }
	| { readonly type: "message"; readonly topic: string; readonly payload: Uint8Array; readonly retained: boolean };

/**
 * Whether an event follows from what the boards did alone ("answer": the same in every run, so the trace does not
 * record it), or somebody outside had a hand in it ("input": recorded, and replayed from there).
 */
export type EventOrigin = "answer" | "input";

export interface BrokerLinkListener {
	/** To happen `delay` µs (> 0) after the present virtual time. */
	onEvent(event: BrokerLinkEvent, delay: Microseconds, origin: EventOrigin): void;
}

export interface BrokerLinkOptions {
	readonly clientId: string;
	readonly willTopic: string;
	readonly willPayload: string;
	readonly keepAliveSeconds: number;
}

/**
 * Port: the far side of one gateway board's MQTT connection.
 *
 * For the session: one connection at a time; a second `connect` ends the first. Calls without a connection do nothing.
 * What they start may take wall time, but virtual time does not pass: see `BrokerService.pending`.
 *
 * For implementations: "answer" events are told from inside the call that they answer, so that their order never
 * depends on wall time; "input" events at any moment. After `close` and `vanish` nothing more is told. A broker that
 * is gone is a "closed" event.
 */
export interface BrokerLink {
	listener: BrokerLinkListener | undefined;
	connect(options: BrokerLinkOptions): void;
	publish(id: number, topic: string, payload: Uint8Array, retain: boolean): void;
	subscribe(filter: string): void;
	/** An orderly end: the broker forgets the will. */
	close(): void;
	/** The board died: the broker publishes the will. */
	vanish(): void;
}

/** How long an embedded broker takes to answer. */
export const answerDelay: Microseconds = 2_000;
/** Inputs happen in the next microsecond, never in one that has begun: so a replay orders them in the same way. */
export const inputDelay: Microseconds = 1;
/** How long it takes to find out that no broker is there. */
export const refusalDelay: Microseconds = 1_000_000;
