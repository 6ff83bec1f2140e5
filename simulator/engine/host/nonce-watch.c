/*
 * A checker outside the firmware: remembers every pair of key and nonce that any machine of this process ever sealed
 * with, over all reboots, and ends the session where one comes again. Pairs are kept as 64-bit FNV-1a hashes: of a
 * million, two are taken for one another with a chance of 3e-8.
 */
#include "host.h"

/* 4 million pairs, 48 MB with the room that keeps searches short. */
#define PAIR_LIMIT (1u << 22)
#define FIRST_ROOM 1024u

static bool watching;
static uint64_t* pairs; /* 0: free */
static uint32_t room, count;

void nonce_watch_begin(void)
{
	watching = true;
	room = FIRST_ROOM;
	pairs = host_alloc(room * sizeof(uint64_t));
	memset(pairs, 0, room * sizeof(uint64_t));
}

static uint64_t mix(uint64_t hash, const uint8_t* bytes, uint32_t length)
{
	for (uint32_t index = 0; index < length; index++)
		hash = (hash ^ bytes[index]) * 1099511628211ull;
	return hash;
}

/* The place of a pair, or the free one where it belongs. */
static uint64_t* place_of(uint64_t pair)
{
	uint32_t place = (uint32_t)(pair >> 20) & (room - 1);
	while (pairs[place] && (pairs[place] != pair))
		place = (place + 1) & (room - 1);
	return pairs + place;
}

static void grow(void)
{
	uint64_t* old = pairs;
	uint32_t oldRoom = room;
	room *= 2;
	pairs = host_alloc(room * sizeof(uint64_t));
	memset(pairs, 0, room * sizeof(uint64_t));
	for (uint32_t index = 0; index < oldRoom; index++)
		if (old[index])
			*place_of(old[index]) = old[index];
	free(old);
}

void nonce_watch(const Ccm* ccm, uint32_t machine)
{
	uint64_t pair;
	uint64_t* place;
	if (!watching)
		return;
	pair = mix(mix(14695981039346656037ull, ccm->key, AEAD_KEY_LENGTH), ccm->nonce, NONCE_LENGTH);
	pair |= !pair;
	place = place_of(pair);
	if (*place == pair)
		fatal("machine %u sealed with a pair of key and nonce that was used before", (unsigned)machine);
	*place = pair;
	if (++count > PAIR_LIMIT)
		fatal("more than %u pairs of key and nonce to watch", PAIR_LIMIT);
	if (count > room / 3 * 2)
		grow();
}
