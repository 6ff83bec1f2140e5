#include "frame-ring.h"

#include <stdlib.h>
#include <string.h>

/* Length (2 bytes), signal strength, address (2 bytes). */
enum { headLength = 5, longest = 0xffff };

bool kithFrameRingOpen(kithFrameRing *ring, size_t capacity)
{
	memset(ring, 0, sizeof(*ring));
	ring->bytes = malloc(capacity);
	ring->capacity = ring->bytes == NULL ? 0 : capacity;
	return ring->bytes != NULL;
}

void kithFrameRingClose(kithFrameRing *ring)
{
	free(ring->bytes);
	memset(ring, 0, sizeof(*ring));
}

static void append(kithFrameRing *ring, const uint8_t *bytes, size_t length)
{
	size_t at = (ring->first + ring->used) % ring->capacity;
	size_t before = ring->capacity - at < length ? ring->capacity - at : length;

	memcpy(ring->bytes + at, bytes, before);
	memcpy(ring->bytes, bytes + before, length - before);
	ring->used += length;
}

/* `bytes` may be NULL: then they are passed over. */
static void consume(kithFrameRing *ring, uint8_t *bytes, size_t length)
{
	size_t before = ring->capacity - ring->first < length ? ring->capacity - ring->first : length;

	if (bytes != NULL) {
		memcpy(bytes, ring->bytes + ring->first, before);
		memcpy(bytes + before, ring->bytes, length - before);
	}
	ring->first = (ring->first + length) % ring->capacity;
	ring->used -= length;
}

bool kithFrameRingPut(kithFrameRing *ring, const uint8_t *frame, size_t length, const kithFrameInfo *info)
{
	const uint8_t head[headLength] = { (uint8_t)length, (uint8_t)(length >> 8), (uint8_t)info->rssi, (uint8_t)info->from,
		(uint8_t)(info->from >> 8) };

	if (length == 0 || length > longest || ring->capacity - ring->used < headLength + length)
		return false;
	append(ring, head, headLength);
	append(ring, frame, length);
	return true;
}

int kithFrameRingTake(kithFrameRing *ring, uint8_t *frame, size_t capacity, kithFrameInfo *info)
{
	uint8_t head[headLength];
	size_t length;

	if (ring->used == 0)
		return 0;
	consume(ring, head, headLength);
	length = head[0] | (size_t)head[1] << 8;
	info->rssi = (int8_t)head[2];
	info->from = (uint16_t)(head[3] | head[4] << 8);
	consume(ring, length > capacity ? NULL : frame, length);
	return length > capacity ? -1 : (int)length;
}
