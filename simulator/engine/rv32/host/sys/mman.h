/* What pool.c asks of an operating system for the ROM machine's memory; memory.c has it. */
#ifndef KITH_RV32_MMAN_H
#define KITH_RV32_MMAN_H

#include <stddef.h>

#define PROT_READ 1
#define PROT_WRITE 2
#define MAP_PRIVATE 2
#define MAP_ANONYMOUS 32
#define MAP_FAILED ((void*)-1)

extern void* mmap(void* address, size_t length, int protection, int flags, int fd, long offset);
extern int mprotect(void* address, size_t length, int protection);

#endif
