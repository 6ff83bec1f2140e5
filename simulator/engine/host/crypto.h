/*
 * Cryptography for programs whose port `Crypto` (modules/core/crypto.ts) is backed by no hardware: simulated boards, and
 * the tests on bare-metal RISC-V. Plain C99 that needs nothing of XS or of an operating system but malloc, works in the
 * caller's buffers, and gives the same bytes on every computer.
 *
 * AES looks its substitutions up in a table. Where a cache is shared with strangers, the time of that tells them of the
 * key; so this is for simulators and tests, and a board's keys belong to its hardware.
 */
#ifndef KITH_CRYPTO_H
#define KITH_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Same figures in modules/core/crypto.ts, which test/simulator/crypto/limits.test.ts compares. */
#define KEY_LIMIT 256
#define KEY_LENGTH_LIMIT 160
#define AEAD_KEY_LENGTH 16
#define NONCE_LENGTH 13
#define AAD_LENGTH_LIMIT 64
#define DATA_LENGTH_LIMIT 384
#define DERIVED_LENGTH_LIMIT 96
#define DIGEST_LENGTH 32
#define P256_PRIVATE_LENGTH 32
#define P256_PUBLIC_LENGTH 65
/* Bytes of the longest text: two of a CCM block count them. Same figure in simulator/guest/crypto.ts. */
#define TEXT_LENGTH_LIMIT 1500

/* cryptoFaults of modules/core/crypto.ts */
enum {
	CRYPTO_NOT_AUTHENTIC = -1,
	CRYPTO_NO_KEY = -2,
	CRYPTO_KEYS_FULL = -3,
	CRYPTO_BAD_POINT = -4,
	CRYPTO_BAD_PRIVATE_KEY = -5,
	CRYPTO_UNSUPPORTED = -6,
};

/* crypto-bytes.c: overwrites a secret; no compiler takes it away. */
extern void wipe_bytes(void* bytes, size_t length);
/* In a time that does not depend on where they differ. */
extern bool equal_bytes(const uint8_t* a, const uint8_t* b, size_t length);

/* aes.c: AES-128 (FIPS 197), forwards only, as CCM needs nothing else */
#define AES_BLOCK 16
typedef struct Aes {
	uint32_t roundKeys[44];
} Aes;
extern void aes_open(Aes* aes, const uint8_t key[AEAD_KEY_LENGTH]);
extern void aes_encrypt(const Aes* aes, const uint8_t input[AES_BLOCK], uint8_t output[AES_BLOCK]);

/* aes-ccm.c: AES-128-CCM (SP 800-38C; RFC 3610 with L = 2 and M = tagLength), in place. Nothing may be longer than above. */
typedef struct Ccm {
	const uint8_t* key; /* AEAD_KEY_LENGTH */
	const uint8_t* nonce; /* NONCE_LENGTH; none of these may lie in the text */
	const uint8_t* aad;
	uint32_t aadLength;
	uint32_t tagLength; /* 4, 8 or 16 */
} Ccm;
/* Encrypts, and writes the tag behind the text. */
extern void ccm_seal(const Ccm* ccm, uint8_t* text, uint32_t length);
/* Verifies and decrypts `length` bytes, behind which the tag is. False: not authentic, and the text is zeroed. */
extern bool ccm_open(const Ccm* ccm, uint8_t* text, uint32_t length);

/* sha-256.c: FIPS 180-4 */
#define SHA256_BLOCK 64
typedef struct Sha256 {
	uint32_t state[8];
	uint64_t length; /* in bytes, so far */
	uint8_t block[SHA256_BLOCK];
} Sha256;
extern void sha256_open(Sha256* sha);
extern void sha256_add(Sha256* sha, const void* bytes, size_t length);
extern void sha256_close(Sha256* sha, uint8_t digest[DIGEST_LENGTH]);

/* hmac.c: HMAC-SHA-256 (RFC 2104) and, on top of it, HKDF-SHA-256 (RFC 5869) */
typedef struct Bytes {
	const uint8_t* start;
	size_t length;
} Bytes;
extern void hmac_sha256(Bytes key, Bytes data, uint8_t mac[DIGEST_LENGTH]);
/* `outputLength` up to DERIVED_LENGTH_LIMIT; the output may lie in salt or info. */
extern void hkdf_sha256(Bytes secret, Bytes salt, Bytes info, uint8_t* output, size_t outputLength);

/* key-ring.c: the keys that one machine has in keeping, by handle, outside its heap */
typedef struct KeyRing {
	uint8_t* keys[KEY_LIMIT];
	uint8_t lengths[KEY_LIMIT];
} KeyRing;
/* Copies 1 to KEY_LENGTH_LIMIT bytes. The lowest free handle, or CRYPTO_KEYS_FULL, also when there is no memory. */
extern int32_t key_ring_add(KeyRing* ring, const uint8_t* key, size_t length);
/* False for a handle that names no key. Valid until the key is forgotten. */
extern bool key_ring_find(const KeyRing* ring, int32_t handle, Bytes* key);
extern void key_ring_forget(KeyRing* ring, int32_t handle);
extern void key_ring_clear(KeyRing* ring);

#endif
