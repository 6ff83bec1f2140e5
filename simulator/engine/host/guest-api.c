/*
 * The guest's global `host` (typings/kith-host.d.ts): its clock, its random numbers, and the way in and out of the
 * machine. The functions are in ROM; what they act on is the board of the machine that calls them.
 */
#include "host.h"

Board* guest_board(txMachine* the)
{
	Board* board = the->context;
	if (!board)
		mxTypeError("host is not available while modules are preloaded");
	return board;
}

static uint32_t kind_of(txMachine* the)
{
	int32_t kind = guest_integer(the, 0);
	if ((kind < 0) || (kind > 0xFFFF))
		mxRangeError("kind is no 16-bit number");
	return (uint32_t)kind;
}

static void host_now(txMachine* the)
{
	guest_board(the);
	guest_return(the, clock_milliseconds());
}

static void host_fill_random(txMachine* the)
{
	Board* board = guest_board(the);
	View view = guest_view_argument(the, 0, true);
	for (uint32_t index = 0; index < view.size; index += 4) {
		uint32_t word = random_next(&board->random);
		for (uint32_t byte = 0; (byte < 4) && (index + byte < view.size); byte++)
			view.bytes[index + byte] = (uint8_t)(word >> (8 * byte));
	}
}

static void host_listen(txMachine* the)
{
	Board* board = guest_board(the);
	View view = guest_view_argument(the, 0, true);
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
	guest_board(the);
	view = guest_view_argument(the, 1, false);
	if (!protocol_post(kind, view.bytes, guest_length(the, 2, view, MESSAGE_LIMIT)))
		mxRangeError("more than %d bytes posted in one run", POST_LIMIT);
}

static void host_call(txMachine* the)
{
	Board* board = guest_board(the);
	uint32_t kind = kind_of(the);
	View view = guest_view_argument(the, 1, true);
	int32_t answer = protocol_call(board, kind, view.bytes, guest_length(the, 2, view, MESSAGE_LIMIT), view.size);
	if (answer < -1)
		mxRangeError("the answer does not fit into %u bytes", (unsigned)view.size);
	guest_return(the, answer);
}

/* For board.c: where an event goes. */
bool guest_receive(Board* board, const uint8_t* bytes, uint32_t length, uint32_t* capacity)
{
	View view = guest_view(board->the, &board->buffer, true);
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
	slot = fxNextHostFunctionProperty(the, slot, host_call, 3, fxNewNameX(the, "call"), XS_DONT_ENUM_FLAG);
	guest_crypto_build(the, slot);
	mxPush(mxGlobal);
	fxDefineID(the, fxNewNameX(the, "host"), XS_GET_ONLY, XS_GET_ONLY);
	mxPop();
}
