/*
 * `host.crypto` (typings/kith-host.d.ts): the cryptography that a board has in hardware. Lengths come from the guest:
 * each is held against its buffer and its limit before anything is read or written. Nothing is allocated in the XS heap,
 * so that the views of the arguments hold until the end.
 */
#include "host.h"

/* Longest question and answer of P-256: a private key and a public one, with one byte too many; a status and a point. */
#define QUESTION_LENGTH (P256_PRIVATE_LENGTH + P256_PUBLIC_LENGTH + 1)

static Bytes bytes_of(View view, uint32_t length)
{
	return (Bytes){ view.bytes, length };
}

/* An array that takes all of a result. */
static View result_view(txMachine* the, int index, uint32_t length)
{
	View view = guest_view_argument(the, index, true);
	if (view.size < length)
		mxRangeError("%u bytes of result do not fit into %u", (unsigned)length, (unsigned)view.size);
	return view;
}

static void crypto_import_key(txMachine* the)
{
	Board* board = guest_board(the);
	View key = guest_view_argument(the, 0, false);
	uint32_t length = guest_length(the, 1, key, KEY_LENGTH_LIMIT);
	if (!length)
		mxRangeError("a key of 0 bytes");
	guest_return(the, key_ring_add(&board->keys, key.bytes, length));
}

static void crypto_forget_key(txMachine* the)
{
	key_ring_forget(&guest_board(the)->keys, guest_integer(the, 0));
}

static void crypto_forget_all(txMachine* the)
{
	key_ring_clear(&guest_board(the)->keys);
}

/* The arguments of seal and open: key, nonce, aad, aadLength, tagLength, buffer, offset, length. */
typedef struct AeadCall {
	Ccm ccm;
	uint8_t nonce[NONCE_LENGTH];
	uint8_t aad[AAD_LENGTH_LIMIT];
	uint8_t* text;
	uint32_t length; /* from `text` on, as the guest has it: without the tag to seal, with it to open */
	bool hasKey;
} AeadCall;

/* Nonce and associated data are copied, for they may lie in the buffer. `sealing` needs room for the tag behind the text. */
static void aead_arguments(txMachine* the, AeadCall* call, bool sealing)
{
	Board* board = guest_board(the);
	int32_t tagLength = guest_integer(the, 4), offset = guest_integer(the, 6), length = guest_integer(the, 7);
	View nonce = guest_view_argument(the, 1, false);
	View aad = guest_view_argument(the, 2, false);
	View buffer = guest_view_argument(the, 5, true);
	uint32_t aadLength = guest_length(the, 3, aad, AAD_LENGTH_LIMIT);
	uint32_t tagRoom = 0;
	Bytes key;
	if (nonce.size != NONCE_LENGTH)
		mxRangeError("a nonce of %u bytes", (unsigned)nonce.size);
	if ((tagLength != 4) && (tagLength != 8) && (tagLength != 16))
		mxRangeError("a tag of %d bytes", (int)tagLength);
	if (sealing)
		tagRoom = (uint32_t)tagLength;
	if ((offset < 0) || (length < 0) || (length > TEXT_LENGTH_LIMIT + (sealing ? 0 : tagLength))
		|| ((uint32_t)offset > buffer.size) || ((uint32_t)length + tagRoom > buffer.size - (uint32_t)offset))
		mxRangeError("a text of %d bytes at %d of %u", (int)length, (int)offset, (unsigned)buffer.size);
	call->hasKey = key_ring_find(&board->keys, guest_integer(the, 0), &key) && (key.length == AEAD_KEY_LENGTH);
	memcpy(call->nonce, nonce.bytes, NONCE_LENGTH);
	memcpy(call->aad, aad.bytes, aadLength);
	call->ccm = (Ccm){ call->hasKey ? key.start : NULL, call->nonce, call->aad, aadLength, (uint32_t)tagLength };
	call->text = buffer.bytes + offset;
	call->length = (uint32_t)length;
}

static void crypto_seal(txMachine* the)
{
	AeadCall call;
	aead_arguments(the, &call, true);
	if (call.hasKey) {
		nonce_watch(&call.ccm, guest_board(the)->number);
		ccm_seal(&call.ccm, call.text, call.length);
	}
	guest_return(the, call.hasKey ? (int32_t)(call.length + call.ccm.tagLength) : CRYPTO_NO_KEY);
}

static int32_t aead_open(AeadCall* call)
{
	uint32_t length = call->length - call->ccm.tagLength;
	if (!call->hasKey)
		return CRYPTO_NO_KEY;
	if ((call->length < call->ccm.tagLength) || !ccm_open(&call->ccm, call->text, length))
		return CRYPTO_NOT_AUTHENTIC;
	return (int32_t)length;
}

static void crypto_open(txMachine* the)
{
	AeadCall call;
	aead_arguments(the, &call, false);
	guest_return(the, aead_open(&call));
}

static void crypto_sha256(txMachine* the)
{
	View data, digest;
	uint32_t length;
	Sha256 sha;
	guest_board(the);
	data = guest_view_argument(the, 0, false);
	length = guest_length(the, 1, data, DATA_LENGTH_LIMIT);
	digest = result_view(the, 2, DIGEST_LENGTH);
	sha256_open(&sha);
	sha256_add(&sha, data.bytes, length);
	sha256_close(&sha, digest.bytes);
}

