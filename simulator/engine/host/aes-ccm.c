/*
 * AES-128-CCM: SP 800-38C, in the form of RFC 3610 with lengths of two bytes (L = 2), which leaves 13 for the nonce.
 * Text and tag are taken in one pass, block by block, each byte before it is replaced.
 */
#include "crypto.h"
#include <string.h>

#define LENGTH_BYTES 2 /* L */

typedef struct State {
	Aes aes;
	uint8_t mac[AES_BLOCK]; /* of the CBC-MAC, so far */
	uint8_t counter[AES_BLOCK]; /* A_i: flags, nonce, i */
	uint8_t key[AES_BLOCK]; /* stream of the present block */
} State;

/* B_0 (RFC 3610 section 2.2) and A_0 (section 2.3). */
static void start(State* state, const Ccm* ccm, uint32_t length)
{
	uint8_t first[AES_BLOCK];
	aes_open(&state->aes, ccm->key);
	first[0] = (uint8_t)((ccm->aadLength ? 0x40 : 0) | (((ccm->tagLength - 2) / 2) << 3) | (LENGTH_BYTES - 1));
	memcpy(first + 1, ccm->nonce, NONCE_LENGTH);
	first[14] = (uint8_t)(length >> 8);
	first[15] = (uint8_t)length;
	aes_encrypt(&state->aes, first, state->mac);
	state->counter[0] = LENGTH_BYTES - 1;
	memcpy(state->counter + 1, ccm->nonce, NONCE_LENGTH);
	state->counter[14] = state->counter[15] = 0;
}

/* Associated data, behind their length in two bytes, filled up with zeros to whole blocks. */
static void authenticate(State* state, const Ccm* ccm)
{
	uint32_t at = 2;
	if (!ccm->aadLength)
		return;
	state->mac[0] ^= (uint8_t)(ccm->aadLength >> 8);
	state->mac[1] ^= (uint8_t)ccm->aadLength;
	for (uint32_t index = 0; index < ccm->aadLength; index++) {
		state->mac[at++] ^= ccm->aad[index];
		if (at == AES_BLOCK) {
			aes_encrypt(&state->aes, state->mac, state->mac);
			at = 0;
		}
	}
	if (at)
		aes_encrypt(&state->aes, state->mac, state->mac);
}

static void next_key(State* state)
{
	if (++state->counter[15] == 0)
		state->counter[14]++;
	aes_encrypt(&state->aes, state->counter, state->key);
}

static void process(State* state, uint8_t* text, uint32_t length, bool sealing)
{
	for (uint32_t offset = 0; offset < length; offset += AES_BLOCK) {
		uint32_t count = length - offset < AES_BLOCK ? length - offset : AES_BLOCK;
		next_key(state);
		for (uint32_t index = 0; index < count; index++) {
			uint8_t from = text[offset + index];
			uint8_t to = (uint8_t)(from ^ state->key[index]);
			state->mac[index] ^= sealing ? from : to;
			text[offset + index] = to;
		}
		aes_encrypt(&state->aes, state->mac, state->mac);
	}
}

/* The tag, in the first bytes of `mac`. */
static void finish(State* state)
{
	state->counter[14] = state->counter[15] = 0;
	aes_encrypt(&state->aes, state->counter, state->key);
	for (uint32_t index = 0; index < AES_BLOCK; index++)
		state->mac[index] ^= state->key[index];
}

void ccm_seal(const Ccm* ccm, uint8_t* text, uint32_t length)
{
	State state;
	start(&state, ccm, length);
	authenticate(&state, ccm);
	process(&state, text, length, true);
	finish(&state);
	memcpy(text + length, state.mac, ccm->tagLength);
	wipe_bytes(&state, sizeof(state));
}

bool ccm_open(const Ccm* ccm, uint8_t* text, uint32_t length)
{
	State state;
	bool authentic;
	start(&state, ccm, length);
	authenticate(&state, ccm);
	process(&state, text, length, false);
	finish(&state);
	authentic = equal_bytes(state.mac, text + length, ccm->tagLength);
	wipe_bytes(&state, sizeof(state));
	if (!authentic)
		wipe_bytes(text, length);
	return authentic;
}
