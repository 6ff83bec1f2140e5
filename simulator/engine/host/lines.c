/*
 * Lines of the TypeScript source for bytecode that carries none.
 *
 * Opcodes that set the line would count in the meter and are absent from what a board really runs. So each module is
 * compiled twice: as it runs, and once more with line opcodes. Both streams are walked side by side, and what remains
 * is a table from places in the plain bytecode to lines. The line opcodes hinder a few of the compiler's last
 * simplifications (a branch or unwind before an end), so the walk allows the second stream such extra opcodes.
 */
#include "host.h"

/* Functions nested in one another, in one module. */
#define NESTING_LIMIT 256

typedef struct Walker {
	const txByte* start;
	const txByte* code;
	const txByte* end;
} Walker;

typedef struct Builder {
	LineTable* table;
	uint32_t lineCapacity;
	uint32_t functionCapacity;
	const uint32_t* map;
	uint32_t mapCount;
} Builder;

/* Opcodes that differ only in the size of their operand have names that differ only in a suffix. */
static int family(int opcode)
{
	static int families[256];
	static bool ready;
	if (!ready) {
		for (int index = 0; index < XS_CODE_COUNT; index++) {
			const char* name = gxCodeNames[index];
			size_t length = strlen(name);
			families[index] = index;
			if ((length > 2) && (name[length - 2] == '_') && ((name[length - 1] == '2') || (name[length - 1] == '4'))) {
				for (int other = 0; other < index; other++) {
					if ((strlen(gxCodeNames[other]) == length - 2) && !strncmp(gxCodeNames[other], name, length - 2)) {
						families[index] = other;
						break;
					}
				}
			}
		}
		ready = true;
	}
	return families[opcode];
}

static int opcode_of(const Walker* walker)
{
	return *(const uint8_t*)walker->code;
}

static int32_t signed_operand(const txByte* code, int size)
{
	const uint8_t* bytes = (const uint8_t*)code;
	if (size == 1)
		return (int8_t)bytes[0];
	if (size == 2)
		return (int16_t)(bytes[0] | (bytes[1] << 8));
	return (int32_t)((uint32_t)bytes[0] | ((uint32_t)bytes[1] << 8) | ((uint32_t)bytes[2] << 16)
		| ((uint32_t)bytes[3] << 24));
}

/* The bytes of the instruction at the walker, 0 when it does not fit in what is left. */
static size_t instruction_size(const Walker* walker)
{
	size_t left = (size_t)(walker->end - walker->code), result;
	int size;
	if (opcode_of(walker) >= XS_CODE_COUNT)
		return 0;
	size = gxCodeSizes[opcode_of(walker)];
	if (size > 0)
		result = (size_t)size;
	else if (size == 0)
		result = 1 + sizeof(txID);
	else {
		if (left < (size_t)(1 - size))
			return 0;
		/* A negative size is that of the length which comes first; lengths are unsigned. */
		uint32_t length = (uint32_t)signed_operand(walker->code + 1, -size);
		if (size == -1)
			length &= 0xFF;
		else if (size == -2)
			length &= 0xFFFF;
		result = (size_t)(1 - size) + length;
	}
	return result <= left ? result : 0;
}

static void add_line(Builder* builder, uint32_t offset, uint32_t line)
{
	LineTable* table = builder->table;
	if (table->lineCount && (table->lines[table->lineCount - 1].offset == offset))
		table->lineCount--;
	if (table->lineCount && (table->lines[table->lineCount - 1].line == line))
		return;
	if (table->lineCount == builder->lineCapacity) {
		builder->lineCapacity = builder->lineCapacity ? builder->lineCapacity * 2 : 64;
		table->lines = realloc(table->lines, builder->lineCapacity * sizeof(LineEntry));
		if (!table->lines)
			fatal("out of memory");
	}
	table->lines[table->lineCount].offset = offset;
	table->lines[table->lineCount].line = line;
	table->lineCount++;
}

static void add_function(Builder* builder, uint32_t offset, uint32_t size)
{
	LineTable* table = builder->table;
	if (table->functionCount == builder->functionCapacity) {
		builder->functionCapacity = builder->functionCapacity ? builder->functionCapacity * 2 : 64;
		table->functions = realloc(table->functions, builder->functionCapacity * sizeof(FunctionEntry));
		if (!table->functions)
			fatal("out of memory");
	}
	table->functions[table->functionCount].offset = offset;
	table->functions[table->functionCount].size = size;
	table->functionCount++;
}

/* A line of the JavaScript that XS compiled becomes the line of the TypeScript source. */
static uint32_t map_line(const Builder* builder, int32_t line)
{
	if ((line < 1) || ((uint32_t)line > builder->mapCount))
		return 0;
	return builder->map[line - 1];
}

