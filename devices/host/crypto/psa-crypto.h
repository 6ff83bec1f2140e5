/*
 * The Crypto port (modules/core/crypto.ts) over PSA Crypto: ESP-IDF 6.0's, backed by the chip's AES and SHA, and
 * that of Mbed TLS 2.28 or 3 on Linux. Knows nothing of XS. Lengths are checked by the caller except where it says so.
 */
#ifndef KITH_PSA_CRYPTO_H
#define KITH_PSA_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As in modules/core/crypto.ts. */
enum {
	kithNotAuthentic = -1,
	kithNoKey = -2,
	kithKeysFull = -3,
	kithBadPoint = -4,
	kithBadPrivateKey = -5,
	kithUnsupported = -6,

	kithAeadKeyLength = 16,
	kithNonceLength = 13,
	kithAadLengthLimit = 64,
	kithDataLengthLimit = 384,
	kithDerivedLengthLimit = 96,
	kithDigestLength = 32,
	kithP256PrivateLength = 32,
	kithP256PublicLength = 65,

	/* The longest ESP-NOW frame of version 2, less the shortest tag. */
	kithTextLimit = 1466
};

typedef struct kithCrypto kithCrypto;

/* NULL when there is no memory or the library does not start. */
kithCrypto *kithCryptoOpen(void);
/* Overwrites every key. NULL is ignored. */
void kithCryptoClose(kithCrypto *crypto);

int kithImportKey(kithCrypto *crypto, const uint8_t *bytes, size_t length);
void kithForgetKey(kithCrypto *crypto, int32_t key);

typedef struct {
	int32_t key;
	const uint8_t *nonce;
	const uint8_t *aad;
	size_t aadLength;
	size_t tagLength;
} kithAead;

/*
 * Whether these are lengths that AES-CCM here has. For both directions; `length` counts the tag where there is one, and may be
 * shorter than it.
 */
bool kithAeadFits(size_t nonceLength, size_t aadLength, size_t tagLength, size_t length);

/* In place; `text` has room for `length` and the tag. Returns the length with the tag, or a fault. */
int kithSeal(kithCrypto *crypto, const kithAead *aead, uint8_t *text, size_t length);
/* In place; `length` counts the tag. Returns the text's length, or a fault, after which the text is in any state. */
int kithOpen(kithCrypto *crypto, const kithAead *aead, uint8_t *text, size_t length);

/* Outputs may overlap inputs in all of these. Return what was written, or a fault. */
int kithSha256(const uint8_t *data, size_t length, uint8_t *digest);
int kithHmacSha256(kithCrypto *crypto, int32_t key, const uint8_t *data, size_t length, uint8_t *mac);

typedef struct {
	const uint8_t *salt;
	size_t saltLength;
	const uint8_t *info;
	size_t infoLength;
} kithHkdfInput;
int kithHkdfSha256(kithCrypto *crypto, int32_t secret, const kithHkdfInput *input, uint8_t *output, size_t outputLength);

/* A public key of any length is taken, and refused. Returns a handle or a fault. */
int kithAgreeP256(kithCrypto *crypto, int32_t privateKey, const uint8_t *publicKey, size_t publicKeyLength);
int kithPublicP256(kithCrypto *crypto, int32_t privateKey, uint8_t *publicKey);

#endif
