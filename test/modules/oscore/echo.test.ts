import assert from "node:assert/strict";
import { test } from "node:test";
import { EchoChallenges, echoKeyLifetimeMs, echoLength } from "kith/oscore/echo-challenges";
import { FixedRandom } from "../../support/fixed-random";
import { ReferenceCrypto } from "../../support/reference-crypto";

const maximumAge = 10_000;

function challenges(seed = 1, now = 0): EchoChallenges {
	return new EchoChallenges(new ReferenceCrypto(), new FixedRandom(seed), now);
}

function issue(echo: EchoChallenges, subject: number, now: number): Uint8Array {
	const value = new Uint8Array(echoLength);
	echo.issue(subject, now, value);
	return value;
}

function isFresh(echo: EchoChallenges, subject: number, now: number, value: Uint8Array): boolean {
	const buffer = Uint8Array.of(1, 2, ...value, 3);
	return echo.isFresh(subject, now, maximumAge, buffer, 2, value.length);
}

test("a challenge is fresh for its subject and its time, and not a millisecond longer", () => {
	const echo = challenges();
	const value = issue(echo, 7, 1000);
	assert.equal(isFresh(echo, 7, 1000, value), true);
	assert.equal(isFresh(echo, 7, 1000 + maximumAge, value), true);
	assert.equal(isFresh(echo, 7, 1001 + maximumAge, value), false);
	assert.equal(isFresh(echo, 7, 999, value), false);
	assert.equal(isFresh(echo, 8, 1000, value), false);
});

test("challenges of others, of another boot, changed, cut or longer ones are not fresh", () => {
	const echo = challenges();
	const value = issue(echo, 7, 1000);
	assert.equal(isFresh(challenges(2), 7, 1000, value), false);
	for (let bit = 0; bit < 8 * echoLength; bit++) {
		const changed = value.slice();
		changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
		assert.equal(isFresh(echo, 7, 1000, changed), false, `${bit}`);
	}
	for (const length of [0, 4, echoLength - 1]) assert.equal(isFresh(echo, 7, 1000, value.slice(0, length)), false);
	assert.equal(isFresh(echo, 7, 1000, Uint8Array.of(...value, 0)), false);
	assert.equal(isFresh(echo, 7, 1000, new Uint8Array(echoLength)), false);
});

test("time may wrap while a challenge is under way", () => {
	const echo = challenges(1, 0x7ffffff0);
	const value = issue(echo, 7, 0x7ffffff0);
	assert.equal(isFresh(echo, 7, (0x7ffffff0 + 500) | 0, value), true);
	assert.equal(isFresh(echo, 7, (0x7ffffff0 + maximumAge + 1) | 0, value), false);
});

test("a challenge is not fresh again when the clock has come round", () => {
	const echo = challenges();
	const value = issue(echo, 7, 1000);
	for (let quarter = 1; quarter <= 4; quarter++) echo.renewIfOld((quarter * echoKeyLifetimeMs) | 0);
	assert.equal(isFresh(echo, 7, 1000, value), false);
	assert.equal(isFresh(echo, 7, 1001, issue(echo, 7, 1000)), true);
});

test("closing gives the key back, twice if need be", () => {
	const crypto = new ReferenceCrypto();
	const echo = new EchoChallenges(crypto, new FixedRandom(), 0);
	assert.equal(crypto.keyCount, 1);
	echo.renewIfOld(echoKeyLifetimeMs);
	assert.equal(crypto.keyCount, 1);
	echo.close();
	echo.close();
	assert.equal(crypto.keyCount, 0);
	assert.throws(() => issue(echo, 7, echoKeyLifetimeMs + 1), /closed/);
});
