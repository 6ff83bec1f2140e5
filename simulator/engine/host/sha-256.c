/* SHA-256 (FIPS 180-4). */
#include "crypto.h"
#include <string.h>

/* Section 4.2.2: fractions of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
/* Section 5.3.3: fractions of the square roots of the first eight. */
static const uint32_t initial[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t turn(uint32_t word, int bits)
{
	return (word >> bits) | (word << (32 - bits));
}

/* Section 6.2.2. Of the message schedule the last sixteen words are kept. */
static void compress(Sha256* sha)
{
	uint32_t words[16], s[8];
	memcpy(s, sha->state, sizeof(s));
	for (int round = 0; round < 64; round++) {
		uint32_t* word = &words[round % 16];
		uint32_t sum, majority;
		if (round < 16) {
			const uint8_t* bytes = sha->block + 4 * round;
			*word = ((uint32_t)bytes[0] << 24) | ((uint32_t)bytes[1] << 16) | ((uint32_t)bytes[2] << 8) | bytes[3];
		}
		else {
			uint32_t w2 = words[(round - 2) % 16], w15 = words[(round - 15) % 16];
			*word += (turn(w2, 17) ^ turn(w2, 19) ^ (w2 >> 10)) + words[(round - 7) % 16]
				+ (turn(w15, 7) ^ turn(w15, 18) ^ (w15 >> 3));
		}
		sum = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6]))
			+ constants[round] + *word;
		majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
		s[7] = s[6];
		s[6] = s[5];
		s[5] = s[4];
		s[4] = s[3] + sum;
		s[3] = s[2];
		s[2] = s[1];
		s[1] = s[0];
		s[0] = sum + (turn(s[1], 2) ^ turn(s[1], 13) ^ turn(s[1], 22)) + majority;
	}
	for (int index = 0; index < 8; index++)
		sha->state[index] += s[index];
	wipe_bytes(words, sizeof(words));
	wipe_bytes(s, sizeof(s));
}

void sha256_open(Sha256* sha)
{
	memcpy(sha->state, initial, sizeof(initial));
	sha->length = 0;
}

void sha256_add(Sha256* sha, const void* bytes, size_t length)
{
	const uint8_t* from = bytes;
	while (length) {
		size_t at = (size_t)(sha->length % SHA256_BLOCK);
		size_t count = SHA256_BLOCK - at < length ? SHA256_BLOCK - at : length;
		memcpy(sha->block + at, from, count);
		sha->length += count;
		from += count;
		length -= count;
		if (at + count == SHA256_BLOCK)
			compress(sha);
	}
}

void sha256_close(Sha256* sha, uint8_t digest[DIGEST_LENGTH])
{
	static const uint8_t padding[SHA256_BLOCK] = { 0x80 };
	uint8_t bits[8];
	size_t at = (size_t)(sha->length % SHA256_BLOCK);
	for (int index = 0; index < 8; index++)
		bits[index] = (uint8_t)((8 * sha->length) >> (8 * (7 - index)));
	sha256_add(sha, padding, (at < 56 ? 56 : 120) - at);
	sha256_add(sha, bits, sizeof(bits));
	for (int index = 0; index < DIGEST_LENGTH; index++)
		digest[index] = (uint8_t)(sha->state[index / 4] >> (8 * (3 - index % 4)));
	wipe_bytes(sha, sizeof(*sha));
}
