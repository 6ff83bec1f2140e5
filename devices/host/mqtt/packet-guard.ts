import { brokerPayloadLimit, brokerTopicLimit } from "kith/gateway/broker";

/** First byte's high nibble (MQTT 3.1.1, table 2.1). */
const publish = 3;
/** Fixed header with the longest length field, topic length, packet id. */
const overhead = 5 + 2 + 2;
/** Room for the longest PUBLISH that is passed on, and a little. */
export const guardBytes = overhead + brokerTopicLimit + brokerPayloadLimit;

/** What lies at the front of what came. */
export const guardSteps = {
	/** Not yet a whole packet. */
	wait: 0,
	/** A whole packet for the client. */
	pass: 1,
	/** A PUBLISH without payload: topic and packet id are in `topic` and `id`. */
	empty: 2,
	/** A packet that is too long was left out; `id` is its packet id where the broker waits for an answer, else 0. */
	dropped: 3,
	/** These bytes are no MQTT: the connection is of no use any more. */
	broken: 4,
} as const;
export type GuardStep = (typeof guardSteps)[keyof typeof guardSteps];

/**
 * Stands between the socket and the SDK's MQTT client, whose parser never comes back from a PUBLISH without payload (8.2.3)
 * and which does not tell whether a message was retained. It hands on one whole packet at a time, keeps empty and too long
 * ones to itself, and knows each one's retain flag.
 */
export class PacketGuard {
	/** Of the packet at the front: flag, topic (ASCII) and packet id (0: none). */
	retained = false;
	topic = "";
	id = 0;
	readonly #bytes = new Uint8Array(guardBytes);
	#length = 0;
	#taken = 0;
	/** Bytes of a packet left out that are still to come. */
	#skip = 0;
	#end = 0;

	/** How many bytes may be given to `accept` now. */
	get room(): number {
		return this.#skip > 0 ? Math.min(this.#skip, guardBytes) : guardBytes - this.#length;
	}

	/** Takes all of `bytes`, at most `room` of them. */
	accept(bytes: Uint8Array): void {
		if (this.#skip > 0) {
			this.#skip -= bytes.length;
			return;
		}
		this.#bytes.set(bytes, this.#length);
		this.#length += bytes.length;
	}

	/** Looks at the front. After `pass` the packet's `size` bytes are to be taken with `next` or `take`. */
	step(): GuardStep {
		if (this.#skip > 0) return guardSteps.wait;
		const header = this.#headerLength();
		if (header < 0) return guardSteps.broken;
		if (header === 0) return guardSteps.wait;
		if ((this.#bytes[0] as number) >> 4 !== publish) {
			if (this.#end > guardBytes) return guardSteps.broken;
			return this.#length < this.#end ? guardSteps.wait : guardSteps.pass;
		}
		return this.#publish(header);
	}

	/** Bytes of the packet at the front that were not taken yet. */
	get size(): number {
		return this.#end - this.#taken;
	}

	/** The next byte of the packet; undefined at its end. */
	next(): number | undefined {
		if (this.#taken >= this.#end) return undefined;
		return this.#bytes[this.#taken++];
	}

	/** Fills `target` from the packet, as far as it goes. */
	take(target: Uint8Array): void {
		for (let index = 0; index < target.length && this.#taken < this.#end; index++)
			target[index] = this.#bytes[this.#taken++] as number;
	}

	/** Done with the packet at the front. */
	drop(): void {
		this.#bytes.copyWithin(0, this.#end, this.#length);
		this.#length -= this.#end;
		this.#taken = 0;
		this.#end = 0;
	}

	/** Length of the fixed header, with `#end` set; 0: not all there; -1: malformed. */
	#headerLength(): number {
		let remaining = 0;
		for (let at = 1; at < this.#length; at++) {
			if (at > 4) return -1;
			const byte = this.#bytes[at] as number;
			remaining |= (byte & 0x7f) << (7 * (at - 1));
			if (byte < 0x80) {
				this.#end = at + 1 + remaining;
				return at + 1;
			}
		}
		return this.#length > 4 ? -1 : 0;
	}

	#publish(header: number): GuardStep {
		const bytes = this.#bytes;
		if (this.#length < header + 2) return guardSteps.wait;
		const flags = bytes[0] as number;
		const topicLength = ((bytes[header] as number) << 8) | (bytes[header + 1] as number);
		const idAt = header + 2 + topicLength;
		const payloadAt = idAt + ((flags & 0x06) === 0 ? 0 : 2);
		if (payloadAt > this.#end || topicLength === 0) return guardSteps.broken;
		const long = topicLength > brokerTopicLimit || this.#end - payloadAt > brokerPayloadLimit;
		// Of a packet that is left out the packet id is still wanted; with a topic beyond all bounds it is not to be had.
		if (this.#length < (long ? Math.min(payloadAt, guardBytes) : this.#end)) return guardSteps.wait;
		this.retained = (flags & 1) !== 0;
		const known = payloadAt > idAt && payloadAt <= this.#length;
		this.id = known ? ((bytes[idAt] as number) << 8) | (bytes[idAt + 1] as number) : 0;
		if (long) return this.#leaveOut();
		if (payloadAt < this.#end) return guardSteps.pass;
		this.topic = "";
		for (let at = header + 2; at < idAt; at++) this.topic += String.fromCharCode(bytes[at] as number);
		return guardSteps.empty;
	}

	#leaveOut(): GuardStep {
		const here = Math.min(this.#length, this.#end);
		this.#skip = this.#end - here;
		this.#end = here;
		this.drop();
		return guardSteps.dropped;
	}
}
