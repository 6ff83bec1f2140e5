import assert from "node:assert/strict";
import { test } from "node:test";
import { keyLimit } from "kith/core/crypto";
import { contextFaults } from "kith/oscore/context-parameters";
import { ContextTable } from "kith/oscore/context-table";
import { contextLimit } from "kith/oscore/limits";
import { OscoreOption } from "kith/oscore/option-value";
import { fromHex } from "../../support/hex";
import { type HexParameters, OscoreStand } from "../../support/oscore-stand";
import { ReferenceCrypto } from "../../support/reference-crypto";

function open(capacity = 4): OscoreStand {
	return new OscoreStand(new ReferenceCrypto(), capacity);
}

function find(stand: OscoreStand, kid: string, kidContext?: string): number {
	const option = new OscoreOption();
	const buffer = fromHex(`${kid}${kidContext ?? ""}`);
	option.kidLength = kid.length / 2;
	option.kidContextOffset = kid.length / 2;
	option.kidContextLength = kidContext === undefined ? -1 : kidContext.length / 2;
	return stand.contexts.find(buffer, option);
}

test("a context is found by the whole of its kid", () => {
	const stand = open(8);
	// All but one in the same bucket.
	const ids = ["", "01", "0001", "000001", "41", "4101", "01020304050601"];
	const rows = ids.map((recipientId) => stand.add({ recipientId }));
	assert.deepEqual(rows, [0, 1, 2, 3, 4, 5, 6]);
	assert.deepEqual(
		ids.map((id) => find(stand, id)),
		rows,
	);
	for (const id of ["02", "0101", "00000001", "00", "01020304050602"]) assert.equal(find(stand, id), -1, id);
});

test("the kid context chooses among contexts with one kid; without it the newest is meant", () => {
	const stand = open();
	const add = (idContext?: string): number =>
		stand.add({ senderId: "02", recipientId: "01", ...(idContext === undefined ? {} : { idContext }) });
	const [bare, first, second] = [add(), add("aa"), add("bbcc")];
	assert.deepEqual([find(stand, "01", "aa"), find(stand, "01", "bbcc"), find(stand, "01")], [first, second, second]);
	assert.equal(find(stand, "01", "bb"), -1);
	assert.equal(find(stand, "01", "aabb"), -1);
	stand.contexts.remove(second as number);
	assert.equal(find(stand, "01"), first);
	stand.contexts.remove(first as number);
	assert.equal(find(stand, "01"), bare);
	assert.equal(find(stand, "01", ""), -1);
	assert.equal(find(stand, "01", "bbcc"), -1);
});

test("an ID Context in a byte string is found in one, and not without", () => {
	const stand = open();
	const row = stand.add({ senderId: "02", recipientId: "01", idContext: "0a0b0c", wrapIdContext: true });
	assert.equal(find(stand, "01", "430a0b0c"), row);
	for (const other of ["0a0b0c", "420a0b", "430a0b0d", "43", "", "440a0b0c00"])
		assert.equal(find(stand, "01", other), -1, other);
});

test("removing forgets keys, numbers and windows; the row is given out again under another serial", () => {
	const stand = open();
	const crypto = stand.crypto as ReferenceCrypto;
	const rows = ["01", "41", "81"].map((recipientId) =>
		stand.add({ senderId: "02", recipientId, idContext: recipientId }),
	);
	const middle = rows[1] as number;
	const serial = stand.contexts.serial(middle);
	assert.equal(crypto.keyCount, 6);
	stand.contexts.windows.accept(middle, 9);
	stand.contexts.remove(middle);
	stand.contexts.remove(middle);
	stand.contexts.remove(99);
	assert.equal(crypto.keyCount, 4);
	assert.equal(stand.contexts.serial(middle), 0);
	assert.equal(stand.contexts.senderKey(middle), -1);
	assert.equal(stand.protectRequest(middle, "40010001"), "noKey");
	assert.deepEqual(
		["01", "41", "81"].map((id) => find(stand, id)),
		[rows[0], -1, rows[2]],
	);
	assert.equal(stand.add({ senderId: "02", recipientId: "c1", idContext: "77" }), middle);
	assert.notEqual(stand.contexts.serial(middle), serial);
	assert.equal(stand.contexts.windows.highest(middle), -1);
	assert.deepEqual(
		["01", "41", "81", "c1"].map((id) => find(stand, id)),
		[rows[0], -1, rows[2], middle],
	);
});

test("no two rows send under one key", () => {
	const stand = open();
	const parameters = { salt: "aa", idContext: "0102", senderId: "05", recipientId: "06" };
	assert.equal(stand.add(parameters), 0);
	const keys = (stand.crypto as ReferenceCrypto).keyCount;
	assert.equal(stand.add(parameters), contextFaults.senderInUse);
	assert.equal(stand.add({ ...parameters, recipientId: "07" }), contextFaults.senderInUse);
	assert.equal((stand.crypto as ReferenceCrypto).keyCount, keys);
	const { senderId, ...receiving } = parameters;
	assert.equal(stand.add({ ...receiving, recipientId: senderId }), 1);
	const others: HexParameters[] = [
		{ ...parameters, salt: "ab" },
		{ ...parameters, idContext: "0103" },
	];
	assert.deepEqual(
		others.map((other) => stand.add(other)),
		[2, 3],
	);
});

test("a context that only receives cannot send, and the other way round", () => {
	const stand = open();
	const receiver = stand.add({ recipientId: "01" });
	const sender = stand.add({ senderId: "02" });
	assert.equal(stand.protectRequest(receiver, "40010001"), "noKey");
	assert.equal(stand.contexts.recipientKey(sender), -1);
	assert.equal(find(stand, ""), -1);
	assert.equal(find(stand, "02"), -1);
});

test("full tables and missing secrets are values, and leave no keys behind", () => {
	const stand = open(1);
	const crypto = stand.crypto as ReferenceCrypto;
	assert.equal(
		stand.contexts.add({ secret: 77, salt: new Uint8Array(0), senderId: fromHex("01") }),
		contextFaults.noSecret,
	);
	const secret = crypto.importKey(new Uint8Array(16), 16);
	while (crypto.keyCount < keyLimit - 1) crypto.importKey(new Uint8Array(16), 16);
	const parameters = { secret, salt: new Uint8Array(0), senderId: fromHex("01"), recipientId: fromHex("02") };
	assert.equal(stand.contexts.add(parameters), contextFaults.keysFull);
	assert.equal(crypto.keyCount, keyLimit - 1);
	crypto.forgetKey(100);
	assert.equal(stand.contexts.add(parameters), 0);
	assert.equal(stand.contexts.add(parameters), contextFaults.tableFull);
});

test("what only a bug can ask for throws", () => {
	const stand = open();
	const wrong: HexParameters[] = [
		{},
		{ senderId: "01", recipientId: "01" },
		{ senderId: "0102030405060708", recipientId: "01" },
		{ senderId: "01", recipientId: "0102030405060708" },
		{ senderId: "01", salt: "00".repeat(33) },
		{ senderId: "01", idContext: "00".repeat(17) },
	];
	for (const parameters of wrong) assert.throws(() => stand.add(parameters), RangeError);
	for (const capacity of [0, contextLimit + 1])
		assert.throws(() => new ContextTable(new ReferenceCrypto(), capacity), RangeError);
});
