/*
 * A stand-in for XS in tests of native modules: just what they use of xsmc.h, over a heap that is checked. Every buffer is a block
 * of exactly its size, and everything that may allocate in XS moves every buffer and frees the old one, so that a sanitizer
 * finds an address that was kept too long, or one byte too many.
 */
#ifndef KITH_TEST_XSMC_H
#define KITH_TEST_XSMC_H

#include <stddef.h>
#include <stdint.h>

typedef enum { xsUndefinedKind, xsIntegerKind, xsBufferKind, xsObjectKind, xsFunctionKind } xsKind;

typedef struct {
	xsKind kind;
	int32_t integer; /* also the number of a function */
	uint8_t *bytes;
	uint32_t length;
	struct xsObject *object;
} xsSlot;

typedef struct xsMachine xsMachine;
typedef void (*xsDestructor)(void *data);
typedef void (*xsMarkRoot)(xsMachine *the, xsSlot *slot);
typedef void (*xsMarker)(xsMachine *the, void *data, xsMarkRoot markRoot);
typedef struct {
	xsDestructor destructor;
	xsMarker marker;
	const char *signature;
} xsHostHooks;
typedef uint32_t xsUnsignedValue;
typedef int32_t xsIntegerValue;
typedef uint8_t xsBooleanValue;

struct xsObject {
	void *data;
	int remembered;
};

xsSlot *fakeArgument(xsMachine *the, int index);
xsSlot *fakeThis(xsMachine *the);
xsSlot *fakeResult(xsMachine *the);
int32_t fakeToInteger(xsMachine *the, xsSlot *slot);
void fakeGetBuffer(xsMachine *the, xsSlot *slot, void **bytes, xsUnsignedValue *length);
void *fakeHostData(xsMachine *the, xsSlot *slot);
void fakeCall(xsMachine *the, xsSlot *function);
void fakeRemember(xsMachine *the, xsSlot *slot, int by);
void fakeThrow(xsMachine *the, const char *kind, const char *format, ...)
	__attribute__((noreturn, format(printf, 3, 4)));

#define xsArg(index) (*fakeArgument(the, (index)))
#define xsThis (*fakeThis(the))
#define xsResult (*fakeResult(the))
#define xsmcToInteger(slot) fakeToInteger(the, &(slot))
#define xsmcSetInteger(slot, value) ((slot).kind = xsIntegerKind, (slot).integer = (int32_t)(value))
#define xsmcGetBufferReadable(slot, bytes, length) fakeGetBuffer(the, &(slot), (bytes), (length))
#define xsmcGetBufferWritable(slot, bytes, length) fakeGetBuffer(the, &(slot), (bytes), (length))
#define xsmcSetHostData(slot, value) ((slot).object->data = (value))
#define xsmcGetHostData(slot) fakeHostData(the, &(slot))
#define xsmcGetHostDataValidate(slot, validator) ((void)(validator), fakeHostData(the, &(slot)))
#define xsSetHostHooks(slot, hooks) ((void)(hooks))
#define xsRemember(slot) fakeRemember(the, &(slot), 1)
#define xsForget(slot) fakeRemember(the, &(slot), -1)
#define xsBeginHost(machine) { xsMachine *the = (machine);
#define xsEndHost(machine) (void)the; }
#define xsUndefined ((xsSlot){ xsUndefinedKind, 0, NULL, 0, NULL })
#define xsCallFunction0(function, self) ((void)(self), fakeCall(the, &(function)))
#define xsUnknownError(...) fakeThrow(the, "Error", __VA_ARGS__)
#define xsRangeError(...) fakeThrow(the, "RangeError", __VA_ARGS__)

#endif
