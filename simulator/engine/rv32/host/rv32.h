/* What the files of the bare-metal host share. */
#ifndef KITH_RV32_H
#define KITH_RV32_H

#include <stdint.h>

/* semihosting.c: the emulator's services (RISC-V semihosting 0.4, which is Arm's with another instruction) */
#define SEMIHOSTING_READ_BINARY 1
#define SEMIHOSTING_WRITE_BINARY 5
#define SEMIHOSTING_APPEND 8
extern int semihosting_open(const char* path, int mode);
extern void semihosting_exit(int status) __attribute__((noreturn));
extern void semihosting_say(const char* text);

/* trap.c */
extern void trap_begin(void);

#endif
