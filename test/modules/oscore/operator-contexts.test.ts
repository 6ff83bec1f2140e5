import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeyHandle } from "kith/core/crypto";
import { Scheduler } from "kith/core/scheduler";
import { roles, type Secrets } from "kith/core/secrets";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { derivationBurst } from "kith/oscore/derivation-allowance";
import { oscoreFaults } from "kith/oscore/faults";
import { OperatorContexts, operatorLimit, operatorRows } from "kith/oscore/operator-contexts";
import { OscoreSecurity } from "kith/oscore/oscore-security";
import { FakeClock } from "../../support/fake-clock";
import { FixedRandom } from "../../support/fixed-random";
import { fromHex, toHex } from "../../support/hex";
import { OscoreStand } from "../../support/oscore-stand";
import { ReferenceCrypto } from "../../support/reference-crypto";

const gateway = 7;
const operator = 0x99;
const otherOperator = 3;
const desktop = 0x10005;
/** Confirmable GET of "a", with a token of one byte; and a 2.05. */
const get = "41010001aab161";
const content = "41450001aa";

class CountingCrypto extends ReferenceCrypto {
	readonly held = new Set<KeyHandle>();

	override importKey(bytes: Uint8Array, length: number): KeyHandle {
		const handle = super.importKey(bytes, length);
		this.held.add(handle);
		return handle;
	}

	override forgetKey(key: KeyHandle): void {
		super.forgetKey(key);
		this.held.delete(key);
	}
}

function secretOf(peer: number): string {
	return (peer & 255).toString(16).padStart(2, "0").repeat(16);
}

/** A gateway's side: the operators' contexts, and the security that uses them. */
class Gateway {
	readonly crypto = new CountingCrypto();
	readonly clock = new FakeClock(1000);
	readonly boot = fromHex("0001a1a2a3a4a5a6");
	readonly operators: OperatorContexts;
	readonly security: OscoreSecurity;
	readonly contexts: ContextTable;
	agreements = 0;
	readonly #buffer = new Uint8Array(300);

	constructor() {
		const { crypto } = this;
		const scheduler = new Scheduler(this.clock);
		this.contexts = new ContextTable(crypto, operatorRows);
		const { contexts } = this;
		const secrets: Secrets = {
			readNetworkSecret: () => false,
			readPrivateKey: () => false,
			readPublicKey: () => false,
			role: (address) => {
				if (address === operator || address === otherOperator) return roles.operator;
				return address < 9 ? roles.node : roles.none;
			},
		};
		const agreement = {
			address: gateway,
			agree: (peer: number): KeyHandle => {
				this.agreements++;
				return crypto.importKey(fromHex(secretOf(peer)), 16);
			},
		};
		const { boot } = this;
		this.operators = new OperatorContexts({
			crypto,
			secrets,
			contexts,
			agreement,
			scheduler,
			boot,
		});
		const source = { rowOf: () => -1, operators: this.operators };
		const cose = new CoseObject(crypto, contexts);
		this.security = new OscoreSecurity({ crypto, contexts, cose, source, scheduler, random: new FixedRandom(4) });
	}

	/** What comes of a request: a fault, or its length. */
	hear(sealed: string, from = desktop): number {
		const bytes = fromHex(sealed);
		this.#buffer.set(bytes);
		return this.security.unprotectRequest(from, this.#buffer, 0, bytes.length);
	}

	/** Answers the request heard last. */
	answer(): string {
		const buffer = new Uint8Array(120);
		const bytes = fromHex(content);
		buffer.set(bytes);
		const length = this.security.protectResponse(buffer, bytes.length, buffer.length);
		return length < 0 ? `fault ${length}` : toHex(buffer.slice(0, length));
	}

	/** Takes the request heard last for one that answered a challenge. */
	prove(): boolean {
		const value = new Uint8Array(40);
		const length = this.security.challenge(value);
		return this.security.acceptEcho(value, 0, length);
	}
}

/** A desktop with a part of its own in the ID Context. */
class Desktop {
	readonly #stand = new OscoreStand(new ReferenceCrypto());
	readonly #row: number;

	constructor(boot: Uint8Array, part: number, address = operator, secret = secretOf(address)) {
		const own = part.toString(16).padStart(16, "0");
		const idContext = address < gateway ? own + toHex(boot) : toHex(boot) + own;
		const senderId = address.toString(16).padStart(4, "0");
		this.#row = this.#stand.add({ secret, senderId, recipientId: "0007", idContext });
	}

