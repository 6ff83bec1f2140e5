/*
 * Keys behind handles. Each is a block of its own outside of the XS heap: there, collections would leave copies, and a
 * table for all that a node may have would be larger than most boards' machines.
 */
#include "crypto.h"
#include <stdlib.h>
#include <string.h>

int32_t key_ring_add(KeyRing* ring, const uint8_t* key, size_t length)
{
	for (int32_t handle = 0; handle < KEY_LIMIT; handle++) {
		uint8_t* copy;
		if (ring->keys[handle])
			continue;
		copy = malloc(length);
		if (!copy)
			return CRYPTO_KEYS_FULL;
		memcpy(copy, key, length);
		ring->keys[handle] = copy;
		ring->lengths[handle] = (uint8_t)length;
		return handle;
	}
	return CRYPTO_KEYS_FULL;
}

bool key_ring_find(const KeyRing* ring, int32_t handle, Bytes* key)
{
	if ((handle < 0) || (handle >= KEY_LIMIT) || !ring->keys[handle])
		return false;
	key->start = ring->keys[handle];
	key->length = ring->lengths[handle];
	return true;
}

void key_ring_forget(KeyRing* ring, int32_t handle)
{
	if ((handle < 0) || (handle >= KEY_LIMIT) || !ring->keys[handle])
		return;
	wipe_bytes(ring->keys[handle], ring->lengths[handle]);
	free(ring->keys[handle]);
	ring->keys[handle] = NULL;
	ring->lengths[handle] = 0;
}

void key_ring_clear(KeyRing* ring)
{
	for (int32_t handle = 0; handle < KEY_LIMIT; handle++)
		key_ring_forget(ring, handle);
}
