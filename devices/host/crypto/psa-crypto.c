#include "psa-crypto.h"

#include "key-ring.h"

#if defined(ESP_PLATFORM)
/* The sizes of the library's structures depend on its configuration, which ESP-IDF gives only to its own components. */
#define TF_PSA_CRYPTO_USER_CONFIG_FILE "mbedtls/esp_config.h"
#endif
#include <psa/crypto.h>
#include <stdlib.h>
#include <string.h>

/*
 * AES keys that the library has in its own slots at a time. Mbed TLS has 32 for everybody (MBEDTLS_PSA_KEY_SLOT_COUNT); a node
 * of 64 peers knows 128 keys. The key used longest ago makes room.
 */
enum { cacheSize = 8, uncompressed = 4 };

typedef struct {
	psa_key_id_t id;
	kithKey *owner;
	uint32_t used;
} cachedKey;

struct kithCrypto {
	kithKeyRing ring;
	cachedKey cache[cacheSize];
	uint32_t uses;
	/* PSA leaves open what happens when input and output are one buffer. */
	uint8_t input[kithTextLimit + 16];
};

kithCrypto *kithCryptoOpen(void)
{
	if (psa_crypto_init() != PSA_SUCCESS)
		return NULL;
	return calloc(1, sizeof(kithCrypto));
}

static void uncache(cachedKey *cached)
{
	if (cached->owner == NULL)
		return;
	psa_destroy_key(cached->id);
	cached->owner->cached = 0;
	cached->owner = NULL;
}

void kithCryptoClose(kithCrypto *crypto)
{
	int index;

	if (crypto == NULL)
		return;
	for (index = 0; index < cacheSize; index++)
		uncache(&crypto->cache[index]);
	kithKeyRingClear(&crypto->ring);
	kithWipe(crypto, sizeof(*crypto));
	free(crypto);
}

int kithImportKey(kithCrypto *crypto, const uint8_t *bytes, size_t length)
{
	int handle = kithKeyRingAdd(&crypto->ring, bytes, length);

	return handle < 0 ? kithKeysFull : handle;
}

void kithForgetKey(kithCrypto *crypto, int32_t key)
{
	kithKey *kept = kithKeyRingGet(&crypto->ring, key);

	if (kept == NULL)
		return;
	if (kept->cached != 0)
		uncache(&crypto->cache[kept->cached - 1]);
	kithKeyRingForget(&crypto->ring, key);
}

static psa_status_t import(const kithKey *key, psa_key_type_t type, psa_algorithm_t algorithm, psa_key_usage_t usage,
	psa_key_id_t *id)
{
	psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;

	psa_set_key_type(&attributes, type);
	psa_set_key_algorithm(&attributes, algorithm);
	psa_set_key_usage_flags(&attributes, usage);
	return psa_import_key(&attributes, key->bytes, key->length, id);
}

/* The library's own key for an AES key of ours, imported if it is not there. */
static psa_status_t aeadKey(kithCrypto *crypto, kithKey *key, psa_key_id_t *id)
{
	cachedKey *place = &crypto->cache[0];
	psa_status_t status;
	int index;

	crypto->uses++;
	if (key->cached != 0) {
		place = &crypto->cache[key->cached - 1];
		place->used = crypto->uses;
		*id = place->id;
		return PSA_SUCCESS;
	}
	for (index = 0; index < cacheSize && place->owner != NULL; index++) {
		cachedKey *other = &crypto->cache[index];

		if (other->owner == NULL || crypto->uses - other->used > crypto->uses - place->used)
			place = other;
	}
	uncache(place);
	/* One key serves tags of every length: the policy names the shortest. */
	status = import(key, PSA_KEY_TYPE_AES, PSA_ALG_AEAD_WITH_AT_LEAST_THIS_LENGTH_TAG(PSA_ALG_CCM, 4),
		PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT, &place->id);
	if (status != PSA_SUCCESS)
		return status;
	place->owner = key;
	place->used = crypto->uses;
	key->cached = (uint8_t)(place - crypto->cache + 1);
	*id = place->id;
	return PSA_SUCCESS;
}

