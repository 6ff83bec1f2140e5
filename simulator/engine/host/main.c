/*
 * The engine host: runs the machines of simulated boards for the TypeScript side. It reads requests from one pipe and
 * writes replies to another (their descriptors are arguments), and ends when the request pipe does.
 */
#include "host.h"
#include <signal.h>

void fatal(const char* format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(70);
}

void* host_alloc(size_t size)
{
	void* result = malloc(size ? size : 1);
	if (!result)
		fatal("out of memory");
	return result;
}

/* Most likely a write to ROM, which XS must not attempt. */
static void fault(int signal)
{
	char text[128];
	int length = snprintf(text, sizeof(text), "signal %d in machine %d (a write to ROM?)\n", signal,
		board_current ? (int)board_current->number : -1);
	ssize_t ignored = write(STDERR_FILENO, text, (size_t)length);
	(void)ignored;
	affinity_end();
	_exit(72);
}

int main(int argc, char** argv)
{
	static uint8_t stack[65536];
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction action;
	if ((argc != 4) && (argc != 5)) {
		fprintf(stderr, "usage: kith-engine REQUEST_FD REPLY_FD WATCHDOG_SECONDS [near] (started by the simulator)\n");
		return 64;
	}
	memset(&action, 0, sizeof(action));
	action.sa_handler = fault;
	action.sa_flags = SA_ONSTACK;
	sigaltstack(&alternate, NULL);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	affinity_begin(argc == 5);
	if (getenv("KITH_NONCE_WATCH"))
		nonce_watch_begin();
	protocol_serve(atoi(argv[1]), atoi(argv[2]), (unsigned)atoi(argv[3]));
	return 0;
}
