/*
 * One machine of the simulator: a clone of the ROM machine with its own fixed heap, created by a boot, fed with
 * events, dead after a crash. Whatever ends it is caught here and kept; other boards never notice.
 */
#include "host.h"

/* What the SDK's ESP32 targets give to chunks and slots at first and in steps; slots in number, chunks in bytes. */
#define INITIAL_CHUNKS 1536
#define CHUNK_STEP 512
#define INITIAL_SLOTS 512
#define SLOT_STEP 64
#define KEY_STEP 32
/*
 * Heaps above this size are no device's but of tests. XS collects before each step: with a device's steps it would do
 * little else in a heap of many megabytes.
 */
#define LARGE_HEAP ((uint32_t)1 << 20)
#define LARGE_HEAP_FACTOR 128
/* Bytes of this computer's word for 4 of the target's. */
#define SCALE ((txSize)sizeof(void*) / 4)

Board* board_current;

static void mark_sentinel(txMachine* the, void* data, txMarkRoot mark_root)
{
	(void)the;
	(void)mark_root;
	((Board*)data)->collections++;
}

static const txHostHooks sentinel_hooks = { NULL, mark_sentinel, NULL };

void board_kill(Board* board, int status, const char* message)
{
	if (board->status)
		return;
	board->status = status;
	snprintf(board->message, sizeof(board->message), "%s", message);
}

/* XS gives up: the machine cannot run any further. The reason and the place are all that is left to take. */
void fxAbort(txMachine* the, int status)
{
	Board* board = the->context;
	char text[MESSAGE_TEXT] = "";
	if (!board) {
		if ((status == XS_UNHANDLED_EXCEPTION_EXIT) || (status == XS_UNHANDLED_REJECTION_EXIT))
			trace_message(the, &mxException, text, sizeof(text));
		fatal("preloading: XS gave up with status %d %s", status, text);
	}
	if (!board->status)
		switch (status) {
		case XS_NOT_ENOUGH_MEMORY_EXIT:
			trace_machine(the, &board->trace);
			board_kill(board, MEMORY_FULL, "memory full");
			break;
#if XS_MAJOR_VERSION > 13
		case XS_NATIVE_STACK_OVERFLOW_EXIT:
		case XS_JAVASCRIPT_STACK_OVERFLOW_EXIT:
#else
		case XS_STACK_OVERFLOW_EXIT:
#endif
			trace_machine(the, &board->trace);
			board_kill(board, STACK_OVERFLOW, "stack overflow");
			break;
		case XS_TOO_MUCH_COMPUTATION_EXIT:
			trace_machine(the, &board->trace);
			snprintf(text, sizeof(text), "more than %u bytecodes in one run", (unsigned)board->meterLimit);
			board_kill(board, ENDLESS_LOOP, text);
			break;
		case XS_NO_MORE_KEYS_EXIT:
			trace_machine(the, &board->trace);
			board_kill(board, OUT_OF_KEYS, "no more property names");
			break;
		case XS_UNHANDLED_EXCEPTION_EXIT:
		case XS_UNHANDLED_REJECTION_EXIT:
			trace_error(the, &mxException, &board->trace);
			trace_message(the, &mxException, text, sizeof(text));
			board_kill(board, status == XS_UNHANDLED_EXCEPTION_EXIT ? UNCAUGHT_ERROR : UNHANDLED_REJECTION, text);
			break;
		default:
			trace_machine(the, &board->trace);
			snprintf(text, sizeof(text), "XS gave up with status %d", status);
			board_kill(board, ENGINE_FAULT, text);
			break;
		}
	fxExitToHost(the);
}

#ifdef mxMetering
/* 32 or 64 bits wide, as the version of XS has it. Newer ones count in fractions of a bytecode. */
typedef __typeof__(((txMachine*)NULL)->meterIndex) Meter;
#ifdef XS_CODE_METERING
#define METER_UNIT ((Meter)XS_CODE_METERING)
#else
#define METER_UNIT ((Meter)1)
#endif

static txBoolean meter_reached(txMachine* the, Meter meter)
{
	(void)the;
	(void)meter;
	return 0;
}

static void meter_begin(Board* board)
{
	board_current = board;
	fxBeginMetering(board->the, meter_reached, board->meterLimit);
}

static void meter_end(Board* board, uint32_t* meter)
{
	*meter = (uint32_t)(board->the->meterIndex / METER_UNIT);
	board->the->meterInterval = 0;
	board_current = NULL;
}

/* Jobs made of built-ins alone pass no meter check. */
static void meter_check(txMachine* the)
{
	if (the->meterIndex > ((Board*)the->context)->meterLimit * METER_UNIT)
		fxAbort(the, XS_TOO_MUCH_COMPUTATION_EXIT);
}
#else
/* As on a board, where nothing is metered: for counting instructions, see ../rv32. */
static void meter_begin(Board* board)
{
	board_current = board;
}

static void meter_end(Board* board, uint32_t* meter)
{
	(void)board;
	*meter = 0;
	board_current = NULL;
}

static void meter_check(txMachine* the)
{
	(void)the;
}
#endif

/* The error that ended a run. */
static void uncaught(Board* board, txSlot* exception)
{
	char text[MESSAGE_TEXT] = "";
	if (board->status)
		return; /* fxAbort knows better */
	trace_error(board->the, exception, &board->trace);
	modules_missing(text, sizeof(text));
	if (!text[0])
		trace_message(board->the, exception, text, sizeof(text));
	board_kill(board, UNCAUGHT_ERROR, text);
}

