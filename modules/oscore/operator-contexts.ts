import type { Crypto, KeyHandle } from "kith/core/crypto";
import type { Scheduler } from "kith/core/scheduler";
import { roles, type Secrets } from "kith/core/secrets";
import { type ContextTable, rowFields } from "./context-table";
import { DerivationAllowance } from "./derivation-allowance";
import { noRow } from "./group-contexts";
import { addressId, bootContextLength } from "./id-context";
import type { OscoreOption } from "./option-value";

/** Operators' programs that a gateway speaks with at a time. The one that matters least makes room. */
export const operatorLimit = 2;
/** Rows that they take: theirs, and one for a request that is being looked at. */
export const operatorRows = operatorLimit + 1;
const addressLength = 2;
const noKey = -1;
/** `ReplayWindows.highest` of a window that was lost: nothing proved its messages fresh yet. */
const unproven = -2;
const free = 0;

/** Who knows which contexts observers and later answers are waiting in. */
export interface ContextUsers {
	uses(row: number): boolean;
}

/** Whose static keys make a Master Secret with this node's: `PairContexts`. */
export interface Agreement {
	/** Of this node. */
	readonly address: number;
	/** @returns a handle that the caller forgets; negative: there is none */
	agree(peer: number): KeyHandle;
}

export interface OperatorContextsOptions {
	readonly crypto: Crypto;
	readonly secrets: Secrets;
	/** With `operatorRows` of room. */
	readonly contexts: ContextTable;
	readonly agreement: Agreement;
	readonly scheduler: Scheduler;
	/** This boot's ID Context, which changes in place. */
	readonly boot: Uint8Array;
}

/**
 * The contexts in which operators' desktops speak with a gateway beyond the radio: from the static keys of both, as
 * between nodes, and from an ID Context of the gateway's boot and eight bytes of the desktop's choice. They are found by
 * what a request names, and derived then. A request that does not verify displaces nothing and leaves nothing behind.
 *
 * Nobody remembers which contexts there were, so each starts with a lost window, in which a request has to answer a
 * challenge first; and with numbers that no context of this boot has used.
 */
export class OperatorContexts {
	/** Address of the operator whose request was verified last; 0: nobody's. */
	speaker = 0;
	/** Requests for which no context was derived, as too many were shortly before. */
	refused = 0;
	/** Contexts that had to make room for another. */
	evictions = 0;
	readonly #options: OperatorContextsOptions;
	readonly #allowance = new DerivationAllowance();
	/** Rows, then when each was used last; then operators' addresses, and the Master Secrets with them. */
	readonly #cells = new Int32Array(4 * operatorLimit).fill(noRow);
	/** The row that is being looked at. */
	#candidate = noRow;
	#uses = 0;
	/** No context that is gone used this number, or a higher one. */
	#floor = 0;
	#nextSecret = 0;

	constructor(options: OperatorContextsOptions) {
		this.#options = options;
		for (let entry = 0; entry < operatorLimit; entry++) this.#cells[secretOwner(entry)] = free;
	}

	/** The row that a request's option names, derived if need be; `noRow`: nobody's, or not now. `settle` must follow. */
	rowFor(buffer: Uint8Array, option: OscoreOption): number {
		if (option.kidLength !== addressLength) return noRow;
		const known = this.#options.contexts.find(buffer, option);
		if (known >= 0) return this.entryOf(known) < 0 ? noRow : known;
		const peer = ((buffer[option.kidOffset] as number) << 8) | (buffer[option.kidOffset + 1] as number);
		if (!this.namesBoot(peer, buffer, option)) return noRow;
		return this.derive(peer, buffer, option);
	}

	/** Whether the request of a row that `rowFor` gave was verified. */
	settle(row: number, verified: boolean, users: ContextUsers): void {
		const { contexts } = this.#options;
		this.speaker = 0;
		if (row === this.#candidate) {
			this.#candidate = noRow;
			// It has sent nothing, so its numbers are as new as they were.
			if (!verified) contexts.remove(row);
			else this.adopt(row, users);
		}
		if (!verified) return;
		const kid = contexts.at(row) + rowFields.recipientId + 1;
		this.speaker = ((contexts.bytes[kid] as number) << 8) | (contexts.bytes[kid + 1] as number);
		this.#uses = (this.#uses + 1) & 0x3fffffff;
		this.#cells[operatorLimit + this.entryOf(row)] = this.#uses;
	}

