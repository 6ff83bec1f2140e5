/** Largest MQTT packet that an outside client may send, in bytes after its fixed header. */
export const packetBytesLimit = 256 * 1024;

/**
 * Watches a client's bytes go by and finds packets that announce more than `packetBytesLimit`, which the broker would
 * gather in memory until they are complete (MQTT 3.1.1, section 2.2: one byte of type, then the remaining length in one
 * to four bytes of seven bits, the lowest first).
 */
export class PacketGuard {
	/** Bytes of the present packet's body still to come. */
	#body = 0;
	/** Bytes of the fixed header seen: the type, then those of the length. */
	#header = 0;
	#length = 0;

	/** False: the client breaks the rules and should be cut off. */
	accepts(chunk: Uint8Array): boolean {
		let at = 0;
		while (at < chunk.length) {
			if (this.#body > 0) {
				const taken = Math.min(this.#body, chunk.length - at);
				this.#body -= taken;
				at += taken;
				continue;
			}
			if (!this.#headerByte(chunk[at++] as number)) return false;
		}
		return true;
	}

	#headerByte(byte: number): boolean {
		const index = this.#header++ - 1;
		if (index < 0) {
			this.#length = 0;
			return true;
		}
		this.#length += (byte & 0x7f) * 128 ** index;
		if (byte >= 0x80) return index < 3;
		this.#header = 0;
		this.#body = this.#length;
		return this.#length <= packetBytesLimit;
	}
}
