/* The kernel's generator (getrandom(2)): waits only until it is seeded, early at boot. */
#include <errno.h>
#include <stddef.h>
#include <sys/random.h>

#include "xsmc.h"

void xs_kith_random_fill(xsMachine *the);

void xs_kith_random_fill(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue length, filled = 0;

	xsmcGetBufferWritable(xsArg(0), &bytes, &length);
	while (filled < length) {
		ssize_t count = getrandom((char *)bytes + filled, length - filled, 0);

		if (count > 0)
			filled += (xsUnsignedValue)count;
		else if (errno != EINTR)
			xsUnknownError("the kernel gives no random bytes");
	}
}
