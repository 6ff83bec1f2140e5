/*
 * Turns the ROM machine, after preloading, into what the SDK's linker would put into flash.
 */
#include "host.h"

static void freeze(txSlot* instance)
{
	for (txSlot* property = instance->next; property; property = property->next) {
		if (property->kind != XS_ACCESSOR_KIND)
			property->flag |= XS_DONT_SET_FLAG;
		property->flag |= XS_DONT_DELETE_FLAG;
	}
	instance->flag |= XS_DONT_PATCH_FLAG;
}

static bool is_function(txSlot* instance)
{
	return (instance->kind == XS_INSTANCE_KIND) && mxIsFunction(instance);
}

/* All prototypes and namespaces of the language are on the ROM machine's stack; the global object stays open. */
static void freeze_builtins(txMachine* the)
{
	txSlot* slot = the->stackTop - 1 - mxInstanceInspectorsStackIndex - 1;
	for (; slot >= the->stack; slot--) {
		if ((slot->kind == XS_REFERENCE_KIND) && (slot->value.reference != mxGlobal.value.reference))
			freeze(slot->value.reference);
	}
}

/* Instances that have no alias form, and functions with their prototypes, as the SDK's linker freezes them. */
static void freeze_instance(txSlot* instance)
{
	txSlot* internal = instance->next;
	if (!internal || !(internal->flag & XS_INTERNAL_FLAG))
		return;
	if (internal->ID == XS_ENVIRONMENT_BEHAVIOR)
		freeze(instance);
	else if (is_function(instance)) {
		freeze(instance);
		if (instance->flag & XS_CAN_CONSTRUCT_FLAG) {
			for (txSlot* property = internal; property; property = property->next) {
				if ((property->ID == mxID(_prototype)) && (property->kind == XS_REFERENCE_KIND))
					freeze(property->value.reference);
			}
		}
	}
	else
		switch (internal->kind) {
		case XS_ARRAY_BUFFER_KIND:
		case XS_DATA_VIEW_KIND:
		case XS_TYPED_ARRAY_KIND:
		case XS_MAP_KIND:
		case XS_SET_KIND:
		case XS_WEAK_MAP_KIND:
		case XS_WEAK_SET_KIND:
		case XS_WEAK_REF_KIND:
		case XS_PROMISE_KIND:
		case XS_PROXY_KIND:
		case XS_REGEXP_KIND:
			freeze(instance);
			break;
		default:
			break;
		}
}

#define EACH_SLOT(THE, SLOT) \
	for (txSlot* heap_ = (THE)->firstHeap; heap_; heap_ = heap_->next) \
		for (txSlot* SLOT = heap_ + 1; SLOT < heap_->value.reference; SLOT++)

/* XS remembers look-ups of globals in a table of the global object; in ROM it has to do without. */
static void simplify_global(txMachine* the)
{
	txSlot* global = mxGlobal.value.reference;
	if (global->next && (global->next->kind == XS_GLOBAL_KIND)) {
		global->next = global->next->next;
		global->flag &= ~XS_EXOTIC_FLAG;
	}
}

static void freeze_heap(txMachine* the)
{
	simplify_global(the);
	freeze_builtins(the);
	EACH_SLOT(the, slot) {
		if (slot->kind == XS_INSTANCE_KIND)
			freeze_instance(slot);
		/* A module's variable that holds a function is taken for a constant. */
		else if ((slot->kind == XS_CLOSURE_KIND) && slot->value.closure && (slot->value.closure->kind == XS_REFERENCE_KIND)
			&& is_function(slot->value.closure->value.reference))
			slot->value.closure->flag |= XS_DONT_SET_FLAG;
	}
}

/* What may be written gets a number under which each board keeps its own copy. 0 means frozen. */
static bool is_frozen(txMachine* the, txSlot* instance)
{
	if (!(instance->flag & XS_DONT_PATCH_FLAG))
		return false;
	for (txSlot* property = instance->next; property; property = property->next) {
		if (property->kind == XS_ARRAY_KIND) {
			txSlot* item = property->value.array.address;
			for (txIndex length = fxGetIndexSize(the, property); length; length--, item++) {
				if (((item->kind != XS_ACCESSOR_KIND) && !(item->flag & XS_DONT_SET_FLAG)) || !(item->flag & XS_DONT_DELETE_FLAG))
					return false;
			}
		}
		else if (property->flag & XS_INTERNAL_FLAG)
			continue;
		else if (((property->kind != XS_ACCESSOR_KIND) && !(property->flag & XS_DONT_SET_FLAG))
			|| !(property->flag & XS_DONT_DELETE_FLAG))
			return false;
	}
	return true;
}

