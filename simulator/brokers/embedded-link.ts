import type { Aedes, AedesPublishPacket } from "aedes";
import {
	answerDelay,
	type BrokerLink,
	type BrokerLinkListener,
	type BrokerLinkOptions,
	inputDelay,
} from "./broker-link";
import { isTopic, refusalOfFilter, refusalOfTopic } from "./topics";

type Deliver = (packet: AedesPublishPacket, done: () => void) => void;

export interface EmbeddedLinkOptions {
	readonly aedes: Aedes;
	/** Runs an action after all that any link asked for before; the session waits for it. */
	readonly enqueue: (action: () => Promise<void>) => void;
}

/**
 * A gateway's connection to the embedded broker, without a socket: the broker's own functions are called, and the
 * session waits for them before virtual time goes on. Everything follows MQTT 3.1.1: retained messages at a
 * subscription, the will of a client that vanishes, a broken topic ends the connection.
 */
export class EmbeddedLink implements BrokerLink {
	listener: BrokerLinkListener | undefined;
	readonly #options: EmbeddedLinkOptions;
	readonly #subscriptions = new Map<string, Deliver>();
	#connection: BrokerLinkOptions | undefined;
	/** Of the publication being delivered: a message with this very payload is our own, coming back. */
	#ownPayload: Uint8Array | undefined;

	constructor(options: EmbeddedLinkOptions) {
		this.#options = options;
	}

	connect(options: BrokerLinkOptions): void {
		this.vanish();
		this.#connection = options;
		this.listener?.onEvent({ type: "connected" }, answerDelay, "answer");
	}

	publish(id: number, topic: string, payload: Uint8Array, retain: boolean): void {
		if (this.#connection === undefined) return;
		if (this.#refused(refusalOfTopic(topic))) return;
		this.listener?.onEvent({ type: "published", id }, answerDelay, "answer");
		this.#publish(topic, Buffer.from(payload), retain);
	}

	subscribe(filter: string): void {
		if (this.#connection === undefined) return;
		if (this.#refused(refusalOfFilter(filter))) return;
		const connection = this.#connection;
		const broad = /^[+#]/.test(filter);
		const deliver: Deliver = (packet, done) => {
			done();
			// Wildcards at the start do not match what the broker says about itself (MQTT 3.1.1, section 4.7.2).
			if (this.#connection !== connection || (broad && packet.topic.startsWith("$"))) return;
			this.#tell(packet, false, packet.payload === this.#ownPayload);
		};
		this.#options.enqueue(async () => {
			if (this.#connection !== connection) return;
			this.#drop(filter);
			this.#subscriptions.set(filter, deliver);
			await new Promise<void>((resolve) => this.#options.aedes.subscribe(filter, deliver, resolve));
			for await (const packet of retained(this.#options.aedes, filter)) {
				if (!(broad && packet.topic.startsWith("$"))) this.#tell(packet, true, true);
			}
		});
	}

	close(): void {
		this.#connection = undefined;
		this.#options.enqueue(() => {
			for (const filter of [...this.#subscriptions.keys()]) this.#drop(filter);
			return Promise.resolve();
		});
	}

	vanish(): void {
		if (this.#connection === undefined) return;
		const { willTopic, willPayload } = this.#connection;
		this.close();
		if (isTopic(willTopic)) this.#publish(willTopic, Buffer.from(willPayload), true);
	}

	#drop(filter: string): void {
		const deliver = this.#subscriptions.get(filter);
		if (deliver === undefined) return;
		this.#subscriptions.delete(filter);
		this.#options.aedes.unsubscribe(filter, deliver, () => {});
	}

	#refused(reason: string | undefined): boolean {
		if (reason === undefined) return false;
		this.listener?.onEvent({ type: "closed", reason }, answerDelay, "answer");
		this.vanish();
		return true;
	}

	#publish(topic: string, payload: Buffer, retain: boolean): void {
		this.#options.enqueue(async () => {
			this.#ownPayload = payload;
			const packet = { cmd: "publish", topic, payload, qos: 1, retain, dup: false } as const;
			await new Promise<void>((resolve, reject) => {
				this.#options.aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
			});
			this.#ownPayload = undefined;
		});
	}

	/** @param prompt it follows from what a board just asked for, so its time does too */
	#tell(packet: AedesPublishPacket, isRetained: boolean, prompt: boolean): void {
		const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
		const event = { type: "message", topic: packet.topic, payload, retained: isRetained } as const;
		this.listener?.onEvent(event, prompt ? answerDelay : inputDelay, "input");
	}
}

/** What the broker keeps for topics that match. Its declaration leaves out where that is. */
function retained(aedes: Aedes, filter: string): AsyncIterable<AedesPublishPacket> {
	const { persistence } = aedes as Aedes & {
		readonly persistence: { createRetainedStream(filter: string): AsyncIterable<AedesPublishPacket> };
	};
	return persistence.createRetainedStream(filter);
}
