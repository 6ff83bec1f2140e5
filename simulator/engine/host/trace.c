/*
 * Where a machine was. Used for crashes (a machine that is out of memory or stack can run nothing any more, so this
 * only reads) and, as XS's own hook, for the stack of each Error.
 */
#include "host.h"

static txSlot* alias_of(txMachine* the, txSlot* instance)
{
	return instance->ID && the->aliasArray && (instance->ID < the->aliasCount) && the->aliasArray[instance->ID]
		? the->aliasArray[instance->ID]
		: instance;
}

static txSlot* function_of(txMachine* the, txSlot* frame)
{
	/* Frames are laid out differently in different versions of XS; mxFunction is that of the current frame. */
	txSlot* function = frame + (mxFunction - the->frame);
	if (function->kind != XS_REFERENCE_KIND)
		return NULL;
	function = function->value.reference;
	return mxIsFunction(function) ? function : NULL;
}

/* Reads the own property `name` without running or allocating anything. */
static const char* name_of(txMachine* the, txSlot* function)
{
	txSlot* property = function->next;
	txSlot* key;
	while (property) {
		if ((property->ID == mxID(_name)) && !(property->flag & XS_INTERNAL_FLAG)
			&& ((property->kind == XS_STRING_KIND) || (property->kind == XS_STRING_X_KIND)))
			return property->value.string;
		property = property->next;
	}
	key = mxFunctionInstanceCode(function);
	key = key->ID == XS_NO_ID ? NULL : fxGetKey(the, key->ID);
	if (key && ((key->kind == XS_KEY_KIND) || (key->kind == XS_KEY_X_KIND)))
		return key->value.key.string;
	return "";
}

static const char* key_name(txMachine* the, txID id)
{
	const char* name = id == XS_NO_ID ? NULL : fxGetKeyName(the, id);
	return name ? name : "";
}

/* The address at which `frame` runs: the machine's for the innermost, else what the frame that it called has saved. */
static const txByte* code_of(txMachine* the, txSlot* frame)
{
	txSlot* inner = the->frame;
	if (inner == frame)
		return the->code;
	while (inner && (inner->next != frame))
		inner = inner->next;
	return inner ? inner->value.frame.code : NULL;
}

void trace_machine(txMachine* the, Trace* trace)
{
	txSlot* frame = the->frame;
	const txByte* code = the->code;
	trace->count = 0;
	while (frame && (trace->count < TRACE_LIMIT)) {
		txSlot* function = function_of(the, frame);
		if (function) {
			TraceFrame* entry = &trace->frames[trace->count++];
			txID module = XS_NO_ID;
			entry->line = 0;
			if (!lines_locate(the, function, code, frame != the->frame, &module, &entry->line))
				module = XS_NO_ID;
			snprintf(entry->module, sizeof(entry->module), "%s", key_name(the, module));
			snprintf(entry->function, sizeof(entry->function), "%s", name_of(the, function));
		}
		code = frame->value.frame.code;
		frame = frame->next;
	}
}

/* XS keeps the stack of an Error as a list of keys: module, line and function. */
void trace_error(txMachine* the, txSlot* exception, Trace* trace)
{
	txSlot* slot;
	trace->count = 0;
	if (exception->kind != XS_REFERENCE_KIND)
		return;
	slot = alias_of(the, exception->value.reference)->next;
	if (!slot || (slot->kind != XS_ERROR_KIND) || !slot->value.error.info)
		return;
	slot = slot->value.error.info->next;
	while (slot && (trace->count < TRACE_LIMIT)) {
		TraceFrame* entry = &trace->frames[trace->count++];
		snprintf(entry->module, sizeof(entry->module), "%s", key_name(the, slot->ID));
		snprintf(entry->function, sizeof(entry->function), "%s", slot->value.key.string ? slot->value.key.string : "");
		entry->line = slot->value.key.sum;
		slot = slot->next;
	}
}

static const char* string_property(txMachine* the, txSlot* instance, txID id)
{
	while (instance) {
		txSlot* property = alias_of(the, instance)->next;
		while (property) {
			if ((property->ID == id) && !(property->flag & XS_INTERNAL_FLAG)
				&& ((property->kind == XS_STRING_KIND) || (property->kind == XS_STRING_X_KIND)))
				return property->value.string;
			property = property->next;
		}
		instance = alias_of(the, instance)->value.instance.prototype;
	}
	return NULL;
}

void trace_message(txMachine* the, txSlot* exception, char* text, size_t size)
{
	switch (exception->kind) {
	case XS_REFERENCE_KIND: {
		const char* name = string_property(the, exception->value.reference, mxID(_name));
		const char* message = string_property(the, exception->value.reference, mxID(_message));
		if (!name && !message)
			snprintf(text, size, "an object that is no Error was thrown");
		else if (!message || !*message)
			snprintf(text, size, "%s", name ? name : "Error");
		else
			snprintf(text, size, "%s: %s", name ? name : "Error", message);
		break;
	}
	case XS_STRING_KIND:
	case XS_STRING_X_KIND:
		snprintf(text, size, "%s", exception->value.string);
		break;
	case XS_INTEGER_KIND:
		snprintf(text, size, "%d", (int)exception->value.integer);
		break;
	case XS_NUMBER_KIND:
		snprintf(text, size, "%.17g", exception->value.number);
		break;
	case XS_BOOLEAN_KIND:
		snprintf(text, size, "%s", exception->value.boolean ? "true" : "false");
		break;
	case XS_NULL_KIND:
		snprintf(text, size, "null");
		break;
	default:
		snprintf(text, size, "undefined");
		break;
	}
}

/*
 * XS calls this for each Error, with the frame it shall start at. Takes as many slots as XS's own version, which finds
 * no lines in bytecode that sets none.
 */
void fxCaptureErrorStack(txMachine* the, txSlot* internal, txSlot* frame)
{
	txSlot* slot = internal->value.reference = fxNewSlot(the);
	slot->kind = XS_INSTANCE_KIND;
	slot->value.instance.garbage = NULL;
	slot->value.instance.prototype = NULL;
	while (frame && frame->next) {
		txSlot* function = function_of(the, frame);
		if (function) {
			txID module = XS_NO_ID;
			uint32_t line = 0;
			const char* name;
			if (!lines_locate(the, function, code_of(the, frame), frame != the->frame, &module, &line))
				module = XS_NO_ID;
			slot = slot->next = fxNewSlot(the);
			name = name_of(the, function);
			slot->flag = XS_GET_ONLY;
			slot->ID = module;
			slot->value.key.string = NULL;
			slot->value.key.sum = line;
			slot->kind = XS_KEY_X_KIND;
			if (*name) {
				/* Names in a chunk of this machine must be swept as such; all others never move. */
				const uint8_t* address = (const uint8_t*)name;
				if ((the->pool->start <= address) && (address < the->pool->chunks))
					slot->kind = XS_KEY_KIND;
				slot->value.key.string = (txString)name;
			}
		}
		frame = frame->next;
	}
}
