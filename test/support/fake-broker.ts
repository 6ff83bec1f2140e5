import type { Broker, BrokerConnectOptions, BrokerFault, BrokerListener } from "kith/gateway/broker";

/** A broker whose answers the test gives. Portable. */
export class FakeBroker implements Broker {
	listener: BrokerListener | undefined;
	connects: BrokerConnectOptions[] = [];
	filters: string[] = [];
	published: { id: number; topic: string; text: string; retain: boolean }[] = [];
	connected = false;
	closed = false;
	/** Publications taken before "full". */
	room = Number.POSITIVE_INFINITY;

	connect(options: BrokerConnectOptions): void {
		this.connects.push(options);
	}

	publish(id: number, topic: string, payload: Uint8Array, length: number, retain: boolean): BrokerFault | undefined {
		if (!this.connected) return "closed";
		if (this.room <= 0) return "full";
		this.room--;
		let text = "";
		for (let index = 0; index < length; index++) text += String.fromCharCode(payload[index] as number);
		this.published.push({ id, topic, text, retain });
		return undefined;
	}

	subscribe(filter: string): void {
		this.filters.push(filter);
	}

	close(): void {
		this.closed = true;
		this.connected = false;
	}

	accept(): void {
		this.connected = true;
		this.listener?.onConnected();
	}

	vanish(reason = "gone"): void {
		this.connected = false;
		this.listener?.onClosed(reason);
	}

	drain(room: number): void {
		this.room = room;
		this.listener?.onDrained();
	}

	send(topic: string, text: string, retained = false): void {
		const payload = Uint8Array.from(text, (character) => character.charCodeAt(0));
		this.listener?.onMessage(topic, payload, payload.length, retained);
	}

	/** Topic and text of what was published since the last call. */
	take(): string[] {
		return this.published
			.splice(0)
			.map((message) => `${message.topic} ${message.text}${message.retain ? " retained" : ""}`);
	}
}
