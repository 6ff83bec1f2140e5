import { elapsed } from "kith/core/clock";
import { keepToken } from "./kept-token";
import type { CoapMessage } from "./message";
import { laterLimit } from "./message-security";
import { observerLimit } from "./observer-table";

/** Answers that are due at a time. */
export const deferralLimit = laterLimit - observerLimit;
/** A handler that has not answered by then never will: its place may be taken. */
export const deferralMs = 60_000;

/** One row of int32. */
export const deferredFields = {
	/** 0: free. */
	ticket: 0,
	origin: 1,
	token: 2,
	/** Bits 0-3 length of the token, 4 confirmable, 5-6 trust, 8- No-Response. */
	shape: 4,
	since: 5,
} as const;
const rowLength = 6;
const fields = deferredFields;

/** Requests whose answers follow in messages of their own (RFC 7252 section 5.2.2). */
export class DeferredAnswers {
	readonly cells = new Int32Array(deferralLimit * rowLength);
	#ticket = 0;

	/** @returns a place, or -1 when all are due */
	add(origin: number, message: CoapMessage, shape: number, now: number): number {
		const cells = this.cells;
		for (let place = 0; place < deferralLimit; place++) {
			const at = place * rowLength;
			const age = elapsed(cells[at + fields.since] as number, now);
			if (cells[at] !== 0 && age >= 0 && age < deferralMs) continue;
			this.#ticket = this.#ticket === 0x7fff_ffff ? 1 : this.#ticket + 1;
			cells[at] = this.#ticket;
			cells[at + fields.origin] = origin;
			keepToken(message, cells, at + fields.token);
			cells[at + fields.shape] = shape | message.tokenLength;
			cells[at + fields.since] = now;
			return place;
		}
		return -1;
	}

	ticketOf(place: number): number {
		return this.cells[place * rowLength] as number;
	}

	/** The place of a ticket, or -1 when it was answered or given up. */
	placeOf(ticket: number): number {
		for (let place = 0; place < deferralLimit; place++) if (this.cells[place * rowLength] === ticket) return place;
		return -1;
	}

	/** @param field one of `deferredFields` */
	get(place: number, field: number): number {
		return this.cells[place * rowLength + field] as number;
	}

	tokenAt(place: number): number {
		return place * rowLength + fields.token;
	}

	remove(place: number): void {
		this.cells[place * rowLength] = 0;
	}
}