bool kithAeadFits(size_t nonceLength, size_t aadLength, size_t tagLength, size_t length)
{
	if (nonceLength != kithNonceLength || aadLength > kithAadLengthLimit)
		return false;
	return (tagLength == 4 || tagLength == 8 || tagLength == 16) && length <= kithTextLimit + tagLength;
}

int kithSeal(kithCrypto *crypto, const kithAead *aead, uint8_t *text, size_t length)
{
	kithKey *key = kithKeyRingGet(&crypto->ring, aead->key);
	psa_key_id_t id;
	size_t written;

	if (key == NULL || key->length != kithAeadKeyLength)
		return kithNoKey;
	if (aeadKey(crypto, key, &id) != PSA_SUCCESS)
		return kithUnsupported;
	memcpy(crypto->input, text, length);
	if (psa_aead_encrypt(id, PSA_ALG_AEAD_WITH_SHORTENED_TAG(PSA_ALG_CCM, aead->tagLength), aead->nonce, kithNonceLength,
			aead->aad, aead->aadLength, crypto->input, length, text, length + aead->tagLength, &written) != PSA_SUCCESS)
		return kithUnsupported;
	return (int)written;
}

int kithOpen(kithCrypto *crypto, const kithAead *aead, uint8_t *text, size_t length)
{
	kithKey *key = kithKeyRingGet(&crypto->ring, aead->key);
	psa_key_id_t id;
	size_t written;

	if (key == NULL || key->length != kithAeadKeyLength)
		return kithNoKey;
	if (length < aead->tagLength)
		return kithNotAuthentic;
	/* Whatever keeps a text from being verified, it is not authentic: wire input has no other fault. */
	if (aeadKey(crypto, key, &id) != PSA_SUCCESS)
		return kithNotAuthentic;
	memcpy(crypto->input, text, length);
	if (psa_aead_decrypt(id, PSA_ALG_AEAD_WITH_SHORTENED_TAG(PSA_ALG_CCM, aead->tagLength), aead->nonce, kithNonceLength,
			aead->aad, aead->aadLength, crypto->input, length, text, length - aead->tagLength, &written) != PSA_SUCCESS)
		return kithNotAuthentic;
	return (int)written;
}

int kithSha256(const uint8_t *data, size_t length, uint8_t *digest)
{
	uint8_t result[kithDigestLength];
	size_t written;

	if (psa_hash_compute(PSA_ALG_SHA_256, data, length, result, sizeof(result), &written) != PSA_SUCCESS)
		return kithUnsupported;
	memcpy(digest, result, sizeof(result));
	return kithDigestLength;
}

int kithHmacSha256(kithCrypto *crypto, int32_t key, const uint8_t *data, size_t length, uint8_t *mac)
{
	const kithKey *kept = kithKeyRingGet(&crypto->ring, key);
	uint8_t result[kithDigestLength];
	psa_key_id_t id;
	psa_status_t status;
	size_t written;

	if (kept == NULL)
		return kithNoKey;
	if (import(kept, PSA_KEY_TYPE_HMAC, PSA_ALG_HMAC(PSA_ALG_SHA_256), PSA_KEY_USAGE_SIGN_MESSAGE, &id) != PSA_SUCCESS)
		return kithUnsupported;
	status = psa_mac_compute(id, PSA_ALG_HMAC(PSA_ALG_SHA_256), data, length, result, sizeof(result), &written);
	psa_destroy_key(id);
	if (status != PSA_SUCCESS)
		return kithUnsupported;
	memcpy(mac, result, sizeof(result));
	kithWipe(result, sizeof(result));
	return kithDigestLength;
}

