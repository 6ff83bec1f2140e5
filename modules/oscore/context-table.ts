import { type Crypto, cryptoFaults, type KeyHandle, nonceLength, wipe } from "kith/core/crypto";
import { AeadInput, workLength } from "./aead-input";
import { type ContextParameters, checkParameters, contextFaults } from "./context-parameters";
import { KeyDerivation } from "./key-derivation";
import { KidIndex } from "./kid-index";
import { contextLimit, idLengthLimit, partialIvLimit } from "./limits";
import { cborBytes, type OscoreOption } from "./option-value";
import { ReplayWindows } from "./replay-windows";
import { SenderSequences } from "./sender-sequences";

/**
 * A row. Of each side, the nonce of its number 0, and its ID as a CBOR byte string (head and up to 7 bytes): as the
 * associated data has them, so that they are copied and nothing more.
 */
export const rowFields = {
	senderNonce: 0,
	senderId: 13,
	recipientNonce: 21,
	recipientId: 34,
	idContext: 42,
	idContextLength: 58,
	flags: 59,
} as const;
const rowLength = 60;
/** A length that says "none". */
const none = 0xff;
/** Of the head of an ID. */
const lengthBits = 15;
const wrappedFlag = 1;
const unlistedFlag = 2;
const noKey = -1;

/**
 * The security contexts of one node, packed: about 90 bytes each, whatever their number. Rows are found by the kid that
 * a message names; of several rows with one kid and no word on the kid context, the newest.
 */
export class ContextTable {
	readonly sequences: SenderSequences;
	readonly windows: ReplayWindows;
	readonly input: AeadInput;
	/** Where the room for others begins in `bytes`, from which `input` can copy as from rows. */
	readonly spareAt: number;
	/** Work area, then the rows; see `rowFields`. */
	readonly bytes: Uint8Array;
	readonly #crypto: Crypto;
	readonly #derivation: KeyDerivation;
	/** Sender's keys, then recipients': one array, because each costs a board more than a hundred bytes. */
	readonly #keys: Int16Array;
	/** 0: the row is free. */
	readonly #serials: Int32Array;
	readonly #capacity: number;
	readonly #kids: KidIndex;
	#serial = 0;

	/**
	 * @param capacity 1 … `contextLimit` rows; else RangeError
	 * @param sequenceLimit highest number that a sender uses
	 * @param spare bytes of room for others
	 */
	constructor(crypto: Crypto, capacity: number, sequenceLimit: number = partialIvLimit, spare = 0) {
		if (!(capacity > 0 && capacity <= contextLimit)) throw new RangeError(`${capacity} contexts`);
		this.#crypto = crypto;
		this.#derivation = new KeyDerivation(crypto);
		this.spareAt = workLength + capacity * rowLength;
		this.bytes = new Uint8Array(this.spareAt + spare);
		this.input = new AeadInput(this.bytes);
		this.sequences = new SenderSequences(capacity, sequenceLimit);
		this.windows = new ReplayWindows(capacity);
		this.#keys = new Int16Array(2 * capacity).fill(noKey);
		this.#capacity = capacity;
		this.#serials = new Int32Array(capacity);
		this.#kids = new KidIndex(capacity);
	}

	/**
	 * Derives a context. Throws RangeError for IDs and salt out of bounds, or where both sides have one ID.
	 * @returns its row, or one of `contextFaults`
	 */
	add(parameters: ContextParameters): number {
		checkParameters(parameters);
		const row = this.#serials.indexOf(0);
		if (row < 0) return contextFaults.tableFull;
		const fault = this.derive(row, parameters);
		if (fault < 0) {
			this.clear(row);
			return fault;
		}
		this.#serial = (this.#serial + 1) & 0x7fffffff || 1;
		this.#serials[row] = this.#serial;
		if (parameters.senderId !== undefined) this.sequences.start(row);
		const { recipientId } = parameters;
		if (recipientId !== undefined && !parameters.unlisted) this.#kids.add(row, recipientId, 0, recipientId.length);
		this.windows.clear(row);
		return row;
	}