	/** This node goes on under another boot. */
	forgetAll(): void {
		for (let entry = 0; entry < operatorLimit; entry++) this.drop(entry);
	}

	/** Both parts of the ID Context are there, and one is of this boot: that of the lower address comes first. */
	private namesBoot(peer: number, buffer: Uint8Array, option: OscoreOption): boolean {
		const { agreement, boot, secrets } = this.#options;
		if (option.kidContextLength !== 2 * bootContextLength) return false;
		const at = option.kidContextOffset + (agreement.address < peer ? 0 : bootContextLength);
		for (let index = 0; index < bootContextLength; index++) if (buffer[at + index] !== boot[index]) return false;
		return secrets.role(peer) === roles.operator;
	}

	private derive(peer: number, buffer: Uint8Array, option: OscoreOption): number {
		const { agreement, contexts, scheduler } = this.#options;
		if (!this.#allowance.take(scheduler.now())) {
			this.refused++;
			return noRow;
		}
		const secret = this.secretOf(peer);
		if (secret < 0) return noRow;
		const at = option.kidContextOffset;
		const row = contexts.add({
			secret,
			salt: new Uint8Array(0),
			idContext: buffer.slice(at, at + 2 * bootContextLength),
			senderId: addressId(agreement.address),
			recipientId: addressId(peer),
		});
		if (row < 0) return noRow;
		contexts.sequences.resume(row, this.#floor);
		contexts.windows.lose(row);
		this.#candidate = row;
		return row;
	}

	/** The Master Secret shared with an operator; the few asked for last are kept, as agreeing is slow. */
	private secretOf(peer: number): KeyHandle {
		const cells = this.#cells;
		for (let entry = 0; entry < operatorLimit; entry++)
			if (cells[secretOwner(entry)] === peer) return cells[secretCell(entry)] as number;
		const { agreement, crypto } = this.#options;
		const secret = agreement.agree(peer);
		if (secret < 0) return noKey;
		const entry = this.#nextSecret;
		this.#nextSecret = (entry + 1) % operatorLimit;
		if (cells[secretOwner(entry)] !== free) crypto.forgetKey(cells[secretCell(entry)] as number);
		cells[secretOwner(entry)] = peer;
		cells[secretCell(entry)] = secret;
		return secret;
	}

	/** A verified context stays. What makes room for it was never proven, or waits for nothing, or was not used for longest. */
	private adopt(row: number, users: ContextUsers): void {
		let entry = this.entryOf(noRow);
		if (entry < 0) {
			entry = 0;
			for (let other = 1; other < operatorLimit; other++) if (this.precedes(other, entry, users)) entry = other;
			this.evictions++;
			this.drop(entry);
		}
		this.#cells[entry] = row;
	}

	private precedes(one: number, other: number, users: ContextUsers): boolean {
		const cells = this.#cells;
		const difference = this.worth(cells[one] as number, users) - this.worth(cells[other] as number, users);
		if (difference !== 0) return difference < 0;
		return (cells[operatorLimit + one] as number) < (cells[operatorLimit + other] as number);
	}

	private worth(row: number, users: ContextUsers): number {
		if (this.#options.contexts.windows.highest(row) === unproven) return 0;
		return users.uses(row) ? 2 : 1;
	}

	private drop(entry: number): void {
		const row = this.#cells[entry] as number;
		if (row === noRow) return;
		const { contexts } = this.#options;
		this.#floor = Math.max(this.#floor, contexts.sequences.next(row));
		contexts.remove(row);
		this.#cells[entry] = noRow;
	}

	private entryOf(row: number): number {
		for (let entry = 0; entry < operatorLimit; entry++) if (this.#cells[entry] === row) return entry;
		return -1;
	}
}

function secretOwner(entry: number): number {
	return 2 * operatorLimit + entry;
}

function secretCell(entry: number): number {
	return 3 * operatorLimit + entry;
}