static void crypto_hmac_sha256(txMachine* the)
{
	Board* board = guest_board(the);
	View data = guest_view_argument(the, 1, false);
	uint32_t length = guest_length(the, 2, data, DATA_LENGTH_LIMIT);
	View mac = result_view(the, 3, DIGEST_LENGTH);
	Bytes key;
	if (!key_ring_find(&board->keys, guest_integer(the, 0), &key)) {
		guest_return(the, CRYPTO_NO_KEY);
		return;
	}
	hmac_sha256(key, bytes_of(data, length), mac.bytes);
	guest_return(the, DIGEST_LENGTH);
}

static void crypto_hkdf_sha256(txMachine* the)
{
	Board* board = guest_board(the);
	View salt = guest_view_argument(the, 1, false);
	View info = guest_view_argument(the, 2, false);
	uint32_t infoLength = guest_length(the, 3, info, KEY_LENGTH_LIMIT);
	View output = guest_view_argument(the, 4, true);
	Bytes secret;
	if (salt.size > KEY_LENGTH_LIMIT)
		mxRangeError("a salt of %u bytes", (unsigned)salt.size);
	if (!output.size || (output.size > DERIVED_LENGTH_LIMIT))
		mxRangeError("an output of %u bytes", (unsigned)output.size);
	if (!key_ring_find(&board->keys, guest_integer(the, 0), &secret)) {
		guest_return(the, CRYPTO_NO_KEY);
		return;
	}
	hkdf_sha256(secret, bytes_of(salt, salt.size), bytes_of(info, infoLength), output.bytes, output.size);
	guest_return(the, (int32_t)output.size);
}

/*
 * P-256 is rare and long: the simulator computes it. Asks with the private key and, unless NULL, a public one. The
 * answer's first byte is 0, and the result follows, or it is a negated fault. Returns what of it follows, or a fault.
 */
static int32_t ask_p256(Board* board, uint32_t kind, int32_t handle, const View* publicKey, uint8_t answer[QUESTION_LENGTH])
{
	uint32_t length = P256_PRIVATE_LENGTH;
	int32_t result;
	Bytes privateKey;
	if (!key_ring_find(&board->keys, handle, &privateKey) || (privateKey.length != P256_PRIVATE_LENGTH))
		return CRYPTO_NO_KEY;
	memcpy(answer, privateKey.start, P256_PRIVATE_LENGTH);
	if (publicKey) {
		/* What is too long for a point is none, however long: the simulator sees that from one byte too many. */
		uint32_t count = publicKey->size < P256_PUBLIC_LENGTH + 1 ? publicKey->size : P256_PUBLIC_LENGTH + 1;
		memcpy(answer + length, publicKey->bytes, count);
		length += count;
	}
	result = protocol_call(board, kind, answer, length, QUESTION_LENGTH);
	if (result < 1)
		return CRYPTO_UNSUPPORTED;
	return answer[0] ? -(int32_t)answer[0] : result - 1;
}

/* kind, private key's handle, public key */
static void crypto_agree_p256(txMachine* the)
{
	Board* board = guest_board(the);
	uint8_t answer[QUESTION_LENGTH];
	int32_t kind = guest_integer(the, 0), handle = guest_integer(the, 1), result;
	View publicKey = guest_view_argument(the, 2, false);
	result = ask_p256(board, (uint32_t)kind, handle, &publicKey, answer);
	if ((result >= 0) && (result != P256_PRIVATE_LENGTH))
		fatal("a shared secret of %d bytes", (int)result);
	if (result >= 0)
		result = key_ring_add(&board->keys, answer + 1, P256_PRIVATE_LENGTH);
	wipe_bytes(answer, sizeof(answer));
	guest_return(the, result);
}

/* kind, private key's handle, array for the public one */
static void crypto_public_p256(txMachine* the)
{
	Board* board = guest_board(the);
	uint8_t answer[QUESTION_LENGTH];
	int32_t kind = guest_integer(the, 0), handle = guest_integer(the, 1), result;
	View publicKey = result_view(the, 2, P256_PUBLIC_LENGTH);
	result = ask_p256(board, (uint32_t)kind, handle, NULL, answer);
	if ((result >= 0) && (result != P256_PUBLIC_LENGTH))
		fatal("a public key of %d bytes", (int)result);
	if (result >= 0)
		memcpy(publicKey.bytes, answer + 1, P256_PUBLIC_LENGTH);
	wipe_bytes(answer, sizeof(answer));
	guest_return(the, result);
}

typedef struct Function {
	const char* name;
	txCallback callback;
	txInteger length;
} Function;

static const Function functions[] = {
	{ "importKey", crypto_import_key, 2 },
	{ "forgetKey", crypto_forget_key, 1 },
	{ "forgetAll", crypto_forget_all, 0 },
	{ "seal", crypto_seal, 8 },
	{ "open", crypto_open, 8 },
	{ "sha256", crypto_sha256, 3 },
	{ "hmacSha256", crypto_hmac_sha256, 4 },
	{ "hkdfSha256", crypto_hkdf_sha256, 5 },
	{ "agreeP256", crypto_agree_p256, 3 },
	{ "publicP256", crypto_public_p256, 3 },
};

void guest_crypto_build(txMachine* the, txSlot* property)
{
	txSlot* slot;
	mxPush(mxObjectPrototype);
	slot = fxLastProperty(the, fxNewObjectInstance(the));
	for (size_t index = 0; index < sizeof(functions) / sizeof(functions[0]); index++)
		slot = fxNextHostFunctionProperty(the, slot, functions[index].callback, functions[index].length,
			fxNewNameX(the, (txString)functions[index].name), XS_DONT_ENUM_FLAG);
	fxNextSlotProperty(the, property, the->stack, fxNewNameX(the, "crypto"), XS_GET_ONLY);
	mxPop();
}
