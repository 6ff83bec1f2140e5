import type UDP from "embedded:io/socket/udp";

type Datagram = ArrayBuffer & { address: string; port: number };

/** The SDK's UDP class on Linux: a datagram goes to whoever opened that port here. Portable. */
export class FakeUdp {
	static sockets = new Map<number, FakeUdp>();
	static refuses = false;
	readonly #port: number;
	readonly #onReadable: (packets: number) => void;
	readonly #queue: Datagram[] = [];

	constructor(options: { port?: number; onReadable: (packets: number) => void }) {
		this.#port = options.port ?? 0;
		this.#onReadable = options.onReadable;
		FakeUdp.sockets.set(this.#port, this);
	}

	static reset(): void {
		FakeUdp.sockets.clear();
		FakeUdp.refuses = false;
	}

	static get type(): typeof UDP {
		return FakeUdp as unknown as typeof UDP;
	}

	read(): Datagram | undefined {
		return this.#queue.shift();
	}

	write(data: Uint8Array, _address: string, port: number): void {
		if (FakeUdp.refuses) throw new Error("sendto failed");
		FakeUdp.sockets.get(port)?.take(data, this.#port);
	}

	take(data: Uint8Array, from: number): void {
		this.#queue.push(Object.assign(data.slice().buffer as ArrayBuffer, { address: "127.0.0.1", port: from }));
	}

	deliver(): void {
		this.#onReadable(this.#queue.length);
	}

	close(): void {
		FakeUdp.sockets.delete(this.#port);
	}
}
