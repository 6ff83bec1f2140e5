import type TCP from "embedded:io/socket/tcp";
import { guardSteps, type PacketGuard } from "./packet-guard";

/** What the broker's adapter wants to know of the packets that the client never sees. */
export interface GuardListener {
	/** The front packet of the guard is a PUBLISH without payload. */
	onEmpty(): void;
	/** A packet was left out. */
	onDropped(): void;
}

export interface GuardedSocketOptions {
	/** The SDK's class. */
	readonly tcp: typeof TCP;
	readonly guard: PacketGuard;
	readonly listener: GuardListener;
	/** The client adds these. */
	readonly address: string;
	readonly port: number;
	readonly onReadable: (count: number) => void;
	readonly onWritable: (count: number) => void;
	readonly onError: (error?: string) => void;
}

/** The TCP class that the SDK's MQTT client is given: what it reads comes through the guard. */
export class GuardedSocket {
	format: "buffer" | "number" = "buffer";
	readonly #options: GuardedSocketOptions;
	#socket: TCP | undefined;

	constructor(options: GuardedSocketOptions) {
		this.#options = options;
		this.#socket = new options.tcp({
			address: options.address,
			port: options.port,
			onReadable: (count) => this.#readable(count),
			onWritable: options.onWritable,
			onError: () => options.onError(),
		});
	}

	read(target?: number | Uint8Array | ArrayBuffer): number | ArrayBuffer | undefined {
		const { guard } = this.#options;
		if (this.format === "number") return guard.next();
		if (target instanceof Uint8Array) {
			guard.take(target);
			return target.length;
		}
		const bytes = target instanceof ArrayBuffer ? new Uint8Array(target) : new Uint8Array(target ?? guard.size);
		guard.take(bytes);
		return bytes.buffer as ArrayBuffer;
	}

	write(data: Uint8Array | ArrayBuffer | number, options?: object): number {
		const socket = this.#socket;
		if (socket === undefined) return 0;
		socket.format = typeof data === "number" ? "number" : "buffer";
		return (options === undefined ? socket.write(data) : socket.write(data, options)) ?? 0;
	}

	close(): void {
		this.#socket?.close();
		this.#socket = undefined;
	}

	#readable(count: number): void {
		const { guard } = this.#options;
		let left = count;
		while (left > 0 && this.#socket !== undefined) {
			const bytes = new Uint8Array(Math.min(left, guard.room));
			this.#socket.format = "buffer";
			this.#socket.read(bytes);
			guard.accept(bytes);
			left -= bytes.length;
			this.#work();
		}
	}

	/** Hands on every packet that is whole. */
	#work(): void {
		const { guard, listener } = this.#options;
		while (this.#socket !== undefined) {
			switch (guard.step()) {
				case guardSteps.wait:
					return;
				case guardSteps.pass:
					this.#options.onReadable(guard.size);
					guard.drop();
					break;
				case guardSteps.empty:
					listener.onEmpty();
					guard.drop();
					break;
				case guardSteps.dropped:
					listener.onDropped();
					break;
				case guardSteps.broken:
					this.#options.onError("the broker sent what is no MQTT");
					this.close();
					return;
			}
		}
	}
}
