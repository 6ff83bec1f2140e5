/*
 * Counts the instructions of each run, and of AES-CCM and the questions to the simulator in it. The linker puts these functions in front of the
 * host's (--wrap), so the host itself knows nothing of it; the result travels as one more post of the run. Under an
 * emulator that counts instructions (-icount) the processor's counter is exact, and the same every time.
 */
#include "host.h"

/* Kind of the post. Same figure in ../emulator.ts. */
#define COUNTERS_POST 0xFFFF

/* Of the present run. */
static uint64_t aead, calls;

static uint64_t instructions(void)
{
	uint32_t high, low, again;
	do
		__asm__ volatile(".option push\n.option arch, +zicsr\n"
			"csrr %0, minstreth\n"
			"csrr %1, minstret\n"
			"csrr %2, minstreth\n"
			".option pop"
			: "=r"(high), "=r"(low), "=r"(again));
	while (high != again);
	return ((uint64_t)high << 32) | low;
}

static void report(uint64_t start)
{
	const uint64_t counters[3] = { instructions() - start, aead, calls };
	protocol_post(COUNTERS_POST, (const uint8_t*)counters, sizeof(counters));
}

extern Board* __real_board_create(const BoardOptions* options, uint64_t nowUs, uint32_t* meter);
Board* __wrap_board_create(const BoardOptions* options, uint64_t nowUs, uint32_t* meter)
{
	uint64_t start = instructions();
	Board* board;
	aead = calls = 0;
	board = __real_board_create(options, nowUs, meter);
	report(start);
	return board;
}

extern void __real_board_event(Board* board, uint32_t kind, const uint8_t* bytes, uint32_t length, uint32_t* meter);
void __wrap_board_event(Board* board, uint32_t kind, const uint8_t* bytes, uint32_t length, uint32_t* meter)
{
	uint64_t start = instructions();
	aead = calls = 0;
	__real_board_event(board, kind, bytes, length, meter);
	report(start);
}

extern int32_t __real_protocol_call(Board* board, uint32_t kind, uint8_t* bytes, uint32_t length, uint32_t capacity);
int32_t __wrap_protocol_call(Board* board, uint32_t kind, uint8_t* bytes, uint32_t length, uint32_t capacity)
{
	uint64_t start = instructions();
	int32_t result = __real_protocol_call(board, kind, bytes, length, capacity);
	calls += instructions() - start;
	return result;
}

extern void __real_ccm_seal(const Ccm* ccm, uint8_t* text, uint32_t length);
void __wrap_ccm_seal(const Ccm* ccm, uint8_t* text, uint32_t length)
{
	uint64_t start = instructions();
	__real_ccm_seal(ccm, text, length);
	aead += instructions() - start;
}

extern bool __real_ccm_open(const Ccm* ccm, uint8_t* text, uint32_t length);
bool __wrap_ccm_open(const Ccm* ccm, uint8_t* text, uint32_t length)
{
	uint64_t start = instructions();
	bool result = __real_ccm_open(ccm, text, length);
	aead += instructions() - start;
	return result;
}
