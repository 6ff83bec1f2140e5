/** RFC 8949 appendix A, from the vectors that lie beside the checkout. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { cborFaultName, cborFaults } from "kith/cbor/cbor-format";
import { CborTag, type CborValue } from "kith/cbor/cbor-value";
import { decode } from "kith/cbor/decode";
import { encode } from "kith/cbor/encode";
import { fromHex, toHex } from "../support/hex";

const path = "../shared/vectors/cbor-rfc8949-appendix-a.json";

interface Vector {
	readonly hex: string;
	readonly roundtrip: boolean;
	readonly decoded?: unknown;
	readonly diagnostic?: string;
}

/** Integers beyond 2^53, and simple values without a meaning: refused on purpose. */
const refused: Readonly<Record<string, number>> = {
	"1bffffffffffffffff": cborFaults.tooLarge,
	"3bffffffffffffffff": cborFaults.tooLarge,
	f0: cborFaults.unsupported,
	f818: cborFaults.notWellFormed,
	f8ff: cborFaults.unsupported,
};

/** What JSON makes of a value; only what has no JSON differs from the vector's text. */
function asJson(value: CborValue): unknown {
	if (value instanceof Map) {
		return Object.fromEntries([...value].map(([key, item]) => [String(key), asJson(item as CborValue)]));
	}
	if (Array.isArray(value)) return value.map(asJson);
	return value;
}

const skip = existsSync(path) ? false : `no ${path} beside this checkout`;

test("every vector of appendix A decodes to its value or is refused on purpose, and round trips", { skip }, () => {
	const vectors = JSON.parse(readFileSync(path, "utf8")) as Vector[];
	assert.ok(vectors.length > 70);
	let compared = 0;
	for (const vector of vectors) {
		const result = decode(fromHex(vector.hex));
		const expectedFault = refused[vector.hex] ?? cborFaults.none;
		assert.equal(result.fault, expectedFault, `${vector.hex}: ${cborFaultName(result.fault)}`);
		if (result.fault !== cborFaults.none) continue;
		if ("decoded" in vector && !(result.value instanceof CborTag)) {
			assert.deepEqual(asJson(result.value), vector.decoded, vector.hex);
			compared++;
		}
		// 1.0 is an integer here; all else that the RFC calls round-trip is written as it was.
		const wholeFloat = typeof result.value === "number" && Number.isInteger(result.value) && /^f[9ab]/.test(vector.hex);
		if (vector.roundtrip && (!wholeFloat || Object.is(result.value, -0))) {
			assert.equal(toHex(encode(result.value)), vector.hex);
		}
	}
	assert.ok(compared > 50, `${compared}`);
});
