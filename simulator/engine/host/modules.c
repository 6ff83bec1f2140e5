/*
 * The guest's modules: compiled once per process, shared by all machines as code in flash would be.
 *
 * As the SDK's linker does it: all names of all modules get their key in the ROM machine; modules that are not
 * preloaded have their CODE and STRING opcodes turned into the archive forms, which leave functions and string
 * literals where they are. Preloaded modules keep the plain opcodes: their functions end up in ROM, but a closure or
 * a string literal that they make at run time is copied to the heap, on the device as here.
 */
#include "host.h"

static Module modules[MODULE_LIMIT];
static int moduleCount;
static char missing[2 * NAME_TEXT + 64];
static char parseError[MESSAGE_TEXT];

static void report_error(void* console, txString path, txInteger line, txString format, c_va_list arguments)
{
	int length = snprintf(parseError, sizeof(parseError), "%s:%d: ", path ? path : "", (int)line);
	(void)console;
	if ((length > 0) && ((size_t)length < sizeof(parseError)))
		vsnprintf(parseError + length, sizeof(parseError) - (size_t)length, format, arguments);
}

static void ignore_warning(void* console, txString path, txInteger line, txString format, c_va_list arguments)
{
	(void)console;
	(void)path;
	(void)line;
	(void)format;
	(void)arguments;
}

typedef struct Source {
	const char* text;
	uint32_t offset;
	uint32_t size;
} Source;

static int source_getter(void* stream)
{
	Source* source = stream;
	return source->offset < source->size ? (uint8_t)source->text[source->offset++] : C_EOF;
}

/* XS takes the machine for tags of template literals; with one it also stops at the first error. */
static txScript* compile(txMachine* the, char* specifier, const char* text, uint32_t size, txUnsigned flags)
{
	txParser _parser;
	txParser* parser = &_parser;
	txParserJump jump;
	Source source = { text, 0, size };
	txScript* volatile script = NULL;
	parseError[0] = 0;
	fxInitializeParser(parser, the, 32 * 1024, 1993);
	parser->reportError = (void*)report_error;
	parser->reportWarning = (void*)ignore_warning;
	parser->firstJump = &jump;
	if (c_setjmp(jump.jmp_buf) == 0) {
		parser->path = fxNewParserSymbol(parser, specifier);
		fxParserTree(parser, &source, source_getter, flags, NULL);
		fxParserHoist(parser);
		fxParserBind(parser);
		script = fxParserCode(parser);
	}
	if (parser->errorCount && script) {
		fxDeleteScript(script);
		script = NULL;
	}
	fxTerminateParser(parser);
	return script;
}

bool modules_add(txMachine* the, char* specifier, bool preload, char* source, uint32_t sourceSize,
	const uint32_t* map, uint32_t mapCount, char* error, size_t errorSize)
{
	Module* module = &modules[moduleCount];
	if (moduleCount == MODULE_LIMIT) {
		snprintf(error, errorSize, "more than %d modules", MODULE_LIMIT);
		return false;
	}
	memset(module, 0, sizeof(*module));
	module->script = compile(the, specifier, source, sourceSize, 0);
	if (!module->script) {
		snprintf(error, errorSize, "XS cannot compile %s", parseError);
		return false;
	}
	if (mapCount) {
		txScript* debug = compile(the, specifier, source, sourceSize, mxDebugFlag);
		if (!debug || !lines_build(&module->table, module->script, debug, map, mapCount)) {
			snprintf(error, errorSize, "no line table for %s: XS compiled it to two different programs", specifier);
			return false;
		}
		fxDeleteScript(debug);
	}
	module->specifier = strdup(specifier);
	if (!module->specifier)
		fatal("out of memory");
	module->preload = preload;
	moduleCount++;
	return true;
}

Module* modules_find(const char* specifier)
{
	for (int index = 0; index < moduleCount; index++) {
		if (!strcmp(modules[index].specifier, specifier))
			return &modules[index];
	}
	return NULL;
}

Module* modules_at(int index)
{
	return index < moduleCount ? &modules[index] : NULL;
}

