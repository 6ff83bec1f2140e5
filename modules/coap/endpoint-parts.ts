import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import type { Counters } from "kith/network/counters";
import type { CoapCounter } from "./coap-counters";
import type { RequestHandler, ResponseListener } from "./endpoint";
import type { CoapMessage } from "./message";
import type { MessageSecurity } from "./message-security";
import type { MessageTransport } from "./message-transport";
import type { MessageWriter } from "./message-writer";
import type { Numbering } from "./numbering";
import type { PathTable } from "./path-table";
import type { Policies } from "./policy";
import type { RememberedReplies } from "./remembered-replies";

/** Answers the message that was opened with an empty one. */
export interface EmptyReplies {
	sendEmpty(origin: number, type: number): void;
}

/** What the parts of one endpoint share. Message, writer and scratch are used to the end before the next one begins. */
export interface EndpointParts {
	readonly transport: MessageTransport;
	/** Absent: everything goes and comes in the clear. */
	readonly security: MessageSecurity | undefined;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly policies: Policies;
	readonly numbering: Numbering;
	readonly counters: Counters<CoapCounter>;
	readonly handler: RequestHandler;
	readonly listener: ResponseListener;
	/** Bytes of a plain message. */
	readonly limit: number;
	readonly replies: EmptyReplies;
	readonly paths: PathTable;
	/** Opened by the endpoint on what came. */
	readonly message: CoapMessage;
	readonly writer: MessageWriter;
	readonly scratch: Uint8Array;
	readonly remembered: RememberedReplies;
}
