import { connect, type MqttClient } from "mqtt";
import {
	type BrokerLink,
	type BrokerLinkEvent,
	type BrokerLinkListener,
	type BrokerLinkOptions,
	inputDelay,
} from "./broker-link";
import { BrokerError, type BrokerService } from "./broker-service";

/** Wall milliseconds that a broker may take to answer CONNECT. */
const connectTimeoutMs = 10_000;
/** Wall milliseconds that the connections may take to end. */
const closeTimeoutMs = 2000;

/** A broker somewhere else. Whatever it does is an input. */
export class ExternalBroker implements BrokerService {
	readonly address: string;
	readonly pending = undefined;
	readonly #links: ExternalLink[] = [];

	/** @param url `mqtt://host:port`. @throws BrokerError on anything else */
	constructor(url: string) {
		const parsed = URL.canParse(url) ? new URL(url) : undefined;
		if (parsed?.protocol !== "mqtt:" || parsed.hostname === "") {
			throw new BrokerError(`"${url}" is no address of an MQTT broker: write mqtt://host:port`);
		}
		this.address = url;
	}

	link(): BrokerLink {
		const link = new ExternalLink(this.address);
		this.#links.push(link);
		return link;
	}

	async close(): Promise<void> {
		await Promise.all(this.#links.map((link) => link.end()));
	}
}

/** One connection at a time; reconnecting is the firmware's business. */
class ExternalLink implements BrokerLink {
	listener: BrokerLinkListener | undefined;
	readonly #url: string;
	#client: MqttClient | undefined;
	/** Connections that are ending. */
	readonly #ending = new Set<Promise<void>>();

	constructor(url: string) {
		this.#url = url;
	}

	connect({ clientId, willTopic, willPayload, keepAliveSeconds }: BrokerLinkOptions): void {
		this.vanish();
		const client = connect(this.#url, {
			clientId,
			keepalive: keepAliveSeconds,
			reconnectPeriod: 0,
			connectTimeout: connectTimeoutMs,
			resubscribe: false,
			...(willTopic === ""
				? {}
				: { will: { topic: willTopic, payload: Buffer.from(willPayload), qos: 1, retain: true } }),
		});
		this.#client = client;
		let reason = "the broker ended the connection";
		client.on("error", (error) => {
			reason = reasonOf(error);
		});
		client.on("connect", () => this.#tell(client, { type: "connected" }));
		client.on("message", (topic, payload, packet) => {
			this.#tell(client, { type: "message", topic, payload, retained: packet.retain });
		});
		client.on("close", () => {
			this.#tell(client, { type: "closed", reason });
			if (this.#client === client) this.#client = undefined;
		});
	}

	publish(id: number, topic: string, payload: Uint8Array, retain: boolean): void {
		const client = this.#client;
		client?.publish(topic, Buffer.from(payload), { qos: 1, retain }, (error) => {
			// Without an answer the end of the connection is what the board hears of.
			if (!error) this.#tell(client, { type: "published", id });
		});
	}

	subscribe(filter: string): void {
		const client = this.#client;
		client?.subscribe(filter, { qos: 1 }, (error) => {
			if (!error || this.#client !== client) return;
			// A gateway that cannot hear commands is no good: let the board see the end, and try again.
			this.#tell(client, { type: "closed", reason: `the broker refuses the filter "${filter}"` });
			this.vanish();
		});
	}

	close(): void {
		this.#end(false);
	}

	vanish(): void {
		this.#end(true);
	}

	/** Waits for what is ending. */
	async end(): Promise<void> {
		this.listener = undefined;
		this.vanish();
		await Promise.all(this.#ending);
	}

	/** @param abrupt without DISCONNECT, so that the broker publishes the will */
	#end(abrupt: boolean): void {
		const client = this.#client;
		if (client === undefined) return;
		this.#client = undefined;
		const ended = new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, closeTimeoutMs);
			client.end(abrupt, () => {
				clearTimeout(timer);
				resolve();
			});
		});
		this.#ending.add(ended);
		ended.then(() => this.#ending.delete(ended));
	}

	#tell(client: MqttClient, event: BrokerLinkEvent): void {
		if (this.#client === client) this.listener?.onEvent(event, inputDelay, "input");
	}
}

function reasonOf(error: Error & { readonly code?: unknown }): string {
	return typeof error.code === "string" ? `${error.code}: ${error.message}` : error.message;
}
