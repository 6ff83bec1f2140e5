import { isKeptToken, keepToken } from "./kept-token";
import type { CoapMessage } from "./message";
import { type Trust, trusts } from "./message-security";

/** Observers of a node's resources, all together. */
export const observerLimit = 8;
/** Of these, how many may have asked unprotected: strangers cannot take the members' places. */
export const plainObserverLimit = 4;

/** One row of int32. */
export const observerFields = {
	/** 0: free, as no peer has that address. */
	origin: 0,
	subject: 1,
	token: 2,
	/** Bits 0-3 length of the token, 4-5 trust, 6-9 SZX + 1 or 0, 10-26 accept + 1. */
	shape: 4,
	/** Of the latest notification. */
	messageId: 5,
	/** Transmissions of the confirmable notification that waits for its acknowledgement; 0: none does. */
	attempts: 6,
	/** When it is sent again, and how long the wait before that was. */
	deadline: 7,
	wait: 8,
	/** There is news to tell. */
	news: 9,
	/** When the observer last showed that it is there. */
	heardAt: 10,
	/** Notifications are spaced by this moment moving ahead of the clock. */
	pace: 11,
} as const;
const rowLength = 12;
const row = observerFields;
const trustBits = 0x30;

/** Who observes what (RFC 7641 section 4.1), in one array: 384 bytes. */
export class ObserverTable {
	readonly cells = new Int32Array(observerLimit * rowLength);

	/** Enters an observer, or renews its entry. @returns its place, or -1 where there is none */
	register(origin: number, message: CoapMessage, subject: number, shape: number, now: number): number {
		let place = this.find(origin, message);
		if (place < 0) place = this.room((shape & trustBits) === trusts.plain << 4);
		if (place < 0) return -1;
		const cells = this.cells;
		const at = place * rowLength;
		cells[at + row.origin] = origin;
		cells[at + row.subject] = subject;
		cells[at + row.shape] = shape | message.tokenLength;
		keepToken(message, cells, at + row.token);
		cells[at + row.messageId] = -1;
		cells[at + row.attempts] = 0;
		cells[at + row.news] = 0;
		cells[at + row.heardAt] = now;
		cells[at + row.pace] = now;
		return place;
	}

	/** The place of the observer whose token the message has, or -1. */
	find(origin: number, message: CoapMessage): number {
		const cells = this.cells;
		for (let place = 0; place < observerLimit; place++) {
			const at = place * rowLength;
			if (cells[at + row.origin] !== origin) continue;
			if (isKeptToken(message, cells, at + row.token, (cells[at + row.shape] as number) & 15)) return place;
		}
		return -1;
	}

	/** The place of the observer whose latest notification had this id, or -1. */
	notified(origin: number, messageId: number): number {
		const cells = this.cells;
		for (let place = 0; place < observerLimit; place++) {
			const at = place * rowLength;
			if (cells[at + row.origin] === origin && cells[at + row.messageId] === messageId) return place;
		}
		return -1;
	}

	isTaken(place: number): boolean {
		return this.get(place, row.origin) !== 0;
	}

	remove(place: number): void {
		this.set(place, row.origin, 0);
	}

	/** @param field one of `observerFields` */
	get(place: number, field: number): number {
		return this.cells[place * rowLength + field] as number;
	}

	set(place: number, field: number, value: number): void {
		this.cells[place * rowLength + field] = value;
	}

	/** Where in `cells` the token lies. */
	tokenAt(place: number): number {
		return place * rowLength + row.token;
	}

	private room(plain: boolean): number {
		const cells = this.cells;
		let free = -1;
		let plainOnes = 0;
		for (let place = observerLimit - 1; place >= 0; place--) {
			const at = place * rowLength;
			if (cells[at + row.origin] === 0) free = place;
			else if (((cells[at + row.shape] as number) & trustBits) === trusts.plain << 4) plainOnes++;
		}
		return plain && plainOnes >= plainObserverLimit ? -1 : free;
	}
}

/** What an observer wants to be told and how, as one number. @param block2 value of its Block2 option, -1: none */
export function observerShape(trust: Trust, accept: number, block2: number): number {
	const szx = block2 < 0 ? 0 : (block2 & 7) + 1;
	return (trust << 4) | (szx << 6) | ((accept + 1) << 10);
}

export function tokenLengthOf(shape: number): number {
	return shape & 15;
}

export function trustOf(shape: number): Trust {
	return ((shape & trustBits) >> 4) as Trust;
}

/** The Block2 value that asks for the first block of the size agreed upon, -1: any. */
export function block2Of(shape: number): number {
	return ((shape >> 6) & 15) - 1;
}

export function acceptOf(shape: number): number {
	return (shape >>> 10) - 1;
}
