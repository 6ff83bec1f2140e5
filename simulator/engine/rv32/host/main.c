/*
 * The engine host on a bare 32-bit RISC-V processor, in an emulator: serves the same requests as the desktop's, over the
 * same two pipes, which the emulator has as descriptors 3 and 4.
 */
#include "host.h"
#include "rv32.h"

void fatal(const char* format, ...)
{
	char text[1024];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	semihosting_say(text);
	semihosting_say("\n");
	semihosting_exit(70);
}

void* host_alloc(size_t size)
{
	void* result = malloc(size ? size : 1);
	if (!result)
		fatal("out of memory");
	return result;
}

/* There are no processors to choose from, and nobody to interrupt. */
void affinity_end(void)
{
}

void affinity_turn(void)
{
}

unsigned alarm(unsigned seconds)
{
	(void)seconds;
	return 0;
}

/* XS stops at half of the stack that the linker gave: what it calls itself takes little. */
extern char __heap_end[], __stack[];
char* fxCStackLimit(void)
{
	return __heap_end + (__stack - __heap_end) / 2;
}

int main(void)
{
	int requests, replies;
	trap_begin();
	requests = semihosting_open("/dev/fd/3", SEMIHOSTING_READ_BINARY);
	replies = semihosting_open("/dev/fd/4", SEMIHOSTING_WRITE_BINARY);
	if ((requests < 0) || (replies < 0))
		fatal("the emulator has no pipes to the simulator");
	protocol_serve(requests, replies, 0);
	semihosting_exit(0);
}
