/* HMAC-SHA-256 (RFC 2104), and HKDF-SHA-256 (RFC 5869), which is made of it. */
#include "crypto.h"
#include <string.h>

typedef struct Hmac {
	Sha256 inner;
	uint8_t key[SHA256_BLOCK]; /* filled up with zeros */
} Hmac;

static void start(Sha256* sha, const uint8_t key[SHA256_BLOCK], uint8_t pad)
{
	uint8_t block[SHA256_BLOCK];
	for (int index = 0; index < SHA256_BLOCK; index++)
		block[index] = (uint8_t)(key[index] ^ pad);
	sha256_open(sha);
	sha256_add(sha, block, sizeof(block));
	wipe_bytes(block, sizeof(block));
}

static void hmac_open(Hmac* hmac, Bytes key)
{
	memset(hmac->key, 0, sizeof(hmac->key));
	if (key.length > SHA256_BLOCK) {
		sha256_open(&hmac->inner);
		sha256_add(&hmac->inner, key.start, key.length);
		sha256_close(&hmac->inner, hmac->key);
	}
	else if (key.length)
		memcpy(hmac->key, key.start, key.length);
	start(&hmac->inner, hmac->key, 0x36);
}

static void hmac_close(Hmac* hmac, uint8_t mac[DIGEST_LENGTH])
{
	uint8_t digest[DIGEST_LENGTH];
	Sha256 outer;
	sha256_close(&hmac->inner, digest);
	start(&outer, hmac->key, 0x5c);
	sha256_add(&outer, digest, sizeof(digest));
	sha256_close(&outer, mac);
	wipe_bytes(digest, sizeof(digest));
	wipe_bytes(hmac, sizeof(*hmac));
}

void hmac_sha256(Bytes key, Bytes data, uint8_t mac[DIGEST_LENGTH])
{
	Hmac hmac;
	hmac_open(&hmac, key);
	sha256_add(&hmac.inner, data.start, data.length);
	hmac_close(&hmac, mac);
}

void hkdf_sha256(Bytes secret, Bytes salt, Bytes info, uint8_t* output, size_t outputLength)
{
	uint8_t pseudoRandomKey[DIGEST_LENGTH], block[DIGEST_LENGTH];
	uint8_t result[DERIVED_LENGTH_LIMIT];
	hmac_sha256(salt, secret, pseudoRandomKey);
	for (size_t done = 0; done < outputLength; done += DIGEST_LENGTH) {
		uint8_t number = (uint8_t)(done / DIGEST_LENGTH + 1);
		size_t count = outputLength - done < DIGEST_LENGTH ? outputLength - done : DIGEST_LENGTH;
		Hmac hmac;
		hmac_open(&hmac, (Bytes){ pseudoRandomKey, sizeof(pseudoRandomKey) });
		if (done)
			sha256_add(&hmac.inner, block, sizeof(block));
		sha256_add(&hmac.inner, info.start, info.length);
		sha256_add(&hmac.inner, &number, 1);
		hmac_close(&hmac, block);
		memcpy(result + done, block, count);
	}
	if (outputLength)
		memcpy(output, result, outputLength);
	wipe_bytes(pseudoRandomKey, sizeof(pseudoRandomKey));
	wipe_bytes(block, sizeof(block));
	wipe_bytes(result, sizeof(result));
}
