/*
 * The ROM machine's memory. It becomes read-only as on the desktop, by physical memory protection (RISC-V privileged
 * specification 1.12, section 3.7): an entry that is locked holds for machine mode too.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define PAGE 4096u

/* Entry 1 ends where entry 0's address and this one's differ ("top of range"): locked, and readable only. */
#define READ_ONLY_RANGE 0x89u

void* mmap(void* address, size_t length, int protection, int flags, int fd, long offset)
{
	void* result;
	(void)address;
	(void)protection;
	(void)flags;
	(void)fd;
	(void)offset;
	result = aligned_alloc(PAGE, length);
	return result ? result : MAP_FAILED;
}

int mprotect(void* address, size_t length, int protection)
{
	uintptr_t start = (uintptr_t)address, end = start + length;
	if ((protection != PROT_READ) || (start % PAGE) || (end % PAGE)) {
		errno = EINVAL;
		return -1;
	}
	__asm__ volatile(".option push\n.option arch, +zicsr\n"
		"csrw pmpaddr0, %0\n"
		"csrw pmpaddr1, %1\n"
		"csrw pmpcfg0, %2\n"
		"fence\n"
		".option pop"
		:
		: "r"(start >> 2), "r"(end >> 2), "r"(READ_ONLY_RANGE << 8)
		: "memory");
	return 0;
}
