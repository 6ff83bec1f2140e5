import type { BrokerLink } from "./broker-link";

/** Where a session's gateways find their broker. */
export interface BrokerService {
	/** For people: "127.0.0.1:1883", a URL, "off". */
	readonly address: string;
	/** Something asked for through one of its links is not done yet; virtual time must not pass. */
	readonly pending: Promise<void> | undefined;
	/** One gateway's connection. */
	link(): BrokerLink;
	/** Ends all connections. May be called twice. */
	close(): Promise<void>;
}

/** No broker can be had: a port, a URL. One sentence for people. */
export class BrokerError extends Error {
	override readonly name = "BrokerError";
}
