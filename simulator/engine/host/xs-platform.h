/*
 * XS asks its embedder for a platform header (XSPLATFORM). Ours makes a machine a pure function of its inputs:
 * virtual clock, seeded random numbers, our own transcendental functions, a fixed pool for chunks and slots.
 */
#ifndef KITH_XS_PLATFORM_H
#define KITH_XS_PLATFORM_H

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#undef mxLittleEndian
#define mxLittleEndian 1
#if defined(KITH_RV32)
/* ../rv32: a bare processor, without an operating system, threads, or a stack that somebody else knows of */
#define mxUseDefaultCStackLimit 0
#elif defined(__linux__)
#include <pthread.h>
#define mxUseGCCAtomics 1
#define mxUsePOSIXThreads 1
#undef mxLinux
#define mxLinux 1
#elif defined(__APPLE__)
#include <pthread.h>
#define mxUseGCCAtomics 1
#define mxUsePOSIXThreads 1
#undef mxMacOSX
#define mxMacOSX 1
#else
#error "the engine host is written for Linux and macOS"
#endif
#define mxExport extern
#define mxImport extern
#define XS_FUNCTION_NORETURN __attribute__((noreturn))

#define mxUseDefaultBuildKeys 1
#define mxUseDefaultParseScript 1
#define mxUseDefaultSharedChunks 1

/* As on the ESP32: small tables. */
#define mxTableMinLength (1)

/* A machine's part of the host; pool is the fixed memory it may use, see pool.c. */
#define mxMachinePlatform \
	struct KithPool* pool; \
	int promiseJobs; \
	void* host; \
	void* waiterCondition; \
	void* waiterData; \
	void* waiterLink;

/* Time: a board's clock starts at the Unix epoch when it boots, has no time zone, and only the simulator moves it. */
typedef struct timeval c_timeval;
#define c_timezone timezone
#define c_gettimeofday(TV, TZ) kith_gettimeofday(TV)
typedef int64_t kith_time;
#define c_time_t kith_time
#define c_localtime kith_gmtime
#define c_mktime kith_timegm
extern int kith_gettimeofday(struct timeval* tv);
extern struct tm* kith_gmtime(const kith_time* time);
extern kith_time kith_timegm(struct tm* tm);

#define c_rand kith_rand
#define c_srand(SEED) ((void)(SEED))
#define C_RAND_MAX 0x7FFFFFFF
extern uint32_t kith_rand(void);

/* The C library's transcendental functions differ between machines in the last bit; see math-exp.c. */
#define c_acos kith_acos
#define c_acosh kith_acosh
#define c_asin kith_asin
#define c_asinh kith_asinh
#define c_atan kith_atan
#define c_atanh kith_atanh
#define c_cbrt kith_cbrt
#define c_cos kith_cos
#define c_cosh kith_cosh
#define c_exp kith_exp
#define c_hypot kith_hypot
#define c_log kith_log
#define c_log1p kith_log1p
#define c_log10 kith_log10
#define c_log2 kith_log2
#define c_pow kith_pow
#define c_sin kith_sin
#define c_sinh kith_sinh
#define c_sqrt __builtin_sqrt
#define c_tan kith_tan
#define c_tanh kith_tanh
/* xsPlatform.h leaves no choice for these two, so the plain names are redirected. */
#define atan2 kith_atan2
#define expm1 kith_expm1
extern double kith_acos(double x);
extern double kith_acosh(double x);
extern double kith_asin(double x);
extern double kith_asinh(double x);
extern double kith_atan(double x);
extern double kith_atan2(double y, double x);
extern double kith_atanh(double x);
extern double kith_cbrt(double x);
extern double kith_cos(double x);
extern double kith_cosh(double x);
extern double kith_exp(double x);
extern double kith_expm1(double x);
extern double kith_hypot(double x, double y);
extern double kith_log(double x);
extern double kith_log1p(double x);
extern double kith_log10(double x);
extern double kith_log2(double x);
extern double kith_pow(double x, double y);
extern double kith_sin(double x);
extern double kith_sinh(double x);
extern double kith_tan(double x);
extern double kith_tanh(double x);

/* nan.c; in parentheses because build.ts renames XS's definitions by a macro with arguments. */
struct sxMachine;
struct sxSlot;
extern void(fxFloat32Setter)(struct sxMachine*, struct sxSlot*, int32_t, struct sxSlot*, int);
extern void(fxFloat64Setter)(struct sxMachine*, struct sxSlot*, int32_t, struct sxSlot*, int);

#endif
