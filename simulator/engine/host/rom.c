/*
 * The machine that all boards share: built-ins, the guest's `host` object, all names of all modules, and the preloaded
 * modules after they ran. It is what the SDK's linker puts into flash, made the same way: built-ins and functions are
 * frozen, what else can be written gets an alias number (a board that writes to it takes its own copy), and all data
 * is marked as lying outside of any heap. Then the memory becomes read-only.
 */
#include "host.h"

#define ROM_BYTES (64u << 20)

static txMachine* rom;
static KithPool romPool;

/* What an import in the ROM machine has come to. */
enum { PENDING, FULFILLED, REJECTED };
static int importState;
static char importError[MESSAGE_TEXT];
static Trace importTrace;

txMachine* rom_machine(void)
{
	return rom;
}

void fxCreateMachinePlatform(txMachine* the)
{
	Board* board = the->context;
	the->pool = board ? &board->pool : &romPool;
}

void fxDeleteMachinePlatform(txMachine* the)
{
	(void)the;
}

void fxQueuePromiseJobs(txMachine* the)
{
	the->promiseJobs = 1;
}

void rom_open(void)
{
	txCreation creation;
	memset(&creation, 0, sizeof(creation));
	creation.initialChunkSize = 1 << 20;
	creation.incrementalChunkSize = 64 * 1024;
	creation.initialHeapCount = 16 * 1024;
	creation.incrementalHeapCount = 4 * 1024;
	creation.stackCount = 4096;
	creation.initialKeyCount = 4096;
	creation.incrementalKeyCount = 2048;
	creation.nameModulo = 1993;
	creation.symbolModulo = 127;
	creation.parserBufferSize = 32 * 1024;
	creation.parserTableModulo = 1993;
	if (!pool_open(&romPool, ROM_BYTES, false))
		fatal("no memory for the ROM machine");
	rom = fxCreateMachine(&creation, "rom", NULL, XS_NO_ID);
	if (!rom)
		fatal("XS cannot create the ROM machine");
}

static void import_fulfilled(txMachine* the)
{
	(void)the;
	importState = FULFILLED;
}

static void import_rejected(txMachine* the)
{
	importState = REJECTED;
	trace_message(the, mxArgv(0), importError, sizeof(importError));
	trace_error(the, mxArgv(0), &importTrace);
}

/* Imports a module and runs promise jobs until it has run. */
static bool preload(txMachine* the, Module* module, char* error, size_t errorSize)
{
	volatile bool thrown = false;
	importState = PENDING;
	fxBeginHost(the);
	{
		mxTry(the) {
			modules_import(the, module->specifier);
			mxDub();
			fxGetID(the, mxID(_then));
			mxCall();
			fxNewHostFunction(the, import_fulfilled, 1, XS_NO_ID, XS_NO_ID);
			fxNewHostFunction(the, import_rejected, 1, XS_NO_ID, XS_NO_ID);
			mxRunCount(2);
			mxPop();
		}
		mxCatch(the) {
			thrown = true;
			trace_message(the, &mxException, importError, sizeof(importError));
			trace_error(the, &mxException, &importTrace);
		}
	}
	fxEndHost(the);
	while (the->promiseJobs) {
		the->promiseJobs = 0;
		fxRunPromiseJobs(the);
	}
	if (!thrown && (importState == FULFILLED))
		return true;
	if (!thrown && (importState == PENDING))
		snprintf(error, errorSize, "preloading %s: it awaits something that never comes", module->specifier);
	else {
		char text[2 * NAME_TEXT + 64] = "";
		modules_missing(text, sizeof(text));
		if (text[0])
			snprintf(error, errorSize, "preloading %s: %s", module->specifier, text);
		else if (importTrace.count)
			snprintf(error, errorSize, "preloading %s: %s (%s:%u)", module->specifier, importError, importTrace.frames[0].module,
				(unsigned)importTrace.frames[0].line);
		else
			snprintf(error, errorSize, "preloading %s: %s", module->specifier, importError);
	}
	return false;
}

bool rom_finish(char* error, size_t errorSize)
{
	txMachine* the = rom;
	Module* module;
	fxBeginHost(the);
	guest_api_build(the);
	modules_intern(the);
	fxEndHost(the);
	for (int index = 0; (module = modules_at(index)); index++) {
		if (module->preload && !preload(the, module, error, errorSize))
			return false;
	}
	freeze_machine(the);
	pool_protect(&romPool);
	return true;
}
