/*
 * What the functions of the guest's `host` are called with. Nothing in here runs code of the guest's: a conversion that
 * did could move or free the bytes of a view that was looked at before.
 */
#include "host.h"

static txSlot* instance_of(txMachine* the, txSlot* slot)
{
	txSlot* instance;
	if (slot->kind != XS_REFERENCE_KIND)
		return NULL;
	instance = slot->value.reference;
	if (instance->ID && (instance->ID < the->aliasCount) && the->aliasArray && the->aliasArray[instance->ID])
		instance = the->aliasArray[instance->ID];
	return instance;
}

View guest_view(txMachine* the, txSlot* slot, bool write)
{
	txSlot* instance = instance_of(the, slot);
	txSlot* typed = instance ? instance->next : NULL;
	txSlot *view, *buffer, *info;
	View result;
	if (!typed || (typed->kind != XS_TYPED_ARRAY_KIND) || (typed->value.typedArray.dispatch->size != 1))
		mxTypeError("no Uint8Array");
	view = typed->next;
	buffer = instance_of(the, view->next);
	if (!buffer || !buffer->next || (buffer->next->kind != XS_ARRAY_BUFFER_KIND))
		mxTypeError("the Uint8Array is not on an ArrayBuffer");
	if (write && (buffer->next->flag & XS_DONT_SET_FLAG))
		mxTypeError("the Uint8Array is read-only: it was made while its module was preloaded");
	info = buffer->next->next;
	if ((view->value.dataView.offset < 0) || (view->value.dataView.offset > info->value.bufferInfo.length))
		mxTypeError("the Uint8Array is out of its buffer's bounds");
	result.size = (uint32_t)(info->value.bufferInfo.length - view->value.dataView.offset);
	if ((view->value.dataView.size >= 0) && ((uint32_t)view->value.dataView.size < result.size))
		result.size = (uint32_t)view->value.dataView.size;
	result.bytes = (uint8_t*)buffer->next->value.arrayBuffer.address + view->value.dataView.offset;
	return result;
}

static txSlot* argument(txMachine* the, int index)
{
	if (mxArgc <= index)
		mxTypeError("too few arguments");
	return mxArgv(index);
}

View guest_view_argument(txMachine* the, int index, bool write)
{
	return guest_view(the, argument(the, index), write);
}

int32_t guest_integer(txMachine* the, int index)
{
	txSlot* slot = argument(the, index);
	if (slot->kind == XS_INTEGER_KIND)
		return slot->value.integer;
	if ((slot->kind == XS_NUMBER_KIND) && (slot->value.number >= INT32_MIN) && (slot->value.number <= INT32_MAX)
		&& ((double)(int32_t)slot->value.number == slot->value.number))
		return (int32_t)slot->value.number;
	mxTypeError("argument %d is no 32-bit integer", index);
	return 0;
}

uint32_t guest_length(txMachine* the, int index, View view, uint32_t limit)
{
	int32_t length = guest_integer(the, index);
	if ((length < 0) || ((uint32_t)length > view.size) || ((uint32_t)length > limit))
		mxRangeError("length %d does not fit", (int)length);
	return (uint32_t)length;
}

void guest_return(txMachine* the, int32_t value)
{
	mxResult->kind = XS_INTEGER_KIND;
	mxResult->value.integer = value;
}
