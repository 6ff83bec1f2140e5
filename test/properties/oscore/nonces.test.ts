/** No (key, nonce) ever seals twice, whatever two endpoints and the air between them do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AeadParameters } from "kith/core/crypto";
import { RequestBinding } from "kith/oscore/request-binding";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { toHex } from "../../support/hex";
import { OscoreStand } from "../../support/oscore-stand";

/** Remembers by key, not by handle, which nonces sealed: handles are given out again. */
class WatchedCrypto extends NodeCrypto {
	readonly #names = new Map<number, string>();
	readonly #used: Map<string, number>;

	constructor(used: Map<string, number>) {
		super();
		this.#used = used;
	}

	override importKey(bytes: Uint8Array, length: number): number {
		const name = toHex(bytes, length);
		const key = super.importKey(bytes, length);
		this.#names.set(key, name);
		return key;
	}

	override seal(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		const pair = `${this.#names.get(parameters.key)} ${toHex(parameters.nonce)}`;
		this.#used.set(pair, (this.#used.get(pair) ?? 0) + 1);
		return super.seal(parameters, buffer, offset, length);
	}
}

const request = "40011234b161";
const observing = "40011234605161";
const answer = "60451234ff11";

/** One endpoint with its present context; a new one has an ID Context that was never used. */
class End {
	readonly stand: OscoreStand;
	readonly heard = [0, 1, 2].map(() => new RequestBinding());
	readonly asked = new RequestBinding();
	row = -1;

	constructor(used: Map<string, number>) {
		this.stand = new OscoreStand(new WatchedCrypto(used), 4);
	}

	renew(serial: number, senderId: string, recipientId: string): void {
		this.stand.contexts.remove(this.row);
		this.row = this.stand.add({ senderId, recipientId, idContext: serial.toString(16).padStart(8, "0") });
		assert.ok(this.row >= 0);
	}
}

const step = fc.record({
	what: fc.constantFrom(
		...["ask", "observe", "deliver", "deliver", "deliver", "answer", "answer", "answer"],
		...["number", "lose", "synchronize", "renew", "move"],
	),
	side: fc.boolean(),
	pick: fc.nat(),
});

test("requests, answers, observations, replays, lost windows and new contexts never repeat a nonce", () => {
	let sealed = 0;
	fc.assert(
		fc.property(fc.array(step, { minLength: 40, maxLength: 120, size: "max" }), (steps) => {
			const used = new Map<string, number>();
			const ends = [new End(used), new End(used)] as const;
			const air: string[] = [];
			let serial = 0;
			const renewBoth = (): void => {
				serial++;
				ends[0].renew(serial, "01", "02");
				ends[1].renew(serial, "02", "01");
			};
			renewBoth();
			for (const { what, side, pick } of steps) {
				const end = ends[side ? 0 : 1];
				const { stand, row, heard, asked } = end;
				const binding = heard[pick % heard.length] as RequestBinding;
				if (what === "ask" || what === "observe") {
					air.push(stand.protectRequest(row, what === "ask" ? request : observing, asked));
				} else if (what === "deliver" && air.length > 0) {
					// Anything that was ever sent, to either side; mostly again and again what was sent last.
					const back = pick % 4 === 0 ? pick % air.length : 0;
					stand.unprotectRequest(air[air.length - 1 - back] as string, binding);
				} else if (what === "answer" || what === "number") {
					stand.protectResponse(row, answer, binding, what === "number");
				} else if (what === "lose") stand.contexts.windows.lose(row);
				else if (what === "synchronize") {
					// As after a proof: nothing at or below the highest number sent so far is fresh.
					const other = ends[side ? 1 : 0];
					stand.contexts.windows.synchronize(row, other.stand.contexts.sequences.next(other.row));
				} else if (what === "renew") renewBoth();
				else if (what === "move") binding.moveTo(heard[(pick + 1) % heard.length] as RequestBinding);
			}
			sealed += used.size;
			assert.deepEqual(
				[...used].filter(([, count]) => count > 1),
				[],
			);
		}),
		{ numRuns: 300 },
	);
	assert.ok(sealed > 2000, `${sealed}`);
});
