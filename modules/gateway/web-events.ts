import type { TextWriter } from "kith/core/text-writer";
import type { Exchange, HttpBody } from "kith/http/exchange";
import type { ResourceWalk, WebNode } from "./resource-walk";
import { isReadable, writeResource } from "./web-documents";

/** Clients that follow changes at a time, of the four that are served. */
export const followerLimit = 2;

/**
 * `/events`: what anybody may read, first everything that is known and then every change, as server-sent events (HTML
 * Living Standard, section 9.2) with a SenML pack of one record each. What waits for a slow client is one mark for each
 * slot: it misses values in between, which are counted, but not the last one.
 */
export class EventsBody implements HttpBody {
	readonly endless = ":\n\n";
	/** Changes of which a follower was told only the next one. */
	overtaken = 0;
	readonly #walk: ResourceWalk;
	readonly #node: WebNode;
	/** By follower: whom it is, and what it has not been told. */
	readonly #followers: (Exchange | undefined)[] = [];
	readonly #marks: Uint8Array[] = [];

	constructor(walk: ResourceWalk, node: WebNode) {
		this.#walk = walk;
		this.#node = node;
	}

	/** @returns false where there is no place for another */
	follow(exchange: Exchange): boolean {
		const followers = this.#followers;
		let place = 0;
		while (place < followers.length && followers[place] !== undefined) place++;
		if (place >= followerLimit) return false;
		if (place === followers.length) this.#marks.push(new Uint8Array(this.#node.slots));
		followers[place] = exchange;
		this.#marks[place]?.fill(1);
		exchange.position = place;
		return true;
	}

	over(exchange: Exchange): void {
		this.#followers[exchange.position] = undefined;
	}

	/** @returns whether somebody follows */
	changed(slot: number): boolean {
		let followed = false;
		for (let place = 0; place < this.#followers.length; place++) {
			if (this.#followers[place] === undefined) continue;
			followed = true;
			const marks = this.#marks[place] as Uint8Array;
			if (marks[slot] === 1) this.overtaken++;
			marks[slot] = 1;
		}
		return followed;
	}

	write(exchange: Exchange, writer: TextWriter): void {
		const walk = this.#walk;
		const marks = this.#marks[exchange.position] as Uint8Array;
		if (exchange.count === 0) writer.text("retry: 5000\n\n");
		exchange.count = 1;
		if (marks.indexOf(1) < 0) return;
		walk.open();
		while (walk.next()) {
			const { slot } = walk;
			if (slot < 0 || marks[slot] === 0) continue;
			if (isReadable(walk, this.#node)) {
				const mark = writer.length;
				writer.text("data: [");
				writeResource(writer, walk, this.#node);
				writer.text("]\n\n");
				if (writer.overflow) {
					writer.rewind(mark);
					return;
				}
			}
			marks[slot] = 0;
		}
		// What nobody may read, and what has no name here.
		marks.fill(0);
	}
}
