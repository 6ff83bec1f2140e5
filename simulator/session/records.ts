import type { Microseconds } from "../kernel/agenda";

/**
 * One line of the trace, as data. The order of the keys is the order in the line and part of the trace's identity;
 * docs/simulator.md explains every field. Nothing here may depend on wall time, paths, heap figures or the word size.
 */
export type TraceRecord = {
	readonly t: Microseconds;
	/** Name of the board concerned; null: the session or all of them. */
	readonly board: string | null;
} & TraceBody;

export type TraceBody =
	| SessionBody
	| BootBody
	| ChannelBody
	| BluetoothBody
	| ChunkBody
	| FrameBody
	| ReadingBody
	| SentBody
	| ReceivedBody
	| ActuationBody
	| AskedBody
	| PinBody
	| FaultBody
	| PresenceBody
	| CrashBody
	| MqttBody
	| UdpBody
	| TcpBody
	| InputBody
	| EndBody;

export interface SessionBody {
	readonly kind: "session";
	readonly installation: string;
	/** Version of this format. */
	readonly version: number;
	readonly seed: number;
	/** How the gateways' broker answers: at fixed times, never, or when an outside broker did (as inputs). */
	readonly mqtt: "embedded" | "off" | "external";
	readonly boards: readonly string[];
}

export interface BootBody {
	readonly kind: "boot";
	/** Counts this board's boots from 1. */
	readonly boot: number;
}

/** A Bluetooth connection came to be, or is over; both boards say so. */
export interface BluetoothBody {
	readonly kind: "bluetooth";
	readonly event: "connected" | "disconnected";
	readonly peer: string;
}

/** A piece of a frame arrived over Bluetooth. */
export interface ChunkBody {
	readonly kind: "chunk";
	/** Who sent it. */
	readonly peer: string;
	/** Hexadecimal. */
	readonly bytes: string;
}

/** The radio leaves for another channel, where it arrives some milliseconds later. */
export interface ChannelBody {
	readonly kind: "channel";
	/** 1-13 */
	readonly channel: number;
}

export interface FrameBody {
	readonly kind: "frame";
	readonly destination: number;
	/** Hexadecimal. */
	readonly bytes: string;
	/** Microseconds on the air; the line's `t` is its end. */
	readonly airtime: number;
	/** 1, or more where the MAC repeats a unicast frame. */
	readonly attempt: number;
	readonly received: readonly string[];
	/** Boards in reach that did not get it. */
	readonly lost: readonly string[];
}

export interface ReadingBody {
	readonly kind: "reading";
	/** "climate/temperature" */
	readonly path: string;
	readonly value: number;
	readonly unit: string;
}

export interface SentBody {
	readonly kind: "sent";
	readonly path: string;
	readonly value: number;
	/** Of the frame; with the board's boot it names the message. */
	readonly sequence: number;
}

export interface ReceivedBody {
	readonly kind: "received";
	/** Name of the node that sent it. */
	readonly origin: string;
	readonly path: string;
	readonly value: number;
	/** Of the frame that told it; -1: the board had asked for it. */
	readonly sequence: number;
}

export interface ActuationBody {
	readonly kind: "actuation";
	readonly path: string;
	readonly value: number;
	readonly unit: string;
	readonly cause: "rule" | "request" | "boot";
	readonly rule: string | null;
	readonly requester: string | null;
	readonly overruled: number;
	readonly inputs: readonly ActuationInput[];
}

/** A rule made the board ask a peer for something. Counts as an act of that rule. */
export interface AskedBody {
	readonly kind: "asked";
	/** "livingRoom/lamp/level" */
	readonly target: string;
	readonly value: number;
	readonly unit: string;
	readonly rule: string | null;
}

export interface ActuationInput {
	/** "kitchen/climate/temperature" */
	readonly name: string;
	/** null: unknown. */
	readonly value: number | null;
	readonly ageMs: number | null;
}

/** An output pin's level or duty changed. */
export interface PinBody {
	readonly kind: "pin";
	readonly pin: number;
	readonly mode: "digital" | "pwm";
	readonly value: number;
}

export interface FaultBody {
	readonly kind: "fault";
	readonly fault: string;
	/** Device name, peer name, or -1. */
	readonly subject: string | number;
}

/** A peer that was heard before is late, gone or alive again for this board; or one that never was is gone. */
export interface PresenceBody {
	readonly kind: "presence";
	readonly peer: string;
	readonly presence: "unheard" | "alive" | "late" | "gone";
}

export interface CrashBody {
	readonly kind: "crash";
	readonly crash: string;
	readonly message: string;
	/** "modules/node/node.ts:12", TypeScript, from the project's root; "" where unknown. */
	readonly at: string;
	/** Microseconds until the board boots again. */
	readonly rebootIn: number;
}

/** What a gateway asked of its broker. */
export type MqttBody = { readonly kind: "mqtt" } & (
	| { readonly call: "connect"; readonly clientId: string; readonly willTopic: string; readonly willPayload: string }
	| ({ readonly call: "publish"; readonly id: number; readonly topic: string } & PayloadText & {
				readonly retain: boolean;
			})
	| { readonly call: "subscribe"; readonly filter: string }
	| { readonly call: "close" }
);

/** A gateway sent a datagram. */
export interface UdpBody {
	readonly kind: "udp";
	/** A number that stands for an address and port. */
	readonly peer: number;
	/** Hexadecimal. */
	readonly bytes: string;
}

/** A gateway sent something on a connection, or ended it. */
export type TcpBody = { readonly kind: "tcp" /** Numbered from 1 for each gateway. */; readonly connection: number } & (
	| { readonly call: "write" /** Hexadecimal. */; readonly bytes: string }
	| { readonly call: "close" }
);

/** UTF-8 text where the bytes are such, otherwise hexadecimal. */
export interface PayloadText {
	readonly payload: string;
	readonly encoding: "utf8" | "hex";
}

/** What came from outside; replaying these gives the same trace. */
export type InputBody = { readonly kind: "input" } & (
	| { readonly input: "connected" }
	| { readonly input: "closed"; readonly reason: string }
	| { readonly input: "published"; readonly id: number }
	| ({ readonly input: "message"; readonly topic: string } & PayloadText & { readonly retained: boolean })
	| { readonly input: "datagram"; readonly peer: number; readonly bytes: string }
	| { readonly input: "stream"; readonly connection: number; readonly event: "opened" | "closed" }
	| { readonly input: "stream"; readonly connection: number; readonly event: "data"; readonly bytes: string }
	| { readonly input: "stream"; readonly connection: number; readonly event: "taken"; readonly writes: number }
	| { readonly input: "dropped"; readonly reason: "too long" | "too many"; readonly count: number }
	| ({ readonly input: "fault" } & FaultFields)
);

/** A fault that a person, test or scenario did; `board` of the line names the victim. See faults.ts. */
export interface FaultFields {
	readonly fault: string;
	readonly device: string | null;
	readonly field: string | null;
	readonly value: number | boolean | null;
}

export interface EndBody {
	readonly kind: "end";
	readonly frames: number;
	readonly readingsDue: number;
	readonly readingsDelivered: number;
	readonly actuations: number;
}

export const traceVersion = 1;
