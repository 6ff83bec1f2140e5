/*
 * The memory of a machine. A board has one block of exactly the size it has on the device; chunks grow up from its
 * start and slots grow down from its end, so that what one kind does not need the other can have (the order in which
 * the SDK's static pools do it). When they meet, XS reports "memory full".
 *
 * The ROM machine has a large block of the same shape, made read-only when it is finished: on the device it is flash,
 * and a write to it is a bug of XS or of this host that must not go unseen.
 */
#include "host.h"
#include <sys/mman.h>

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS MAP_ANON
#endif

bool pool_open(KithPool* pool, uint32_t bytes, bool fixed)
{
	uint8_t* start;
	memset(pool, 0, sizeof(*pool));
	bytes &= ~(uint32_t)15;
	if (fixed)
		start = calloc(1, bytes);
	else {
		start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (start == MAP_FAILED)
			start = NULL;
	}
	if (!start)
		return false;
	pool->start = pool->chunks = start;
	pool->slots = pool->end = start + bytes;
	pool->fixed = fixed;
	return true;
}

void pool_close(KithPool* pool)
{
	if (pool->start && pool->fixed)
		free(pool->start);
	pool->start = NULL;
}

void pool_protect(KithPool* pool)
{
	if (mprotect(pool->start, (size_t)(pool->end - pool->start), PROT_READ))
		fatal("the ROM cannot be made read-only: %s", strerror(errno));
}

static void note_peak(KithPool* pool)
{
	uint32_t used = (uint32_t)((pool->chunks - pool->start) + (pool->end - pool->slots));
	if (pool->peak < used)
		pool->peak = used;
}

/*
 * XS asks for a block with its header each time. The first one is a block of its own; later ones extend it, so that
 * there is only ever one, and what the block still has free counts towards the request. XS then adds the request to
 * the block's limit and to maximumChunksSize itself, which the two corrections below allow for.
 */
void* fxAllocateChunks(txMachine* the, txSize size)
{
	KithPool* pool = the->pool;
	txBlock* block = the->firstBlock;
	size_t room = (size_t)(pool->slots - pool->chunks);
	void* result;
	if (size < 0)
		return NULL;
	if (block) {
		ptrdiff_t grow = (ptrdiff_t)size - (ptrdiff_t)sizeof(txBlock) - (block->limit - block->current);
		if (grow < 0)
			grow = 0;
		if ((size_t)grow > room)
			return NULL;
		pool->chunks += grow;
		block->limit = (txByte*)pool->chunks - size;
		the->maximumChunksSize += (txSize)grow - size;
		result = block->limit;
	}
	else {
		if ((size_t)size > room)
			return NULL;
		result = pool->chunks;
		pool->chunks += size;
	}
	note_peak(pool);
	return result;
}

txSlot* fxAllocateSlots(txMachine* the, txSize count)
{
	KithPool* pool = the->pool;
	size_t size = (size_t)count * sizeof(txSlot);
	if (count < 0)
		return NULL;
	if (((size_t)(pool->slots - pool->chunks) < size) && the->firstBlock && the->stack) {
		/* Compact the chunks and take back what that frees. */
		fxCollect(the, XS_COMPACT_FLAG | XS_ORGANIC_FLAG);
		the->maximumChunksSize -= (txSize)(the->firstBlock->limit - the->firstBlock->current);
		the->firstBlock->limit = the->firstBlock->current;
		pool->chunks = (uint8_t*)the->firstBlock->current;
	}
	if ((size_t)(pool->slots - pool->chunks) < size)
		return NULL;
	pool->slots -= size;
	note_peak(pool);
	return (txSlot*)pool->slots;
}

/* The pool goes as a whole when the machine does. */
void fxFreeChunks(txMachine* the, void* chunks)
{
	(void)the;
	(void)chunks;
}

void fxFreeSlots(txMachine* the, void* slots)
{
	(void)the;
	(void)slots;
}
