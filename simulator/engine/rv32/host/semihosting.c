/*
 * The emulator's services, through its semihosting interface: files (the pipes that the simulator gave it), words on
 * stderr, and the end with a status. What the C library wants of an operating system is made of them.
 */
#include "rv32.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SYS_OPEN = 0x01, SYS_WRITE0 = 0x04, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT_EXTENDED = 0x20 };
/* ADP_Stopped_ApplicationExit */
#define APPLICATION_EXIT 0x20026

/* The three instructions are the request; they must not be compressed, and lie in one page. */
static long __attribute__((noinline, aligned(16))) request(long number, const void* arguments)
{
	register long a0 __asm__("a0") = number;
	register const void* a1 __asm__("a1") = arguments;
	__asm__ volatile(".balign 16\n.option push\n.option norvc\n"
		"slli x0, x0, 0x1f\n"
		"ebreak\n"
		"srai x0, x0, 7\n"
		".option pop"
		: "+r"(a0)
		: "r"(a1)
		: "memory");
	return a0;
}

int semihosting_open(const char* path, int mode)
{
	const long arguments[] = { (long)path, mode, (long)strlen(path) };
	return (int)request(SYS_OPEN, arguments);
}

void semihosting_exit(int status)
{
	const long arguments[] = { APPLICATION_EXIT, status };
	request(SYS_EXIT_EXTENDED, arguments);
	for (;;)
		;
}

void semihosting_say(const char* text)
{
	request(SYS_WRITE0, text);
}

/* Both answer how many bytes are left over. */
ssize_t read(int fd, void* buffer, size_t length)
{
	const long arguments[] = { fd, (long)buffer, (long)length };
	long left = request(SYS_READ, arguments);
	if ((left < 0) || ((size_t)left > length)) {
		errno = EIO;
		return -1;
	}
	return (ssize_t)(length - (size_t)left);
}

ssize_t write(int fd, const void* buffer, size_t length)
{
	const long arguments[] = { fd, (long)buffer, (long)length };
	long left = request(SYS_WRITE, arguments);
	if ((left < 0) || ((size_t)left >= length)) {
		errno = EIO;
		return -1;
	}
	return (ssize_t)(length - (size_t)left);
}

void _exit(int status)
{
	semihosting_exit(status);
}

static int put(char character, FILE* file)
{
	const char text[2] = { character, 0 };
	(void)file;
	semihosting_say(text);
	return (unsigned char)character;
}

static FILE words = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE* const stdin = &words;
FILE* const stdout = &words;
FILE* const stderr = &words;
