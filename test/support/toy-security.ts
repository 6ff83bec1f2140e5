import type { MessageSecurity } from "kith/coap/message-security";

/** Option 9 with one byte: the number of the key. */
const oscoreHead = 0x91;
const overhead = 12;

/**
 * No security at all, with the shape of one: the inner code, options and payload, each byte turned around, behind an OSCORE
 * option that names a key, and a byte that is their sum. What it is asked to do, it can be told to refuse.
 */
export class ToySecurity implements MessageSecurity {
	readonly overhead = overhead;
	messageOffset = 0;
	fresh = true;
	/** Negative: there is none yet. Another number than the peer's: it understands nothing. */
	key = 1;
	/** What was asked, in order. */
	readonly calls: string[] = [];
	readonly bound = new Set<number>();
	/** Requests that are answered later. */
	readonly kept = new Set<number>();

	protectRequest(destination: number, exchange: number, buffer: Uint8Array, length: number, end: number): number {
		this.calls.push(`protect request ${exchange} to ${destination}`);
		if (this.key < 0 || length + overhead > end) return -1;
		this.bound.add(exchange);
		return this.#seal(buffer, length, 2);
	}

	recoverRequest(_exchange: number, buffer: Uint8Array, length: number): number {
		const plain = this.#open(buffer, 0, length);
		buffer.copyWithin(0, this.messageOffset, this.messageOffset + plain);
		return plain;
	}

	unprotectResponse(exchange: number, buffer: Uint8Array, offset: number, length: number): number {
		if (!this.bound.has(exchange)) throw new Error(`exchange ${exchange} is not bound`);
		return this.#open(buffer, offset, length);
	}

	release(exchange: number): void {
		this.bound.delete(exchange);
	}

	unprotectRequest(origin: number, buffer: Uint8Array, offset: number, length: number): number {
		this.calls.push(`verify request of ${origin}`);
		return this.#open(buffer, offset, length);
	}

	refusal(): number {
		return 0x81;
	}

	acceptEcho(buffer: Uint8Array, offset: number, length: number): boolean {
		const right = length === 2 && buffer[offset] === 0xec && buffer[offset + 1] === 0x40;
		if (right) this.fresh = true;
		return right;
	}

	challenge(value: Uint8Array): number {
		value.set([0xec, 0x40]);
		return 2;
	}

	protectResponse(buffer: Uint8Array, length: number): number {
		return this.#seal(buffer, length, 0x44);
	}

	keepRequest(place: number): void {
		this.kept.add(place);
	}

	protectLater(place: number, buffer: Uint8Array, length: number): number {
		if (!this.kept.has(place)) throw new Error(`request ${place} is not kept`);
		return this.#seal(buffer, length, 0x45);
	}

	releaseRequest(place: number): void {
		this.kept.delete(place);
	}

	moveExchange(exchange: number, to: number): void {
		if (this.bound.delete(exchange)) this.bound.add(to);
	}

	#seal(buffer: Uint8Array, length: number, outerCode: number): number {
		const start = 4 + ((buffer[0] as number) & 15);
		const inner = [buffer[1] as number, ...buffer.slice(start, length)].map((byte) => byte ^ 0xff);
		const sum = inner.reduce((total, byte) => (total + byte) & 0xff, this.key);
		buffer[1] = outerCode;
		buffer.set([oscoreHead, this.key, 0xff, ...inner, sum], start);
		return start + 3 + inner.length + 1;
	}

	#open(buffer: Uint8Array, offset: number, length: number): number {
		const start = offset + 4 + ((buffer[offset] as number) & 15);
		const inner = [...buffer.slice(start + 3, offset + length - 1)];
		const sum = inner.reduce((total, byte) => (total + byte) & 0xff, this.key);
		if (buffer[start] !== oscoreHead || buffer[start + 1] !== this.key || buffer[offset + length - 1] !== sum)
			return -1;
		buffer[offset + 1] = (inner[0] as number) ^ 0xff;
		buffer.set(
			inner.slice(1).map((byte) => byte ^ 0xff),
			start,
		);
		this.messageOffset = offset;
		return start - offset + inner.length - 1;
	}
}
