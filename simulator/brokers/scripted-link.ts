import {
	answerDelay,
	type BrokerLink,
	type BrokerLinkListener,
	type BrokerLinkOptions,
	refusalDelay,
} from "./broker-link";
import type { BrokerService } from "./broker-service";
import { refusalOfFilter, refusalOfTopic } from "./topics";

/**
 * How a link without a broker behind it behaves: "refuses" as where none can be reached, "answers" as the embedded
 * broker does, "silent": whatever it ever says comes from a recorded trace.
 */
export type Script = "refuses" | "answers" | "silent";

/** A connection that reaches nobody: for sessions without a broker, and for replays. */
export class ScriptedLink implements BrokerLink {
	listener: BrokerLinkListener | undefined;
	readonly #script: Script;
	#connected = false;

	constructor(script: Script) {
		this.#script = script;
	}

	connect(_options: BrokerLinkOptions): void {
		if (this.#script === "refuses") {
			this.listener?.onEvent({ type: "closed", reason: "there is no broker" }, refusalDelay, "answer");
		}
		if (this.#script !== "answers") return;
		this.#connected = true;
		this.listener?.onEvent({ type: "connected" }, answerDelay, "answer");
	}

	publish(id: number, topic: string): void {
		if (!this.#connected || this.#refused(refusalOfTopic(topic))) return;
		this.listener?.onEvent({ type: "published", id }, answerDelay, "answer");
	}

	subscribe(filter: string): void {
		if (this.#connected) this.#refused(refusalOfFilter(filter));
	}

	close(): void {
		this.#connected = false;
	}

	vanish(): void {
		this.#connected = false;
	}

	/** As the embedded broker does. */
	#refused(reason: string | undefined): boolean {
		if (reason === undefined) return false;
		this.listener?.onEvent({ type: "closed", reason }, answerDelay, "answer");
		this.#connected = false;
		return true;
	}
}

/** A broker of this behaviour. */
export function scriptedBroker(script: Script): BrokerService {
	return { address: "off", pending: undefined, link: () => new ScriptedLink(script), close: () => Promise.resolve() };
}
