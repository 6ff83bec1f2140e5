import type Listener from "embedded:io/socket/listener";
import type TCP from "embedded:io/socket/tcp";

interface Callbacks {
	readonly from: FakeTcp;
	readonly onReadable: (count: number) => void;
	readonly onWritable: (count: number) => void;
	readonly onError: () => void;
}

/** The SDK's TCP class, as a listener's connections are. Portable. */
export class FakeTcp {
	static room = 1000;
	/** A taken-over connection that is broken already. */
	static broken = false;
	format: "buffer" | "number" = "buffer";
	sent = "";
	closed = false;
	room: number;
	readonly #waiting: number[] = [];
	readonly #callbacks: Callbacks | undefined;

	constructor(options?: Callbacks) {
		if (options !== undefined && FakeTcp.broken) throw new Error("invalid from");
		this.#callbacks = options;
		this.room = FakeTcp.room;
		if (options !== undefined) options.from.heir = this;
	}

	/** Who took this connection over. */
	heir: FakeTcp | undefined;

	read(count?: number | Uint8Array): ArrayBuffer | number | undefined {
		if (this.closed) throw new Error("closed");
		if (this.format === "number") return this.#waiting.shift();
		if (!(count instanceof Uint8Array)) throw new Error("no more garbage than needed");
		if (count.length > this.#waiting.length) throw new Error("invalid");
		for (let index = 0; index < count.length; index++) count[index] = this.#waiting.shift() as number;
		return count.length;
	}

	write(data: Uint8Array): number {
		if (this.closed || this.room === 0) throw new Error("not ready");
		if (this.format !== "buffer" || data.length > this.room) throw new Error("would block");
		for (let index = 0; index < data.length; index++) this.sent += String.fromCharCode(data[index] as number);
		this.room -= data.length;
		return this.room;
	}

	close(): void {
		this.closed = true;
	}

	/** The client says this. */
	say(text: string): void {
		for (let index = 0; index < text.length; index++) this.#waiting.push(text.charCodeAt(index));
		this.#callbacks?.onReadable(this.#waiting.length);
	}

	/** The client has taken all. */
	drain(): void {
		this.room = FakeTcp.room;
		this.#callbacks?.onWritable(this.room);
	}

	/** The client is gone. */
	fail(): void {
		this.room = 0;
		this.#callbacks?.onError();
	}

	static get type(): typeof TCP {
		return FakeTcp as unknown as typeof TCP;
	}
}

/** The SDK's listener. Portable. */
export class FakeListener {
	static last: FakeListener | undefined;
	static taken = false;
	readonly port: number;
	closed = false;
	readonly #waiting: FakeTcp[] = [];
	readonly #onReadable: (count: number) => void;

	constructor({ port, onReadable }: { port: number; onReadable: (count: number) => void }) {
		if (FakeListener.taken) throw new Error("bind socket failed");
		this.port = port;
		this.#onReadable = onReadable;
		FakeListener.last = this;
	}

	read(): FakeTcp | undefined {
		return this.#waiting.shift();
	}

	close(): void {
		this.closed = true;
	}

	/** So many clients come at once. @returns their connections, as the listener has them */
	arrive(count: number): FakeTcp[] {
		const arrived = Array.from({ length: count }, () => new FakeTcp());
		this.#waiting.push(...arrived);
		this.#onReadable(count);
		return arrived;
	}

	static get type(): typeof Listener {
		return FakeListener as unknown as typeof Listener;
	}
}
