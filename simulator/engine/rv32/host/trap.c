/* An exception of the processor is a bug of the host or of XS: a write to ROM, most likely. Says where, and ends. */
#include "host.h"
#include "rv32.h"

#define STATUS 72

static void __attribute__((aligned(4), used, noreturn)) trap(void)
{
	uint32_t cause, at, value;
	char text[160];
	__asm__ volatile(".option push\n.option arch, +zicsr\n"
		"csrr %0, mcause\n"
		"csrr %1, mepc\n"
		"csrr %2, mtval\n"
		".option pop"
		: "=r"(cause), "=r"(at), "=r"(value));
	snprintf(text, sizeof(text), "exception %u at %08x, address %08x, in machine %d (7: a write to ROM?)\n", (unsigned)cause,
		(unsigned)at, (unsigned)value, board_current ? (int)board_current->number : -1);
	semihosting_say(text);
	semihosting_exit(STATUS);
}

void trap_begin(void)
{
	__asm__ volatile(".option push\n.option arch, +zicsr\ncsrw mtvec, %0\n.option pop" : : "r"(trap));
}