	/** Forgets a context with its keys. One that is not there is ignored. */
	remove(row: number): void {
		if (!this.#serials[row]) return;
		const listed = ((this.bytes[this.at(row) + rowFields.flags] as number) & unlistedFlag) === 0;
		if (this.#keys[this.#capacity + row] !== noKey && listed) {
			const at = this.at(row) + rowFields.recipientId;
			this.#kids.remove(row, this.bytes, at + 1, (this.bytes[at] as number) & lengthBits);
		}
		this.clear(row);
	}

	/** Names a context for good: rows are given out again, serials are not. 0: the row is free. */
	serial(row: number): number {
		return this.#serials[row] ?? 0;
	}

	/** -1: the context does not send. */
	senderKey(row: number): KeyHandle {
		return row < this.#capacity ? (this.#keys[row] ?? noKey) : noKey;
	}

	/** -1: the context does not receive. */
	recipientKey(row: number): KeyHandle {
		return this.#keys[this.#capacity + row] ?? noKey;
	}

	/** Where a row lies in `bytes`. */
	at(row: number): number {
		return workLength + row * rowLength;
	}

	/** The row that a request's option names, or -1. */
	find(buffer: Uint8Array, option: OscoreOption): number {
		const { kidOffset, kidLength } = option;
		const kids = this.#kids;
		for (let row = kids.first(buffer, kidOffset, kidLength); row >= 0; row = kids.next(row)) {
			const at = this.at(row);
			if (
				this.bytes[at + rowFields.recipientId] === (cborBytes | kidLength) &&
				this.equal(at + rowFields.recipientId + 1, buffer, kidOffset, kidLength) &&
				(option.kidContextLength < 0 || this.hasContext(at, buffer, option))
			)
				return row;
		}
		return -1;
	}

	/** Fills in what a request of this row says of itself. */
	describe(row: number, option: OscoreOption, withContext: boolean): void {
		const at = this.at(row);
		const bytes = this.bytes;
		option.kidOffset = at + rowFields.senderId + 1;
		option.kidLength = (bytes[at + rowFields.senderId] as number) & lengthBits;
		if (!withContext || bytes[at + rowFields.idContextLength] === none) return;
		option.kidContextOffset = at + rowFields.idContext;
		option.kidContextLength = bytes[at + rowFields.idContextLength] as number;
		option.wrapped = ((bytes[at + rowFields.flags] as number) & wrappedFlag) !== 0;
	}

	private derive(row: number, parameters: ContextParameters): number {
		const { secret, salt, idContext, senderId, recipientId } = parameters;
		const inputs = { secret, salt, idContext };
		const bytes = this.bytes;
		const at = this.at(row);
		const iv = new Uint8Array(nonceLength);
		if (this.#derivation.commonIv(inputs, iv) < 0) return contextFaults.noSecret;
		this.writeSide(at + rowFields.senderNonce, at + rowFields.senderId, senderId, iv);
		this.writeSide(at + rowFields.recipientNonce, at + rowFields.recipientId, recipientId, iv);
		wipe(iv);
		if (idContext !== undefined) bytes.set(idContext, at + rowFields.idContext);
		bytes[at + rowFields.idContextLength] = idContext?.length ?? none;
		bytes[at + rowFields.flags] =
			(parameters.wrapIdContext ? wrappedFlag : 0) | (parameters.unlisted ? unlistedFlag : 0);
		if (senderId !== undefined) {
			if (this.sends(at)) return contextFaults.senderInUse;
			const key = this.#derivation.key(inputs, senderId);
			if (key < 0) return key === cryptoFaults.keysFull ? contextFaults.keysFull : contextFaults.noSecret;
			this.#keys[row] = key;
		}
		if (recipientId !== undefined) {
			const key = this.#derivation.key(inputs, recipientId);
			if (key < 0) return key === cryptoFaults.keysFull ? contextFaults.keysFull : contextFaults.noSecret;
			this.#keys[this.#capacity + row] = key;
		}
		return row;
	}

	/** ID, and the nonce of its number 0: (length, padded ID, 0) XOR Common IV (section 5.2). */
	private writeSide(nonceAt: number, idAt: number, id: Uint8Array | undefined, iv: Uint8Array): void {
		const bytes = this.bytes;
		bytes[idAt] = id === undefined ? none : cborBytes | id.length;
		if (id === undefined) return;
		bytes.set(id, idAt + 1);
		bytes.set(iv, nonceAt);
		bytes[nonceAt] = (bytes[nonceAt] as number) ^ id.length;
		const start = nonceAt + 1 + idLengthLimit - id.length;
		for (let index = 0; index < id.length; index++)
			bytes[start + index] = (bytes[start + index] as number) ^ (id[index] as number);
	}

	/** Whether a row sends with the nonces, and so with the key, of the row at `at`. */
	private sends(at: number): boolean {
		const bytes = this.bytes;
		for (let row = 0; row < this.#serials.length; row++) {
			if (this.#keys[row] === noKey) continue;
			if (this.equal(this.at(row) + rowFields.senderNonce, bytes, at + rowFields.senderNonce, nonceLength)) return true;
		}
		return false;
	}

	private hasContext(at: number, buffer: Uint8Array, option: OscoreOption): boolean {
		const bytes = this.bytes;
		const length = bytes[at + rowFields.idContextLength] as number;
		let { kidContextOffset: offset, kidContextLength: heard } = option;
		if ((bytes[at + rowFields.flags] as number) & wrappedFlag) {
			if (heard < 1 || buffer[offset] !== (cborBytes | length)) return false;
			offset++;
			heard--;
		}
		return length === heard && this.equal(at + rowFields.idContext, buffer, offset, length);
	}

	private equal(at: number, buffer: Uint8Array, offset: number, length: number): boolean {
		const bytes = this.bytes;
		for (let index = 0; index < length; index++) if (bytes[at + index] !== buffer[offset + index]) return false;
		return true;
	}

	private clear(row: number): void {
		this.#crypto.forgetKey(this.#keys[row] as number);
		this.#crypto.forgetKey(this.#keys[this.#capacity + row] as number);
		this.#keys[row] = noKey;
		this.#keys[this.#capacity + row] = noKey;
		this.#serials[row] = 0;
		this.sequences.stop(row);
		this.windows.clear(row);
		const at = this.at(row);
		this.bytes.fill(0, at, at + rowLength);
	}
}
