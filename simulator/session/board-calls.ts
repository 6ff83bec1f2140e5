import type { I2cBus } from "../chips/index";
import { BoardCrypto } from "../crypto/board-crypto";
import { callKinds, definitionChunk } from "../guest/protocol";
import type { Agenda } from "../kernel/agenda";
import type { NonVolatileStore } from "./non-volatile-store";
import type { NorFlash } from "./nor-flash";
import type { Pins } from "./pins";
import type { SecretsFlash } from "./secrets-flash";

export interface BoardCallsOptions {
	readonly agenda: Agenda;
	readonly bus: I2cBus;
	readonly pins: Pins;
	readonly store: NonVolatileStore;
	/** Wi-Fi channel of the radio. */
	readonly channel: () => number;
	/** Undefined on a board that is no gateway. */
	readonly peerAt: (question: Uint8Array) => Uint8Array | undefined;
	/** The node's definition, CBOR, as in its own partition. */
	readonly definition: Uint8Array;
	readonly secrets: SecretsFlash;
	readonly journal: NorFlash;
	/** One of `startReasons`. */
	readonly startReason: () => number;
	readonly crypto: BoardCrypto;
}

const empty = new Uint8Array(0);

/**
 * Answers the questions that a board's program asks and waits for: its bus, its pins, its flash. Answers depend on this
 * board's own things and on the world at the present time alone, because boards of one batch may ask in any order.
 */
export class BoardCalls {
	readonly #options: BoardCallsOptions;
	readonly #byte = new Uint8Array(1);
	readonly #word = new Uint8Array(2);

	constructor(options: BoardCallsOptions) {
		this.#options = options;
	}

	/** @throws RangeError on a question that is none: guest and session do not fit together */
	answer(kind: number, bytes: Uint8Array): Uint8Array | undefined {
		const { agenda, bus, crypto, journal, pins, secrets, store } = this.#options;
		if (BoardCrypto.answers(kind)) return crypto.answer(kind, bytes);
		const first = bytes[0] ?? 0;
		switch (kind) {
			case callKinds.i2cWrite:
				return yes(bus.write(first, new Uint8Array(bytes.subarray(2)), agenda.now));
			case callKinds.i2cRead:
				return bus.read(first, (bytes[2] ?? 0) | ((bytes[3] ?? 0) << 8), agenda.now);
			case callKinds.digitalRead:
				return this.#uint8(pins.digitalRead(first));
			case callKinds.analogRead:
				return this.#uint16(pins.analogRead(first));
			case callKinds.pinOpen:
				return yes(pins.open(first, bytes[1] ?? 0, bytes[2] ?? 0));
			case callKinds.pinClose:
				pins.close(first);
				return empty;
			case callKinds.channel:
				return this.#uint8(this.#options.channel());
			case callKinds.storeRead:
				return store.read(ascii(bytes));
			case callKinds.storeWrite:
				return yes(store.write(ascii(bytes.subarray(1, 1 + first)), bytes.subarray(1 + first)));
			case callKinds.storeDelete:
				store.delete(ascii(bytes));
				return empty;
			case callKinds.datagramPeer:
				return this.#options.peerAt(bytes);
			case callKinds.definition: {
				const offset = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
				return this.#options.definition.subarray(offset, offset + definitionChunk);
			}
			case callKinds.secrets: {
				const question = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
				return secrets.read(question.getUint32(0, true), question.getUint16(4, true));
			}
			case callKinds.flashRead: {
				const question = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
				return journal.read(question.getUint32(0, true), question.getUint16(4, true));
			}
			case callKinds.flashWrite: {
				const question = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
				return yes(journal.write(question.getUint32(0, true), bytes.subarray(4)));
			}
			case callKinds.flashErase:
				return yes(journal.erase(first | ((bytes[1] ?? 0) << 8)));
			case callKinds.startReason:
				return this.#uint8(this.#options.startReason());
		}
		throw new RangeError(`a board asked a question of the unknown kind ${kind}`);
	}

	#uint8(value: number | undefined): Uint8Array | undefined {
		if (value === undefined) return undefined;
		this.#byte[0] = value;
		return this.#byte;
	}

	#uint16(value: number | undefined): Uint8Array | undefined {
		if (value === undefined) return undefined;
		this.#word[0] = value & 0xff;
		this.#word[1] = value >> 8;
		return this.#word;
	}
}

function yes(done: boolean): Uint8Array | undefined {
	return done ? empty : undefined;
}

function ascii(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("latin1");
}
