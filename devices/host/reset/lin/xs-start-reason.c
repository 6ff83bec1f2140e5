/* The kernel does not tell a process how the one before it ended: 0 is unknown (modules/node/log-entries.ts). */
#include "xsmc.h"

void xs_kith_start_reason(xsMachine *the);

void xs_kith_start_reason(xsMachine *the)
{
	xsmcSetInteger(xsResult, 0);
}