static psa_status_t derive(psa_key_derivation_operation_t *operation, const kithKey *secret, const kithHkdfInput *input,
	uint8_t *output, size_t length)
{
	psa_status_t status = psa_key_derivation_setup(operation, PSA_ALG_HKDF(PSA_ALG_SHA_256));

	if (status == PSA_SUCCESS)
		status = psa_key_derivation_input_bytes(operation, PSA_KEY_DERIVATION_INPUT_SALT, input->salt, input->saltLength);
	if (status == PSA_SUCCESS)
		status = psa_key_derivation_input_bytes(operation, PSA_KEY_DERIVATION_INPUT_SECRET, secret->bytes, secret->length);
	if (status == PSA_SUCCESS)
		status = psa_key_derivation_input_bytes(operation, PSA_KEY_DERIVATION_INPUT_INFO, input->info, input->infoLength);
	if (status == PSA_SUCCESS)
		status = psa_key_derivation_output_bytes(operation, output, length);
	psa_key_derivation_abort(operation);
	return status;
}

int kithHkdfSha256(kithCrypto *crypto, int32_t secret, const kithHkdfInput *input, uint8_t *output, size_t outputLength)
{
	const kithKey *kept = kithKeyRingGet(&crypto->ring, secret);
	psa_key_derivation_operation_t operation = PSA_KEY_DERIVATION_OPERATION_INIT;
	uint8_t result[kithDerivedLengthLimit];
	int written = kithUnsupported;

	if (kept == NULL)
		return kithNoKey;
	if (derive(&operation, kept, input, result, outputLength) == PSA_SUCCESS) {
		memcpy(output, result, outputLength);
		written = (int)outputLength;
	}
	kithWipe(result, sizeof(result));
	return written;
}

/* The library checks that a private key lies in 1 … order - 1 when it is imported. */
static int importP256(kithCrypto *crypto, int32_t privateKey, psa_key_id_t *id)
{
	const kithKey *kept = kithKeyRingGet(&crypto->ring, privateKey);
	psa_status_t status;

	if (kept == NULL || kept->length != kithP256PrivateLength)
		return kithNoKey;
	status = import(kept, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), PSA_ALG_ECDH, PSA_KEY_USAGE_DERIVE, id);
	if (status == PSA_ERROR_INVALID_ARGUMENT)
		return kithBadPrivateKey;
	return status == PSA_SUCCESS ? 0 : kithUnsupported;
}

int kithAgreeP256(kithCrypto *crypto, int32_t privateKey, const uint8_t *publicKey, size_t publicKeyLength)
{
	uint8_t secret[kithP256PrivateLength];
	psa_key_id_t id;
	psa_status_t status;
	size_t written;
	int result = importP256(crypto, privateKey, &id);

	if (result != 0)
		return result;
	/* The library checks that the point is on the curve, but may take a compressed one as well. */
	if (publicKeyLength != kithP256PublicLength || publicKey[0] != uncompressed)
		status = PSA_ERROR_INVALID_ARGUMENT;
	else
		status = psa_raw_key_agreement(PSA_ALG_ECDH, id, publicKey, publicKeyLength, secret, sizeof(secret), &written);
	psa_destroy_key(id);
	if (status == PSA_ERROR_INVALID_ARGUMENT)
		result = kithBadPoint;
	else if (status != PSA_SUCCESS)
		result = kithUnsupported;
	else
		result = kithImportKey(crypto, secret, sizeof(secret));
	kithWipe(secret, sizeof(secret));
	return result;
}

int kithPublicP256(kithCrypto *crypto, int32_t privateKey, uint8_t *publicKey)
{
	uint8_t point[kithP256PublicLength];
	psa_key_id_t id;
	psa_status_t status;
	size_t written;
	int result = importP256(crypto, privateKey, &id);

	if (result != 0)
		return result;
	status = psa_export_public_key(id, point, sizeof(point), &written);
	psa_destroy_key(id);
	if (status != PSA_SUCCESS || written != sizeof(point))
		return kithUnsupported;
	memcpy(publicKey, point, sizeof(point));
	return kithP256PublicLength;
}
