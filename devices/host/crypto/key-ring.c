#include "key-ring.h"

#include <stdlib.h>
#include <string.h>

void kithWipe(void *bytes, size_t length)
{
	volatile uint8_t *byte = bytes;

	while (length-- > 0)
		*byte++ = 0;
}

static void forget(kithKey *key)
{
	if (key->bytes == NULL)
		return;
	kithWipe(key->bytes, key->length);
	free(key->bytes);
	memset(key, 0, sizeof(*key));
}

void kithKeyRingClear(kithKeyRing *ring)
{
	int handle;

	for (handle = 0; handle < kithKeyLimit; handle++)
		forget(&ring->keys[handle]);
}

int kithKeyRingAdd(kithKeyRing *ring, const uint8_t *bytes, size_t length)
{
	int handle;

	if (length == 0 || length > kithKeyLengthLimit)
		return -1;
	for (handle = 0; handle < kithKeyLimit; handle++) {
		kithKey *key = &ring->keys[handle];

		if (key->bytes != NULL)
			continue;
		key->bytes = malloc(length);
		if (key->bytes == NULL)
			return -1;
		memcpy(key->bytes, bytes, length);
		key->length = (uint8_t)length;
		key->cached = 0;
		return handle;
	}
	return -1;
}

kithKey *kithKeyRingGet(kithKeyRing *ring, int32_t handle)
{
	if (handle < 0 || handle >= kithKeyLimit || ring->keys[handle].bytes == NULL)
		return NULL;
	return &ring->keys[handle];
}

void kithKeyRingForget(kithKeyRing *ring, int32_t handle)
{
	kithKey *key = kithKeyRingGet(ring, handle);

	if (key != NULL)
		forget(key);
}