static void run_jobs(txMachine* the)
{
	while (the->promiseJobs) {
		the->promiseJobs = 0;
		fxRunPromiseJobs(the);
		meter_check(the);
	}
	fxEndJob(the);
	/* A rejection nobody has handled when all jobs are done: at a fixed time, not when its promise is collected. */
	fxCheckUnhandledRejections(the, 1);
}

static void import_fulfilled(txMachine* the)
{
	(void)the;
}

static void import_rejected(txMachine* the)
{
	uncaught(the->context, mxArgv(0));
	fxExitToHost(the);
}

static void boot(txMachine* the, const char* entry)
{
	Board* board = the->context;
	mxTry(the) {
		fxBeginHost(the);
		fxNewHostObject(the, NULL);
		fxSetHostData(the, the->stack, board);
		fxSetHostHooks(the, the->stack, &sentinel_hooks);
		board->sentinel.kind = the->stack->kind;
		board->sentinel.value = the->stack->value;
		mxPop();
		fxRemember(the, &board->sentinel);
		fxRemember(the, &board->buffer);
		fxRemember(the, &board->callback);
		modules_import(the, entry);
		mxDub();
		fxGetID(the, mxID(_then));
		mxCall();
		fxNewHostFunction(the, import_fulfilled, 1, XS_NO_ID, XS_NO_ID);
		fxNewHostFunction(the, import_rejected, 1, XS_NO_ID, XS_NO_ID);
		mxRunCount(2);
		mxPop();
		fxEndHost(the);
		run_jobs(the);
	}
	mxCatch(the) {
		uncaught(board, &mxException);
	}
}

Board* board_create(const BoardOptions* options, uint64_t nowUs, uint32_t* meter)
{
	Board* board = calloc(1, sizeof(Board));
	txCreation creation;
	txSize factor = options->heapBytes / (uint32_t)SCALE > LARGE_HEAP ? LARGE_HEAP_FACTOR : 1;
	*meter = 0;
	if (!board)
		fatal("out of memory");
	board->number = options->number;
	board->meterLimit = options->meterLimit;
	board->bootUs = nowUs;
	random_seed(&board->random, options->seed);
	random_seed(&board->mathRandom, options->seed ^ 0x5EEDF00Du);
	board->buffer.kind = board->callback.kind = board->sentinel.kind = XS_UNDEFINED_KIND;
	if (!pool_open(&board->pool, options->heapBytes, true))
		fatal("out of memory");
	memset(&creation, 0, sizeof(creation));
	creation.initialChunkSize = INITIAL_CHUNKS * SCALE;
	creation.incrementalChunkSize = CHUNK_STEP * SCALE * factor;
	creation.initialHeapCount = INITIAL_SLOTS;
	creation.incrementalHeapCount = SLOT_STEP * factor;
	creation.stackCount = (txSize)options->stackSlots;
	creation.initialKeyCount = KEY_STEP;
	creation.incrementalKeyCount = KEY_STEP;
	creation.nameModulo = rom_machine()->nameModulo;
	creation.symbolModulo = rom_machine()->symbolModulo;
	creation.parserBufferSize = 8 * 1024;
	creation.parserTableModulo = 127;
	board->the = fxCloneMachine(&creation, rom_machine(), "board", board);
	if (!board->the) {
		board_kill(board, MEMORY_FULL, "memory full");
		return board;
	}
	meter_begin(board);
	boot(board->the, options->entry);
	meter_end(board, meter);
	return board;
}

static void deliver(txMachine* the, uint32_t kind, const uint8_t* bytes, uint32_t length)
{
	Board* board = the->context;
	mxTry(the) {
		uint32_t capacity;
		fxBeginHost(the);
		if (!guest_receive(board, bytes, length, &capacity))
			fatal("machine %u: an event of %u bytes (kind %u) does not fit into its receive buffer of %u bytes",
				(unsigned)board->number, (unsigned)length, (unsigned)kind, (unsigned)capacity);
		mxPushUndefined();
		mxPushSlot(&board->callback);
		mxCall();
		mxPushInteger((txInteger)kind);
		mxPushInteger((txInteger)length);
		mxRunCount(2);
		mxPop();
		fxEndHost(the);
		run_jobs(the);
	}
	mxCatch(the) {
		uncaught(board, &mxException);
	}
}

void board_event(Board* board, uint32_t kind, const uint8_t* bytes, uint32_t length, uint32_t* meter)
{
	*meter = 0;
	if (board->status)
		return;
	if (!board->listening)
		fatal("machine %u was sent an event, but its program has not called host.listen", (unsigned)board->number);
	meter_begin(board);
	deliver(board->the, kind, bytes, length);
	meter_end(board, meter);
}

static void collect(txMachine* the)
{
	mxTry(the) {
		fxCollectGarbage(the);
	}
	mxCatch(the) {
	}
}

void board_collect(Board* board)
{
	if (board->status)
		return;
	board_current = board;
	collect(board->the);
	board_current = NULL;
}

void board_close(Board* board)
{
	if (board->the)
		fxDeleteMachine(board->the);
	pool_close(&board->pool);
	key_ring_clear(&board->keys);
	free(board);
}
