import type Listener from "embedded:io/socket/listener";
import type TCP from "embedded:io/socket/tcp";
import { type StreamListener, type Streams, streamLimit, streamWriteLimit } from "kith/http/streams";

export interface StreamCounters {
	/** Connections that came while all streams were taken. */
	refused: number;
}

/** Bytes that are read from a socket and handed on at a time. */
export const readLength = 128;

export interface TcpStreamsOptions {
	/** The SDK's classes. */
	readonly Listener: typeof Listener;
	readonly Tcp: typeof TCP;
	/** In place of the definition's: a desktop process may not have port 80. */
	readonly port?: number;
}

/**
 * `Streams` over the SDK's TCP. A connection is taken as soon as it comes: until then the SDK would not notice that it
 * broke. What it reads is never kept: TCP acknowledges only what was read.
 */
export class TcpStreams implements Streams {
	listener: StreamListener | undefined;
	readonly counters: StreamCounters = { refused: 0 };
	readonly #options: TcpStreamsOptions;
	#listener: Listener | undefined;
	/** Made by `listen`, as what follows. */
	#sockets: (TCP | undefined)[] = [];
	/** Bytes that each socket takes now. */
	#room: number[] = [];
	#buffer: Uint8Array | undefined;

	constructor(options: TcpStreamsOptions) {
		this.#options = options;
	}

	listen(port: number): boolean {
		const { Listener, port: other } = this.#options;
		try {
			this.#listener = new Listener({ port: other ?? port, onReadable: (count) => this.#accept(count) });
		} catch {
			return false;
		}
		this.#sockets = new Array(streamLimit).fill(undefined);
		this.#room = new Array(streamLimit).fill(0);
		return true;
	}

	writable(stream: number): boolean {
		return this.#sockets[stream] !== undefined && (this.#room[stream] as number) >= streamWriteLimit;
	}

	write(stream: number, bytes: Uint8Array, length: number): boolean {
		const socket = this.#sockets[stream];
		if (socket === undefined || !this.writable(stream)) return false;
		let room: number | undefined;
		try {
			socket.format = "buffer";
			room = socket.write(length === bytes.length ? bytes : bytes.subarray(0, length));
		} catch {
			// The client has gone.
		}
		this.#room[stream] = room ?? 0;
		// On Linux the SDK tells of a failed write in no other way.
		return room !== undefined;
	}

	close(stream: number): void {
		const socket = this.#sockets[stream];
		this.#sockets[stream] = undefined;
		socket?.close();
	}

	end(): void {
		for (let stream = 0; stream < this.#sockets.length; stream++) this.close(stream);
		this.#listener?.close();
		this.#listener = undefined;
	}

	#accept(count: number): void {
		for (let taken = 0; taken < count; taken++) {
			const from = this.#listener?.read();
			if (from === undefined) return;
			const stream = this.#sockets.indexOf(undefined);
			if (stream < 0) {
				this.counters.refused++;
				from.close();
			} else if (this.#open(stream, from)) this.listener?.onOpened(stream);
		}
	}

	#open(stream: number, from: TCP): boolean {
		const { Tcp } = this.#options;
		let socket: TCP | undefined;
		// A socket that was closed may still call: the present one of its stream is heard.
		const current = (): boolean => socket !== undefined && socket === this.#sockets[stream];
		try {
			socket = new Tcp({
				from,
				onReadable: (count) => {
					if (current()) this.#readable(stream, count);
				},
				onWritable: (room) => {
					if (current()) this.#writable(stream, room);
				},
				onError: () => {
					if (current()) this.#broken(stream);
				},
			});
		} catch {
			return false;
		}
		this.#room[stream] = 0;
		this.#sockets[stream] = socket;
		return true;
	}

	#readable(stream: number, count: number): void {
		this.#buffer ??= new Uint8Array(readLength);
		const buffer = this.#buffer;
		const socket = this.#sockets[stream];
		let left = count;
		while (left > 0 && socket !== undefined && socket === this.#sockets[stream]) {
			const length = Math.min(left, readLength);
			if (length === readLength) {
				socket.format = "buffer";
				socket.read(buffer);
			} else {
				// A view of the right length would be garbage for each piece.
				socket.format = "number";
				for (let index = 0; index < length; index++) buffer[index] = socket.read() as number;
			}
			left -= length;
			this.listener?.onData(stream, buffer, length);
		}
	}

	#writable(stream: number, room: number): void {
		const before = this.writable(stream);
		this.#room[stream] = room;
		if (!before && this.writable(stream)) this.listener?.onWritable(stream);
	}

	#broken(stream: number): void {
		this.close(stream);
		this.listener?.onClosed(stream);
	}
}
