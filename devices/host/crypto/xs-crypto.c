/*
 * crypto.ts against psa-crypto.c. A buffer's address is valid until XS next allocates, so every function here first takes
 * numbers, then addresses, then calls what knows nothing of XS. Nothing is allocated in the XS heap.
 */
#include "psa-crypto.h"
#include "key-ring.h"

#include "xsmc.h"

typedef struct {
	uint8_t *bytes;
	size_t length;
} span;

void xs_kith_crypto_destructor(void *data);
void xs_kith_crypto(xsMachine *the);
void xs_kith_crypto_import_key(xsMachine *the);
void xs_kith_crypto_forget_key(xsMachine *the);
void xs_kith_crypto_seal(xsMachine *the);
void xs_kith_crypto_open(xsMachine *the);
void xs_kith_crypto_sha256(xsMachine *the);
void xs_kith_crypto_hmac_sha256(xsMachine *the);
void xs_kith_crypto_hkdf_sha256(xsMachine *the);
void xs_kith_crypto_agree_p256(xsMachine *the);
void xs_kith_crypto_public_p256(xsMachine *the);

void xs_kith_crypto_destructor(void *data)
{
	kithCryptoClose(data);
}

void xs_kith_crypto(xsMachine *the)
{
	kithCrypto *crypto = kithCryptoOpen();

	if (crypto == NULL)
		xsUnknownError("PSA Crypto does not start: no memory, or no entropy");
	xsmcSetHostData(xsThis, crypto);
}

static kithCrypto *keeper(xsMachine *the)
{
	return xsmcGetHostDataValidate(xsThis, (void *)xs_kith_crypto_destructor);
}

static span readable(xsMachine *the, int argument)
{
	void *bytes;
	xsUnsignedValue length;

	xsmcGetBufferReadable(xsArg(argument), &bytes, &length);
	return (span){ bytes, length };
}

static span writable(xsMachine *the, int argument, size_t atLeast)
{
	void *bytes;
	xsUnsignedValue length;

	xsmcGetBufferWritable(xsArg(argument), &bytes, &length);
	if (length < atLeast)
		xsRangeError("the array for the result has %d bytes, not %d", (int)length, (int)atLeast);
	return (span){ bytes, length };
}

/* Throws unless 0 <= `length` <= `limit`, and that many are in `buffer`. */
static void checkLength(xsMachine *the, span buffer, int length, int limit)
{
	if (length < 0 || length > limit || (size_t)length > buffer.length)
		xsRangeError("%d bytes of %d; the limit is %d", length, (int)buffer.length, limit);
}

void xs_kith_crypto_import_key(xsMachine *the)
{
	kithCrypto *crypto = keeper(the);
	int length = xsmcToInteger(xsArg(1));
	span bytes = readable(the, 0);

	checkLength(the, bytes, length, kithKeyLengthLimit);
	if (length == 0)
		xsRangeError("a key of no bytes");
	xsmcSetInteger(xsResult, kithImportKey(crypto, bytes.bytes, (size_t)length));
}

void xs_kith_crypto_forget_key(xsMachine *the)
{
	kithForgetKey(keeper(the), xsmcToInteger(xsArg(0)));
}

/* (object, key, nonce, aad, aadLength, tagLength, buffer, offset, length) */
static void aead(xsMachine *the, bool sealing)
{
	kithCrypto *crypto = xsmcGetHostDataValidate(xsArg(0), (void *)xs_kith_crypto_destructor);
	int key = xsmcToInteger(xsArg(1));
	int aadLength = xsmcToInteger(xsArg(4));
	int tagLength = xsmcToInteger(xsArg(5));
	int offset = xsmcToInteger(xsArg(7));
	int length = xsmcToInteger(xsArg(8));
	span nonce = readable(the, 2);
	span aad = readable(the, 3);
	span text = writable(the, 6, 0);
	kithAead parameters = { key, nonce.bytes, aad.bytes, (size_t)aadLength, (size_t)tagLength };
	int64_t end = (int64_t)offset + length + (sealing ? tagLength : 0);

	checkLength(the, aad, aadLength, kithAadLengthLimit);
	if (length < 0 || tagLength < 0 || !kithAeadFits(nonce.length, (size_t)aadLength, (size_t)tagLength, (size_t)length)
		|| (sealing && length > kithTextLimit))
		xsRangeError("AES-CCM has no nonce of %d bytes, tag of %d, or text of %d", (int)nonce.length, tagLength, length);
	if (offset < 0 || end > (int64_t)text.length)
		xsRangeError("text at %d of %d bytes", offset, (int)text.length);
	xsmcSetInteger(xsResult, sealing ? kithSeal(crypto, &parameters, text.bytes + offset, (size_t)length)
		: kithOpen(crypto, &parameters, text.bytes + offset, (size_t)length));
}

void xs_kith_crypto_seal(xsMachine *the)
{
	aead(the, true);
}

void xs_kith_crypto_open(xsMachine *the)
{
	aead(the, false);
}

void xs_kith_crypto_sha256(xsMachine *the)
{
	int length = xsmcToInteger(xsArg(1));
	span data = readable(the, 0);
	span digest = writable(the, 2, kithDigestLength);

	keeper(the);
	checkLength(the, data, length, kithDataLengthLimit);
	if (kithSha256(data.bytes, (size_t)length, digest.bytes) < 0)
		xsUnknownError("SHA-256 failed: no memory");
}

void xs_kith_crypto_hmac_sha256(xsMachine *the)
{
	kithCrypto *crypto = keeper(the);
	int key = xsmcToInteger(xsArg(0));
	int length = xsmcToInteger(xsArg(2));
	span data = readable(the, 1);
	span mac = writable(the, 3, kithDigestLength);

	checkLength(the, data, length, kithDataLengthLimit);
	xsmcSetInteger(xsResult, kithHmacSha256(crypto, key, data.bytes, (size_t)length, mac.bytes));
}

void xs_kith_crypto_hkdf_sha256(xsMachine *the)
{
	kithCrypto *crypto = keeper(the);
	int secret = xsmcToInteger(xsArg(0));
	int infoLength = xsmcToInteger(xsArg(3));
	span salt = readable(the, 1);
	span info = readable(the, 2);
	span output = writable(the, 4, 1);
	kithHkdfInput input = { salt.bytes, salt.length, info.bytes, (size_t)infoLength };

	checkLength(the, salt, (int)salt.length, kithKeyLengthLimit);
	checkLength(the, info, infoLength, kithKeyLengthLimit);
	checkLength(the, output, (int)output.length, kithDerivedLengthLimit);
	xsmcSetInteger(xsResult, kithHkdfSha256(crypto, secret, &input, output.bytes, output.length));
}

void xs_kith_crypto_agree_p256(xsMachine *the)
{
	kithCrypto *crypto = keeper(the);
	int privateKey = xsmcToInteger(xsArg(0));
	span publicKey = readable(the, 1);

	xsmcSetInteger(xsResult, kithAgreeP256(crypto, privateKey, publicKey.bytes, publicKey.length));
}

void xs_kith_crypto_public_p256(xsMachine *the)
{
	kithCrypto *crypto = keeper(the);
	int privateKey = xsmcToInteger(xsArg(0));
	span publicKey = writable(the, 1, kithP256PublicLength);

	xsmcSetInteger(xsResult, kithPublicP256(crypto, privateKey, publicKey.bytes));
}
