import { ChunkReader, ChunkWriter } from "./ble-chunks";
import { chunkMinimum } from "./ble-transport";

/** What a pipe is sending: a slot of held broadcasts, or one of these. */
export const nothingSent = -1;
export const unicastSent = 100;
export const helloSent = 101;

/** One connection to one neighbour, with the frame that goes out and the one that comes in. */
export class BlePipe {
	/** 0: not connected. */
	peer = 0;
	/** Longest chunk. */
	limit = chunkMinimum;
	/** The peer said hello: it is a node of ours, or pretends to be one. */
	greeted = false;
	/** The reader holds a whole frame that was not handed on yet. */
	arrived = false;
	/** When something went through it last. */
	usedAt = 0;
	sending = nothingSent;
	/** Bit set of held broadcasts still to be sent. */
	waiting = 0;
	unicastWaits = false;
	helloWaits = false;
	readonly writer = new ChunkWriter();
	readonly reader: ChunkReader;

	constructor(frameLimit: number) {
		this.reader = new ChunkReader(frameLimit);
	}

	open(peer: number, limit: number, now: number): void {
		this.close();
		this.peer = peer;
		this.limit = limit;
		this.usedAt = now;
		this.helloWaits = true;
	}

	close(): void {
		this.peer = 0;
		this.greeted = false;
		this.arrived = false;
		this.sending = nothingSent;
		this.waiting = 0;
		this.unicastWaits = false;
		this.helloWaits = false;
		this.writer.abandon();
		this.reader.reset();
	}

	/** Nothing is under way and nothing waits. */
	get idle(): boolean {
		return this.sending === nothingSent && this.waiting === 0 && !this.unicastWaits && !this.helloWaits;
	}

	/** Forgets a held broadcast whose slot is taken by another. */
	drop(slot: number): void {
		this.waiting &= ~(1 << slot);
		if (this.sending !== slot) return;
		this.sending = nothingSent;
		this.writer.abandon();
	}

	/** Whether this pipe still owes its peer the broadcast in the slot. */
	owes(slot: number): boolean {
		return this.sending === slot || (this.waiting & (1 << slot)) !== 0;
	}
}