static void number_aliases(txMachine* the)
{
	txID count = 1;
	EACH_SLOT(the, slot) {
		if (slot->kind == XS_INSTANCE_KIND)
			slot->ID = is_frozen(the, slot) ? XS_NO_ID : count++;
	}
	EACH_SLOT(the, slot) {
		if ((slot->kind == XS_CLOSURE_KIND) && slot->value.closure) {
			txSlot* variable = slot->value.closure;
			if (variable->flag & XS_DONT_SET_FLAG)
				variable->flag |= XS_DONT_DELETE_FLAG;
			else {
				if (variable->ID == XS_NO_ID)
					variable->ID = count++;
				slot->flag &= ~XS_DONT_SET_FLAG;
			}
		}
	}
	the->aliasCount = count;
}

/*
 * Turns the machine into what fxCloneMachine expects: modules without a realm, and in three places of its stack the
 * realm's closures, the modules and their names. (XS's own fxShareMachine numbers aliases from 0, which means none.)
 */
static void detach(txMachine* the)
{
	txSlot* realm = mxModuleInstanceInternal(mxProgram.value.reference)->value.module.realm;
	txSlot* modules = mxOwnModules(realm)->value.reference;
	txSlot* names = fxNewInstance(the);
	for (txSlot* module = modules->next; module; module = module->next) {
		txSlot* internal = mxModuleInstanceInternal(module->value.reference);
		internal->value.module.realm = NULL;
		names = names->next = fxNewSlot(the);
		names->kind = XS_SYMBOL_KIND;
		names->ID = internal->value.module.id;
		names->value.symbol = internal->value.module.id;
	}
	mxPull(mxHosts);
	mxModuleInstanceInternal(mxProgram.value.reference)->value.module.realm = NULL;
	mxException.kind = XS_REFERENCE_KIND;
	mxException.value.reference = mxRealmClosures(realm)->value.reference;
	mxProgram.value.reference = modules;
	mxModuleQueue = mxUndefined;
	mxUnhandledPromises = mxUndefined;
	mxDuringJobs = mxUndefined;
	mxFinalizationRegistries = mxUndefined;
	mxPendingJobs = mxUndefined;
	mxRunningJobs = mxUndefined;
	mxBreakpoints = mxUndefined;
	mxHostInspectors = mxUndefined;
	mxInstanceInspectors = mxUndefined;
}

/* Data of these kinds is swept as part of a heap; their X twins are left alone. */
static void petrify(txSlot* slot)
{
	switch (slot->kind) {
	case XS_STRING_KIND:
		slot->kind = XS_STRING_X_KIND;
		break;
	case XS_BIGINT_KIND:
		slot->kind = XS_BIGINT_X_KIND;
		break;
	case XS_CODE_KIND:
		slot->kind = XS_CODE_X_KIND;
		break;
	case XS_CALLBACK_KIND:
		slot->kind = XS_CALLBACK_X_KIND;
		break;
	case XS_KEY_KIND:
		slot->kind = XS_KEY_X_KIND;
		break;
	case XS_REGEXP_KIND:
		slot->value.regexp.data = NULL; /* XS's scratch memory for matching; without it, it takes some of the board's */
		slot->flag |= XS_DONT_SET_FLAG;
		break;
	case XS_ARRAY_BUFFER_KIND:
	case XS_DATE_KIND:
	case XS_MAP_KIND:
	case XS_SET_KIND:
		slot->flag |= XS_DONT_SET_FLAG;
		break;
	default:
		break;
	}
}

static void petrify_heap(txMachine* the)
{
	EACH_SLOT(the, slot) {
		petrify(slot);
		slot->flag |= XS_MARK_FLAG;
		if ((slot->kind == XS_ARRAY_KIND) && slot->value.array.address) {
			txSlot* item = slot->value.array.address;
			txIndex length = fxGetIndexSize(the, slot);
			while (length--) {
				petrify(item);
				item->flag |= XS_MARK_FLAG;
				item++;
			}
		}
	}
	for (txSlot* slot = the->stack; slot < the->stackTop; slot++) {
		petrify(slot);
		slot->flag |= XS_MARK_FLAG;
	}
}

void freeze_machine(txMachine* the)
{
	detach(the);
	fxCollectGarbage(the);
	freeze_heap(the);
	number_aliases(the);
	petrify_heap(the);
	the->shared = 1;
}
