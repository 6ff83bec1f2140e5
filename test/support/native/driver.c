/*
 * Runs native modules for a test on the other end of two pipes. A request is a line of words: the function's name, then
 * "i<number>", "b<hex>", "o<number of an object>", "f<number of a function>" or "u" for each argument, `this` in front. The answer:
 * "r<number>", "u" or "x<kind of error> <message>"; after a tab the buffers as they are now, and after another the numbers of the
 * functions that were called meanwhile.
 */
#include "driver.h"

#include "xsmc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { argumentLimit = 16, objectLimit = 64, callLimit = 4096, lineLimit = 65536 };

struct xsMachine {
	xsSlot slots[argumentLimit]; /* `this`, then the arguments */
	int count;
	xsSlot result;
	jmp_buf thrown;
	char error[512];
};

static xsMachine machine;
static struct xsObject objects[objectLimit];
static int calls[callLimit], callCount;

xsSlot *fakeArgument(xsMachine *the, int index)
{
	if (index + 1 >= the->count)
		fakeThrow(the, "TypeError", "argument %d is missing", index);
	return &the->slots[index + 1];
}

xsSlot *fakeThis(xsMachine *the)
{
	return &the->slots[0];
}

xsSlot *fakeResult(xsMachine *the)
{
	return &the->result;
}

/* As a garbage collection may at any allocation. */
static void moveBuffers(xsMachine *the)
{
	int index;

	for (index = 0; index < the->count; index++) {
		xsSlot *slot = &the->slots[index];
		uint8_t *moved;

		if (slot->kind != xsBufferKind)
			continue;
		moved = malloc(slot->length);
		memcpy(moved, slot->bytes, slot->length);
		free(slot->bytes);
		slot->bytes = moved;
	}
}

int32_t fakeToInteger(xsMachine *the, xsSlot *slot)
{
	moveBuffers(the);
	return slot->kind == xsIntegerKind ? slot->integer : 0;
}

void fakeGetBuffer(xsMachine *the, xsSlot *slot, void **bytes, xsUnsignedValue *length)
{
	if (slot->kind != xsBufferKind)
		fakeThrow(the, "TypeError", "no buffer");
	*bytes = slot->bytes;
	*length = slot->length;
}

void *fakeHostData(xsMachine *the, xsSlot *slot)
{
	if (slot->kind != xsObjectKind)
		fakeThrow(the, "TypeError", "no host object");
	return slot->object->data;
}

void fakeRemember(xsMachine *the, xsSlot *slot, int by)
{
	(void)the;
	if (slot->kind == xsObjectKind)
		slot->object->remembered += by;
}

void fakeCall(xsMachine *the, xsSlot *function)
{
	moveBuffers(the);
	if (function->kind == xsFunctionKind && callCount < callLimit)
		calls[callCount++] = function->integer;
}

void fakeThrow(xsMachine *the, const char *kind, const char *format, ...)
{
	va_list list;
	int length = snprintf(the->error, sizeof(the->error), "%s ", kind);

	va_start(list, format);
	vsnprintf(the->error + length, sizeof(the->error) - (size_t)length, format, list);
	va_end(list);
	longjmp(the->thrown, 1);
}

int fakeCallCount(void)
{
	return callCount;
}

static int digit(char letter)
{
	return letter <= '9' ? letter - '0' : letter - 'a' + 10;
}

static xsSlot parse(const char *word)
{
	xsSlot slot = { xsUndefinedKind, 0, NULL, 0, NULL };
	size_t index;

	switch (word[0]) {
	case 'i':
		slot.kind = xsIntegerKind;
		slot.integer = (int32_t)strtol(word + 1, NULL, 10);
		break;
	case 'f':
		slot.kind = xsFunctionKind;
		slot.integer = (int32_t)strtol(word + 1, NULL, 10);
		break;
	case 'o':
		slot.kind = xsObjectKind;
		slot.object = &objects[strtol(word + 1, NULL, 10) % objectLimit];
		break;
	case 'b':
		slot.kind = xsBufferKind;
		slot.length = (uint32_t)(strlen(word + 1) / 2);
		slot.bytes = malloc(slot.length);
		for (index = 0; index < slot.length; index++)
			slot.bytes[index] = (uint8_t)(digit(word[1 + 2 * index]) << 4 | digit(word[2 + 2 * index]));
		break;
	}
	return slot;
}

static void answer(xsMachine *the, bool failed)
{
	int index;
	uint32_t at;

	if (failed)
		printf("x%s", the->error);
	else if (the->result.kind == xsIntegerKind)
		printf("r%d", (int)the->result.integer);
	else
		printf("u");
	printf("\t");
	for (index = 0; index < the->count; index++) {
		xsSlot *slot = &the->slots[index];

		if (slot->kind != xsBufferKind)
			continue;
		printf("b");
		for (at = 0; at < slot->length; at++)
			printf("%02x", slot->bytes[at]);
		printf(" ");
		free(slot->bytes);
	}
	printf("\t");
	for (index = 0; index < callCount; index++)
		printf("%d ", calls[index]);
	printf("\n");
	callCount = 0;
	fflush(stdout);
}

static fakeFunction find(const char *name)
{
	const fakeNative *native;

	for (native = fakeNatives; native->name != NULL; native++)
		if (strcmp(native->name, name) == 0)
			return native->function;
	return NULL;
}

static void run(xsMachine *the, fakeFunction function)
{
	if (setjmp(the->thrown) != 0) {
		answer(the, true);
		return;
	}
	if (function == NULL)
		fakeThrow(the, "ReferenceError", "there is no such function in C");
	function(the);
	answer(the, false);
}

int main(void)
{
	static char line[lineLimit];
	xsMachine *the = &machine;
	int index;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		char *word = strtok(line, " \n");
		fakeFunction function = word == NULL ? NULL : find(word);

		the->count = 0;
		the->result.kind = xsUndefinedKind;
		for (word = strtok(NULL, " \n"); word != NULL && the->count < argumentLimit; word = strtok(NULL, " \n"))
			the->slots[the->count++] = parse(word);
		run(the, function);
	}
	for (index = 0; index < objectLimit; index++)
		fakeDestroy(objects[index].data);
	return 0;
}
