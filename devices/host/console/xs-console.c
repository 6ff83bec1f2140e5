/*
 * One line of the console. A debug build shares the serial port with xsbug, so there the line travels in xsbug's protocol;
 * a release build has the port to itself.
 */
#include "xsmc.h"
#include "xsHost.h"

#include <stdio.h>
#include <string.h>

void xs_kith_console_write(xsMachine *the);

enum { lineLimit = 255 };

void xs_kith_console_write(xsMachine *the)
{
	char line[lineLimit + 2];
	void *bytes;
	xsUnsignedValue length;
	int count = xsmcToInteger(xsArg(1));

	xsmcGetBufferReadable(xsArg(0), &bytes, &length);
	if (count < 0 || (xsUnsignedValue)count > length || count > lineLimit)
		xsRangeError("line too long");
	memcpy(line, bytes, count);
	line[count] = '\n';
	line[count + 1] = 0;
#ifdef mxDebug
	xsTrace(line);
#else
	fputs(line, stdout);
	fflush(stdout);
#endif
}
