import { type StreamListener, type Streams, streamLimit, streamWriteLimit } from "kith/http/streams";

/** Streams whose other ends are the test's. Portable. */
export class FakeStreams implements Streams {
	listener: StreamListener | undefined;
	readonly counters = { refused: 0 };
	port = 0;
	refuses = false;
	/** What was written, by stream, since it was opened. */
	readonly sent: string[] = new Array(streamLimit).fill("");
	readonly open: boolean[] = new Array(streamLimit).fill(false);
	/** Writes that each stream still takes. */
	readonly room: number[] = new Array(streamLimit).fill(0);
	/** Writes find that the client has gone. */
	broken = false;

	listen(port: number): boolean {
		this.port = port;
		return !this.refuses;
	}

	writable(stream: number): boolean {
		return this.open[stream] === true && (this.room[stream] as number) > 0;
	}

	write(stream: number, bytes: Uint8Array, length: number): boolean {
		if (length > streamWriteLimit) throw new RangeError(`${length} bytes at once`);
		if (!this.writable(stream)) throw new Error("written to where nothing is taken");
		if (this.broken) return false;
		this.room[stream] = (this.room[stream] as number) - 1;
		let text = "";
		for (let index = 0; index < length; index++) text += String.fromCharCode(bytes[index] as number);
		this.sent[stream] += text;
		return true;
	}

	close(stream: number): void {
		this.open[stream] = false;
	}

	end(): void {
		this.open.fill(false);
		this.port = 0;
	}

	/** A client comes. @param room writes that it takes @returns its stream, -1: there is none left */
	connect(room = 1000): number {
		const stream = this.open.indexOf(false);
		if (stream < 0) {
			this.counters.refused++;
			return -1;
		}
		this.open[stream] = true;
		this.sent[stream] = "";
		this.room[stream] = room;
		this.listener?.onOpened(stream);
		return stream;
	}

	/** The client says this. @param piece bytes that come at a time */
	say(stream: number, text: string, piece = text.length): void {
		const bytes = new Uint8Array(piece);
		for (let at = 0; at < text.length && this.open[stream] === true; at += piece) {
			const length = Math.min(piece, text.length - at);
			for (let index = 0; index < length; index++) bytes[index] = text.charCodeAt(at + index);
			this.listener?.onData(stream, bytes, length);
		}
	}

	/** The client takes more. */
	take(stream: number, writes: number): void {
		const none = this.room[stream] === 0;
		this.room[stream] = (this.room[stream] as number) + writes;
		if (none && this.open[stream] === true) this.listener?.onWritable(stream);
	}

	/** The client is gone. */
	leave(stream: number): void {
		this.open[stream] = false;
		this.listener?.onClosed(stream);
	}

	/** A whole request by a client of its own. @returns all that it is told */
	ask(text: string, piece = text.length): string {
		const stream = this.connect();
		this.say(stream, text, piece);
		return this.sent[stream] as string;
	}
}

/** A response as a client reads it. */
export interface ReadResponse {
	readonly status: number;
	/** All lines before the body. */
	readonly head: string;
	readonly body: string;
	/** A body in chunks was ended. */
	readonly whole: boolean;
}

export function readResponse(text: string): ReadResponse {
	const end = text.indexOf("\r\n\r\n");
	const head = text.slice(0, end);
	const rest = text.slice(end + 4);
	const status = Number(head.slice(9, 12));
	if (!head.includes("Transfer-Encoding: chunked")) return { status, head, body: rest, whole: true };
	let body = "";
	let at = 0;
	while (at < rest.length) {
		const line = rest.indexOf("\r\n", at);
		const length = Number.parseInt(rest.slice(at, line), 16);
		if (length === 0) return { status, head, body, whole: rest.slice(line) === "\r\n\r\n" };
		body += rest.slice(line + 2, line + 2 + length);
		at = line + 2 + length + 2;
	}
	return { status, head, body, whole: false };
}