static bool is_code(int opcode)
{
	return (opcode == XS_CODE_CODE_1) || (opcode == XS_CODE_CODE_2) || (opcode == XS_CODE_CODE_4);
}

static bool is_end(int opcode)
{
	return (XS_CODE_END <= opcode) && (opcode <= XS_CODE_END_DERIVED);
}

static bool may_be_extra(int opcode)
{
	int of = family(opcode);
	return (of == XS_CODE_BRANCH_1) || (of == XS_CODE_UNWIND_1) || is_end(opcode);
}

bool lines_build(LineTable* table, const txScript* plain, const txScript* debug, const uint32_t* map, uint32_t mapCount)
{
	struct { const txByte* end; uint32_t line; } stack[NESTING_LIMIT];
	int depth = 0;
	uint32_t line = 0;
	Builder builder = { table, 0, 0, map, mapCount };
	Walker left = { plain->codeBuffer, plain->codeBuffer, plain->codeBuffer + plain->codeSize };
	Walker right = { debug->codeBuffer, debug->codeBuffer, debug->codeBuffer + debug->codeSize };
	while (right.code < right.end) {
		int opcode = opcode_of(&right);
		size_t size = instruction_size(&right);
		if (!size)
			return false;
		if (opcode == XS_CODE_LINE) {
			line = map_line(&builder, signed_operand(right.code + 1, 2) & 0xFFFF);
			add_line(&builder, (uint32_t)(left.code - left.start), line);
		}
		else if ((opcode != XS_CODE_FILE) && (opcode != XS_CODE_PROFILE)) {
			int other = left.code < left.end ? opcode_of(&left) : 0;
			bool same = (left.code < left.end)
				&& ((family(opcode) == family(other)) || ((family(opcode) == XS_CODE_BRANCH_1) && is_end(other)));
			if (same) {
				size_t otherSize = instruction_size(&left);
				if (!otherSize)
					return false;
				if (is_code(other)) {
					int32_t length = signed_operand(left.code + 1, (int)otherSize - 1);
					if ((depth == NESTING_LIMIT) || (length < 0) || (length > left.end - left.code - (ptrdiff_t)otherSize))
						return false;
					add_function(&builder, (uint32_t)(left.code + otherSize - left.start), (uint32_t)length);
					stack[depth].end = left.code + otherSize + length;
					stack[depth].line = line;
					depth++;
				}
				left.code += otherSize;
				/* After a nested function the outer one is still where it was. */
				while (depth && (left.code >= stack[depth - 1].end)) {
					depth--;
					line = stack[depth].line;
					add_line(&builder, (uint32_t)(left.code - left.start), line);
				}
			}
			else if (!may_be_extra(opcode))
				return false;
		}
		right.code += size;
	}
	return left.code == left.end;
}

/*
 * Finds the line of an address in a function's bytecode: of the instruction there, or when the function has called
 * another one, of the instruction before. Bytecode that XS copied (functions of preloaded modules) is
 * recognised by its content: two functions of a module with the same bytecode may be taken for one another.
 */
bool lines_locate(txMachine* the, txSlot* function, const txByte* code, bool called, txID* moduleID, uint32_t* line)
{
	txSlot* home = mxFunctionInstanceHome(function)->value.home.module;
	txSlot* slot = mxFunctionInstanceCode(function);
	const txByte* base = slot->value.code.address;
	uint32_t offset = 0, low = 0, high;
	Module* module;
	if (!home || !code || ((slot->kind != XS_CODE_KIND) && (slot->kind != XS_CODE_X_KIND)))
		return false;
	*moduleID = mxModuleInstanceInternal(home)->value.module.id;
	*line = 0;
	module = *moduleID == XS_NO_ID ? NULL : modules_find(fxGetKeyName(the, *moduleID));
	if (!module)
		return false;
	const txByte* start = module->script->codeBuffer;
	if ((start <= base) && (base < start + module->script->codeSize))
		offset = (uint32_t)(code - start);
	else {
		uint32_t index = 0;
		uint32_t capacity = ((uint32_t)((txChunk*)(base - sizeof(txChunk)))->size & 0x7FFFFFFF) - (uint32_t)sizeof(txChunk);
		for (; index < module->table.functionCount; index++) {
			FunctionEntry* entry = &module->table.functions[index];
			if ((entry->size <= capacity) && (capacity - entry->size < 2 * sizeof(size_t))
				&& !memcmp(start + entry->offset, base, entry->size))
				break;
		}
		if (index == module->table.functionCount)
			return true;
		offset = module->table.functions[index].offset + (uint32_t)(code - base);
	}
	if (called && offset)
		offset--;
	high = module->table.lineCount;
	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (module->table.lines[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	if (low)
		*line = module->table.lines[low - 1].line;
	return true;
}
