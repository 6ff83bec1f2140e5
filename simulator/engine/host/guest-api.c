/*
 * The guest's global `host` (typings/kith-host.d.ts): its clock, its random numbers, and the way in and out of the
 * machine. The functions are in ROM; what they act on is the board of the machine that calls them.
 */
#include "host.h"

static Board* board_of(txMachine* the)
{
	Board* board = the->context;
	if (!board)
		mxTypeError("host is not available while modules are preloaded");
	return board;
}

typedef struct View {
	uint8_t* bytes;
	uint32_t size;
} View;

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

/* The bytes of a Uint8Array. They move when XS collects: use them before anything is allocated. */
static View view_of(txMachine* the, txSlot* slot, bool write)
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

static uint32_t kind_of(txMachine* the)
{
	txInteger kind = fxToInteger(the, argument(the, 0));
	if ((kind < 0) || (kind > 0xFFFF))
		mxRangeError("kind is no 16-bit number");
	return (uint32_t)kind;
}

static uint32_t length_of(txMachine* the, View view)
{
	txInteger length = fxToInteger(the, argument(the, 2));
	if ((length < 0) || ((uint32_t)length > view.size) || (length > MESSAGE_LIMIT))
		mxRangeError("length %d does not fit", (int)length);
	return (uint32_t)length;
}

static void host_now(txMachine* the)
{
	board_of(the);
	mxResult->kind = XS_INTEGER_KIND;
	mxResult->value.integer = clock_milliseconds();
}

static void host_fill_random(txMachine* the)
{
	Board* board = board_of(the);
	View view = view_of(the, argument(the, 0), true);
	for (uint32_t index = 0; index < view.size; index += 4) {
		uint32_t word = random_next(&board->random);
		for (uint32_t byte = 0; (byte < 4) && (index + byte < view.size); byte++)
			view.bytes[index + byte] = (uint8_t)(word >> (8 * byte));
	}
}

static void host_listen(txMachine* the)
{
	Board* board = board_of(the);
	View view = view_of(the, argument(the, 0), true);
	if (!view.size)
		mxTypeError("the receive buffer is empty");
	fxArgToCallback(the, 1);
	if (board->listening)
		mxTypeError("host.listen was called before");
	board->buffer.kind = XS_REFERENCE_KIND;
	board->buffer.value.reference = mxArgv(0)->value.reference;
	board->callback.kind = mxArgv(1)->kind;
	board->callback.value = mxArgv(1)->value;
	board->listening = true;
}

static void host_post(txMachine* the)
{
	uint32_t kind = kind_of(the);
	View view;
	board_of(the);
	view = view_of(the, argument(the, 1), false);
	if (!protocol_post(kind, view.bytes, length_of(the, view)))
		mxRangeError("more than %d bytes posted in one run", POST_LIMIT);
}

static void host_call(txMachine* the)
{
	Board* board = board_of(the);
	uint32_t kind = kind_of(the);
	View view = view_of(the, argument(the, 1), true);
	int32_t answer = protocol_call(board, kind, view.bytes, length_of(the, view), view.size);
	if (answer < -1)
		mxRangeError("the answer does not fit into %u bytes", (unsigned)view.size);
	mxResult->kind = XS_INTEGER_KIND;
	mxResult->value.integer = answer;
}

/* For board.c: where an event goes. */
bool guest_receive(Board* board, const uint8_t* bytes, uint32_t length, uint32_t* capacity)
{
	View view = view_of(board->the, &board->buffer, true);
	*capacity = view.size;
	if (length > view.size)
		return false;
	memcpy(view.bytes, bytes, length);
	return true;
}

void guest_api_build(txMachine* the)
{
	txSlot* slot;
	mxPush(mxObjectPrototype);
	slot = fxLastProperty(the, fxNewObjectInstance(the));
	slot = fxNextHostFunctionProperty(the, slot, host_now, 0, fxNewNameX(the, "now"), XS_DONT_ENUM_FLAG);
	slot = fxNextHostFunctionProperty(the, slot, host_fill_random, 1, fxNewNameX(the, "fillRandom"), XS_DONT_ENUM_FLAG);
	slot = fxNextHostFunctionProperty(the, slot, host_listen, 2, fxNewNameX(the, "listen"), XS_DONT_ENUM_FLAG);
	slot = fxNextHostFunctionProperty(the, slot, host_post, 3, fxNewNameX(the, "post"), XS_DONT_ENUM_FLAG);
	fxNextHostFunctionProperty(the, slot, host_call, 3, fxNewNameX(the, "call"), XS_DONT_ENUM_FLAG);
	mxPush(mxGlobal);
	fxDefineID(the, fxNewNameX(the, "host"), XS_GET_ONLY, XS_GET_ONLY);
	mxPop();
}
