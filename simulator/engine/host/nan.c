/*
 * NaN has many bit patterns, and which one an operation gives depends on the processor and the word size. A guest can
 * only see them by storing a NaN into a typed array or DataView: it is made the same one everywhere there. build.ts
 * gives XS's own setters another name.
 */
#include "host.h"

extern void fxFloat32SetterOfXs(txMachine* the, txSlot* data, txInteger offset, txSlot* slot, int endian);
extern void fxFloat64SetterOfXs(txMachine* the, txSlot* data, txInteger offset, txSlot* slot, int endian);

static txSlot canonical(const txSlot* slot)
{
	static const uint64_t bits = 0x7FF8000000000000u;
	txSlot copy = *slot;
	if (copy.value.number != copy.value.number)
		memcpy(&copy.value.number, &bits, sizeof(bits));
	return copy;
}

void fxFloat32Setter(txMachine* the, txSlot* data, txInteger offset, txSlot* slot, int endian)
{
	txSlot copy = canonical(slot);
	fxFloat32SetterOfXs(the, data, offset, &copy, endian);
}

void fxFloat64Setter(txMachine* the, txSlot* data, txInteger offset, txSlot* slot, int endian)
{
	txSlot copy = canonical(slot);
	fxFloat64SetterOfXs(the, data, offset, &copy, endian);
}
