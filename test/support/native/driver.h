/* What a test's own C file gives to driver.c. */
#ifndef KITH_TEST_DRIVER_H
#define KITH_TEST_DRIVER_H

#include "xsmc.h"

typedef void (*fakeFunction)(xsMachine *the);
typedef struct {
	const char *name;
	fakeFunction function;
} fakeNative;

/* Ends with a name of NULL. */
extern const fakeNative fakeNatives[];
/* What the destructor in the class does; `data` may be NULL. */
void fakeDestroy(void *data);
/* Calls of functions that the other end does not know of yet. */
int fakeCallCount(void);

#endif
