/**
 * The SDK's modules do not tell whether a packet found room, nor when the peer's radio had it, so packets are numbered and
 * acknowledged here. A packet begins with a byte: 0-127 the number of a chunk, which follows; or 128 plus the number of
 * the chunk awaited next, and nothing follows. Whoever sees a gap ends the connection.
 */
const acknowledgementFlag = 0x80;
const numberMask = 0x7f;
/** Chunks under way in one connection: as many as one connection event of a chip takes. */
export const packetWindow = 4;
export const packetHeader = 1;

/** The numbers of one connection. */
export class NumberedPackets {
	#next = 0;
	#unacknowledged = 0;
	#expected = 0;

	reset(): void {
		this.#next = 0;
		this.#unacknowledged = 0;
		this.#expected = 0;
	}

	get full(): boolean {
		return this.#unacknowledged >= packetWindow;
	}

	/** Whether an acknowledgement is awaited. */
	get waiting(): boolean {
		return this.#unacknowledged > 0;
	}

	/** A packet with a copy of the chunk, in a buffer of its own as the SDK wants it. */
	pack(chunk: Uint8Array, length: number): ArrayBuffer {
		const packet = new Uint8Array(packetHeader + length);
		packet[0] = this.#next;
		for (let index = 0; index < length; index++) packet[packetHeader + index] = chunk[index] as number;
		this.#next = (this.#next + 1) & numberMask;
		this.#unacknowledged++;
		return packet.buffer;
	}

	/** What to answer a chunk with. */
	acknowledgement(): ArrayBuffer {
		return Uint8Array.of(acknowledgementFlag | this.#expected).buffer;
	}

	static isAcknowledgement(packet: Uint8Array): boolean {
		return ((packet[0] as number) & acknowledgementFlag) !== 0;
	}

	/** @returns how many chunks more the peer has; -1: it claims to have what was not sent */
	acknowledged(packet: Uint8Array): number {
		const oldest = this.#next - this.#unacknowledged;
		const count = ((packet[0] as number) - oldest) & numberMask;
		if (packet.length !== packetHeader || count > this.#unacknowledged) return -1;
		this.#unacknowledged -= count;
		return count;
	}

	/** Whether this is the chunk that comes next. */
	accepts(packet: Uint8Array): boolean {
		if (packet[0] !== this.#expected) return false;
		this.#expected = (this.#expected + 1) & numberMask;
		return true;
	}
}
