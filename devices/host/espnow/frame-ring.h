/*
 * Frames between the task of a radio and the event loop: a ring of bytes, allocated once. Not locked: who shares it locks.
 */
#ifndef KITH_FRAME_RING_H
#define KITH_FRAME_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
	uint8_t *bytes;
	size_t capacity;
	/* Where the oldest frame begins, and how many bytes are taken from there on. */
	size_t first;
	size_t used;
} kithFrameRing;

typedef struct {
	/* In dBm. */
	int8_t rssi;
	/* Node address of the radio that sent it. */
	uint16_t from;
} kithFrameInfo;

/* False without memory. `capacity` counts 5 bytes for each frame beside its own. */
bool kithFrameRingOpen(kithFrameRing *ring, size_t capacity);
void kithFrameRingClose(kithFrameRing *ring);

/* False when there is no room: the newest frame is the one to drop, as the oldest has waited longest for its turn. */
bool kithFrameRingPut(kithFrameRing *ring, const uint8_t *frame, size_t length, const kithFrameInfo *info);

/*
 * Takes the oldest frame. Returns its length; 0 when there is none; -1 when it does not fit into `capacity` bytes, of which then
 * none is written: the frame is gone.
 */
int kithFrameRingTake(kithFrameRing *ring, uint8_t *frame, size_t capacity, kithFrameInfo *info);

#endif