	ask(): string {
		return this.#stand.protectRequest(this.#row, get, undefined, true);
	}
}

test("an operator's request is verified by what it names, and has to answer a challenge before it is fresh", () => {
	const station = new Gateway();
	const asking = new Desktop(station.boot, 1);
	assert.equal(station.hear(asking.ask()), fromHex(get).length);
	assert.equal(station.operators.speaker, operator);
	assert.equal(station.security.fresh, false);
	assert.equal(station.prove(), true);
	assert.equal(station.hear(asking.ask()), fromHex(get).length);
	assert.equal(station.security.fresh, true);
	assert.equal(station.agreements, 1);
	// The other one has the lower address, so its part comes first.
	assert.ok(station.hear(new Desktop(station.boot, 2, otherOperator).ask()) > 0);
	assert.equal(station.operators.speaker, otherOperator);
});

test("a request that was heard is refused when it is heard again, and so is one of before the challenge", () => {
	const station = new Gateway();
	const asking = new Desktop(station.boot, 1);
	const first = asking.ask();
	const second = asking.ask();
	station.hear(first);
	station.hear(second);
	station.prove();
	for (const recorded of [first, second]) assert.equal(station.hear(recorded), oscoreFaults.replayed);
	assert.equal(station.operators.speaker, 0);
});

test("who is no operator, another boot, and what does not verify leave no key and no row behind", () => {
	const station = new Gateway();
	// The Master Secret of the operator stays.
	station.hear(new Desktop(station.boot, 9, operator, secretOf(1)).ask());
	const held = station.crypto.held.size;
	const elsewhere = Uint8Array.from(station.boot, (byte) => byte ^ 1);
	for (let part = 1; part < 40; part++) {
		assert.equal(station.hear(new Desktop(station.boot, part, 2).ask()), oscoreFaults.unknownContext, "a node");
		assert.equal(station.hear(new Desktop(station.boot, part, 0x77).ask()), oscoreFaults.unknownContext, "nobody");
		assert.equal(station.hear(new Desktop(elsewhere, part).ask()), oscoreFaults.unknownContext, "another boot");
		const forged = new Desktop(station.boot, part, operator, secretOf(1));
		assert.equal(station.hear(forged.ask()), oscoreFaults.notAuthentic);
	}
	assert.equal(station.crypto.held.size, held);
	assert.equal(station.operators.evictions, 0);
	for (let row = 0; row < operatorRows; row++) assert.equal(station.contexts.serial(row), 0);
});

test("strangers displace no context that is proven, and derive no more than the allowance", () => {
	const station = new Gateway();
	const asking = new Desktop(station.boot, 1);
	station.hear(asking.ask());
	station.prove();
	for (let part = 2; part < 2 * derivationBurst; part++)
		station.hear(new Desktop(station.boot, part, operator, secretOf(1)).ask());
	assert.ok(station.operators.refused > derivationBurst / 2, `${station.operators.refused}`);
	assert.equal(station.agreements, 1);
	station.hear(asking.ask());
	assert.equal(station.security.fresh, true);
	// After a while there is room for a genuine one again.
	const later = new Desktop(station.boot, 0x1000);
	assert.equal(station.hear(later.ask()), oscoreFaults.unknownContext);
	station.clock.advance(1000);
	assert.ok(station.hear(later.ask()) > 0);
});

test("recordings of other contexts make room of each other before they displace one that is proven", () => {
	const station = new Gateway();
	const asking = new Desktop(station.boot, 1);
	station.hear(asking.ask());
	station.prove();
	for (let part = 2; part < 12; part++) assert.ok(station.hear(new Desktop(station.boot, part).ask()) > 0);
	assert.equal(station.operators.evictions, 11 - operatorLimit);
	station.hear(asking.ask());
	assert.equal(station.security.fresh, true);
	assert.equal(station.crypto.reused.length, 0);
});

test("a context that an observer waits in outlives those that nobody waits in", () => {
	const station = new Gateway();
	const observing = new Desktop(station.boot, 1);
	station.hear(observing.ask());
	station.prove();
	station.security.keepRequest(0);
	for (let part = 2; part < 8; part++) {
		station.hear(new Desktop(station.boot, part).ask());
		station.prove();
	}
	station.hear(observing.ask());
	assert.equal(station.security.fresh, true);
	const buffer = new Uint8Array(120);
	buffer.set(fromHex(content));
	assert.ok(station.security.protectLater(0, buffer, 5, buffer.length) > 0);
});

test("a context that made room and is derived again repeats no nonce, and believes no recording", () => {
	const station = new Gateway();
	const recorded: string[] = [];
	const desktops = Array.from({ length: operatorLimit + 2 }, (_, part) => new Desktop(station.boot, part + 1));
	for (let round = 0; round < 6; round++)
		for (const asking of desktops) {
			const sealed = asking.ask();
			recorded.push(sealed);
			station.hear(sealed);
			assert.equal(station.security.fresh, false, "its window was lost");
			assert.ok(!station.answer().startsWith("fault"));
			station.prove();
			const next = asking.ask();
			recorded.push(next);
			station.hear(next);
			assert.equal(station.security.fresh, true);
			assert.ok(!station.answer().startsWith("fault"));
			station.clock.advance(1000);
		}
	for (const sealed of recorded) {
		station.hear(sealed);
		assert.equal(station.security.fresh, false);
		station.answer();
		station.clock.advance(1000);
	}
	assert.ok(station.operators.evictions > 20);
	assert.deepEqual(station.crypto.reused, []);
});

test("under another boot nothing of before is known", () => {
	const station = new Gateway();
	const asking = new Desktop(station.boot, 1);
	station.hear(asking.ask());
	station.prove();
	const held = station.crypto.held.size;
	station.boot.set([0, 2, 9, 9, 9, 9, 9, 9]);
	station.operators.forgetAll();
	assert.equal(station.crypto.held.size, held - 2, "both keys of the context");
	assert.equal(station.hear(asking.ask()), oscoreFaults.unknownContext);
	assert.ok(station.hear(new Desktop(station.boot, 1).ask()) > 0);
	assert.equal(station.security.fresh, false);
});

test("without operators a request from beyond the radio is nobody's", () => {
	const station = new Gateway();
	const crypto = new ReferenceCrypto();
	const contexts = new ContextTable(crypto, 2);
	const security = new OscoreSecurity({
		crypto,
		contexts,
		cose: new CoseObject(crypto, contexts),
		source: { rowOf: () => -1 },
		scheduler: new Scheduler(new FakeClock()),
		random: new FixedRandom(1),
	});
	const sealed = fromHex(new Desktop(station.boot, 1).ask());
	assert.equal(security.unprotectRequest(desktop, sealed, 0, sealed.length), oscoreFaults.unknownContext);
	assert.equal(station.hear("41020001aa9120ff00"), oscoreFaults.badOption);
});
