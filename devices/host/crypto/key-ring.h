/*
 * The keys that a node has in keeping, by handle: in the C heap, where no garbage collection moves or copies them.
 */
#ifndef KITH_KEY_RING_H
#define KITH_KEY_RING_H

#include <stddef.h>
#include <stdint.h>

/* As in modules/core/crypto.ts. */
enum { kithKeyLimit = 256, kithKeyLengthLimit = 160 };

/* What a platform's library makes of a key, kept beside it so that it is made once. */
typedef struct {
	uint8_t *bytes;
	uint8_t length;
	/* Place in the cache of imported keys, plus one; 0: not there. */
	uint8_t cached;
} kithKey;

typedef struct {
	kithKey keys[kithKeyLimit];
} kithKeyRing;

/* All zero is an empty ring. Overwrites and frees every key. */
void kithKeyRingClear(kithKeyRing *ring);

/*
 * Copies `length` (1 … kithKeyLengthLimit) bytes. The lowest free handle is given out first.
 * Returns -1 when all are taken or there is no memory for another.
 */
int kithKeyRingAdd(kithKeyRing *ring, const uint8_t *bytes, size_t length);

/* NULL for a handle that names no key, whatever number it is. */
kithKey *kithKeyRingGet(kithKeyRing *ring, int32_t handle);

/* Overwrites and frees. A handle that names no key is ignored. */
void kithKeyRingForget(kithKeyRing *ring, int32_t handle);

/* Overwrites, even where the compiler sees that nobody reads it any more. */
void kithWipe(void *bytes, size_t length);

#endif
