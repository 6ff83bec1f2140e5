/**
 * Port: what a node says about itself to whoever watches: a serial console, xsbug, the simulator's trace.
 *
 * For node code: calls are made on hot paths, so they carry numbers, not texts, and the callee must not keep the
 * arrays. For platform authors: never call back into the node from here.
 */
export interface Diagnostics {
	/** Whoever else wants to know: the platform tells it of each fault, others of what no watcher needs. Set by the node. */
	listener?: DiagnosticsListener;
	/** An own sensor or actuator has a new value. */
	reading(slot: number, value: number): void;
	/** A reading of an own resource went to the peers. @param sequence of its frame */
	sent(slot: number, value: number, sequence: number): void;
	/** A peer's reading was accepted. @param sequence of its frame; -1: it was asked for */
	received(slot: number, value: number, origin: number, sequence: number): void;
	/** An actuator was switched. The reason is valid during the call only. */
	actuation(slot: number, value: number, reason: Reason): void;
	/** A rule made this node ask a peer to set its resource. @param rule index */
	asked(address: number, resourceId: number, value: number, rule: number): void;
	/** Something is wrong and the node goes on. `subject`: a device index, a peer's address, or -1. */
	fault(kind: FaultKind, subject: number): void;
	/** A peer that was heard before is late, gone or back; or one that never was heard is gone. Numbers of `presences`. */
	presence?(address: number, presence: number): void;
}

/** Called on hot paths: what it does must be short. */
export interface DiagnosticsListener {
	onFault(kind: FaultKind, subject: number): void;
	/** The gateway gained or lost its broker. */
	onGateway(up: boolean): void;
}

/** Why an actuator has its value. */
export interface Reason {
	readonly cause: Cause;
	/** Index of the rule that won, or -1. */
	readonly rule: number;
	/** Address of the node that asked, or 0. */
	readonly requester: number;
	/** How many of `inputSlots`, `inputValues` and `inputAges` (ms, -1: unknown) count. At most `reasonInputLimit`. */
	readonly inputCount: number;
	readonly inputSlots: Int32Array;
	readonly inputValues: Int32Array;
	readonly inputAges: Int32Array;
	/** How many other rules or requests wanted something else and lost. */
	readonly overruled: number;
}

export const reasonInputLimit = 8;

export const causes = { rule: 0, request: 1, boot: 2 } as const;
export type Cause = (typeof causes)[keyof typeof causes];

/** Numbers are what crosses from the board to the trace. */
export const faultKinds = {
	"sensor does not answer": 0,
	"sensor checksum wrong": 1,
	"sensor value out of range": 2,
	"actuator failed": 3,
	"frame refused": 4,
	"message refused": 5,
	"queue full": 6,
	"request unanswered": 7,
	"store failed": 8,
	"broker closed": 9,
	"command refused": 10,
	"airtime exceeded": 11,
	"address used twice": 12,
	/** Subject: the TCP port. */
	"port not open": 13,
} as const;
export type FaultKind = (typeof faultKinds)[keyof typeof faultKinds];