/* Gives the opcodes the ROM machine's keys and, unless preloaded, their archive forms. */
static void remap(txScript* script, const txID* ids, txID idCount, bool archive)
{
	txByte* code = script->codeBuffer;
	txByte* end = code + script->codeSize;
	while (code < end) {
		uint8_t opcode = *(uint8_t*)code;
		int size;
		if (archive) {
			if ((XS_CODE_CODE_1 <= opcode) && (opcode <= XS_CODE_CODE_4))
				opcode = (uint8_t)(opcode - XS_CODE_CODE_1 + XS_CODE_CODE_ARCHIVE_1);
			else if ((XS_CODE_STRING_1 <= opcode) && (opcode <= XS_CODE_STRING_4))
				opcode = (uint8_t)(opcode - XS_CODE_STRING_1 + XS_CODE_STRING_ARCHIVE_1);
			*(uint8_t*)code = opcode;
		}
		size = gxCodeSizes[opcode];
		if (size > 0)
			code += size;
		else if (size == 0) {
			txID id;
			memcpy(&id, code + 1, sizeof(id));
			if (id >= idCount)
				fatal("bytecode with an unknown name in %s", script->path ? script->path : "a module");
			id = ids[id];
			memcpy(code + 1, &id, sizeof(id));
			code += 1 + sizeof(id);
		}
		else {
			uint32_t length = 0;
			memcpy(&length, code + 1, (size_t)-size);
			code += 1 - size + (ptrdiff_t)length;
		}
	}
}

void modules_intern(txMachine* the)
{
	for (int index = 0; index < moduleCount; index++) {
		Module* module = &modules[index];
		txScript* script = module->script;
		module->id = fxNewNameX(the, module->specifier);
		if (script->symbolsBuffer) {
			/* The names stay where the compiler put them: a key in ROM only points there. */
			txByte* symbols = script->symbolsBuffer;
			txID count, *ids;
			memcpy(&count, symbols, sizeof(count));
			symbols += sizeof(count);
			ids = host_alloc((size_t)count * sizeof(txID));
			ids[0] = XS_NO_ID;
			for (txID id = 1; id < count; id++) {
				ids[id] = fxNewNameX(the, (txString)symbols);
				symbols += strlen((char*)symbols) + 1;
			}
			remap(script, ids, count, !module->preload);
			free(ids);
			script->symbolsBuffer = NULL;
		}
		script->path = module->specifier;
	}
}

/* Joins a relative specifier to the importing module's, as XS does with module names on the device. */
static bool join(const char* base, const char* name, char* path, size_t size)
{
	const char* slash = strrchr(base, '/');
	size_t length = slash ? (size_t)(slash - base) : 0;
	if (length >= size)
		return false;
	memcpy(path, base, length);
	path[length] = 0;
	for (;;) {
		if (!strncmp(name, "./", 2))
			name += 2;
		else if (!strncmp(name, "../", 3)) {
			char* last = strrchr(path, '/');
			name += 3;
			if (last)
				*last = 0;
			else if (path[0])
				path[0] = 0;
			else
				return false;
		}
		else
			break;
	}
	length = strlen(path);
	if (length + strlen(name) + 2 > size)
		return false;
	if (length)
		path[length++] = '/';
	strcpy(path + length, name);
	return true;
}

txID fxFindModule(txMachine* the, txSlot* realm, txID moduleID, txSlot* slot)
{
	char name[C_PATH_MAX], path[C_PATH_MAX];
	const char* importer = moduleID == XS_NO_ID ? NULL : fxGetKeyName(the, moduleID);
	Module* module = NULL;
	(void)realm;
	fxToStringBuffer(the, slot, name, sizeof(name));
	if (name[0] == '.') {
		if (importer && join(importer, name, path, sizeof(path)))
			module = modules_find(path);
	}
	else
		module = modules_find(name);
	if (!module) {
		snprintf(missing, sizeof(missing), "%.120s imports \"%.120s\": there is no such module", importer ? importer : "the host",
			name);
		return XS_NO_ID;
	}
	if (!board_current && !module->preload) {
		snprintf(missing, sizeof(missing), "%.120s imports \"%.120s\": a preloaded module cannot import one that is not",
			importer ? importer : "the host", module->specifier);
		return XS_NO_ID;
	}
	return module->id;
}

void fxLoadModule(txMachine* the, txSlot* slot, txID moduleID)
{
	Module* module = modules_find(fxGetKeyName(the, moduleID));
	if (module)
		fxResolveModule(the, slot, moduleID, module->script, NULL, NULL);
}

/* XS says only which module was not found; who imported it is what one needs to know. */
void modules_missing(char* text, size_t size)
{
	if (missing[0])
		snprintf(text, size, "%s", missing);
	missing[0] = 0;
}

/* Pushes the promise of an import by the host. */
void modules_import(txMachine* the, const char* specifier)
{
	txSlot* realm = mxModuleInstanceInternal(mxProgram.value.reference)->value.module.realm;
	mxPushStringC((txString)specifier);
#if XS_MAJOR_VERSION > 13
	mxPushUndefined();
	gxDefaults.runImport(the, realm, NULL);
#else
	gxDefaults.runImport(the, realm, XS_NO_ID);
#endif
}
