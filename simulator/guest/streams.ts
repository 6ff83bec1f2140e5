import { type StreamListener, type Streams, streamLimit } from "kith/http/streams";
import { postKinds, streamCalls, streamEvents, streamWindow } from "./protocol";
import type { Wire } from "./wire";

/** The gateway's TCP; the session holds the sockets. */
export class SimulatedStreams implements Streams {
	listener: StreamListener | undefined;
	readonly #wire: Wire;
	/** By stream: writes that the client has not taken, and 255 where there is none. Made by `listen`. */
	#underWay: Uint8Array | undefined;

	constructor(wire: Wire) {
		this.#wire = wire;
	}

	/** The simulator chooses the port, and counts who found no place. */
	listen(_port: number): boolean {
		this.#underWay = new Uint8Array(streamLimit).fill(255);
		this.#wire.begin().uint8(streamCalls.listen).post(postKinds.stream);
		return true;
	}

	writable(stream: number): boolean {
		return (this.#underWay?.[stream] ?? 255) < streamWindow;
	}

	write(stream: number, bytes: Uint8Array, length: number): boolean {
		if (!this.writable(stream)) return false;
		const underWay = this.#underWay as Uint8Array;
		underWay[stream] = (underWay[stream] as number) + 1;
		this.#wire.begin().uint8(streamCalls.write).uint8(stream).copy(bytes, length).post(postKinds.stream);
		return true;
	}

	close(stream: number): void {
		const underWay = this.#underWay;
		if (underWay === undefined || underWay[stream] === 255) return;
		underWay[stream] = 255;
		this.#wire.begin().uint8(streamCalls.close).uint8(stream).post(postKinds.stream);
	}

	end(): void {
		for (let stream = 0; stream < streamLimit; stream++) this.close(stream);
	}

	/** From the session: what belongs to the listener, then uint8 stream, then uint8 of `streamEvents`. */
	deliver(event: Uint8Array, length: number): void {
		const underWay = this.#underWay;
		if (underWay === undefined) return;
		const end = length - 2;
		const stream = event[end] as number;
		const kind = event[length - 1];
		if (kind === streamEvents.opened) {
			underWay[stream] = 0;
			this.listener?.onOpened(stream);
			return;
		}
		const before = underWay[stream] as number;
		// What was on its way when the board closed the stream.
		if (before === 255) return;
		if (kind === streamEvents.data) this.listener?.onData(stream, event, end);
		else if (kind === streamEvents.taken) {
			underWay[stream] = before - (event[0] as number);
			if (before >= streamWindow) this.listener?.onWritable(stream);
		} else {
			underWay[stream] = 255;
			this.listener?.onClosed(stream);
		}
	}
}
