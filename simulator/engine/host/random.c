/*
 * The random numbers of a board: Marsaglia's xorshift128 on 32-bit words, its state filled from the seed by the
 * 32-bit finaliser of MurmurHash3 over a Weyl sequence. Integers only, so every computer gives the same. Not for secrets.
 */
#include "host.h"

static Random rom_random = { { 1, 2, 3, 4 } };

void random_seed(Random* random, uint32_t seed)
{
	for (int index = 0; index < 4; index++) {
		uint32_t word = (seed += 0x9E3779B9u);
		word = (word ^ (word >> 16)) * 0x85EBCA6Bu;
		word = (word ^ (word >> 13)) * 0xC2B2AE35u;
		random->state[index] = word ^ (word >> 16);
	}
	if (!(random->state[0] | random->state[1] | random->state[2] | random->state[3]))
		random->state[0] = 1; /* the one state that would stay zero for ever */
}

uint32_t random_next(Random* random)
{
	uint32_t* state = random->state;
	uint32_t word = state[0] ^ (state[0] << 11);
	state[0] = state[1];
	state[1] = state[2];
	state[2] = state[3];
	return state[3] = state[3] ^ (state[3] >> 19) ^ word ^ (word >> 8);
}

/* Math.random; 31 bits as XS expects. While the ROM is built there is no board: a fixed sequence. */
uint32_t kith_rand(void)
{
	return random_next(board_current ? &board_current->mathRandom : &rom_random) >> 1;
}
