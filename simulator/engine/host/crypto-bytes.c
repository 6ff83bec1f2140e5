/* What a secret must not be handled with memset and memcmp for. */
#include "crypto.h"

void wipe_bytes(void* bytes, size_t length)
{
	volatile uint8_t* at = bytes;
	while (length--)
		*at++ = 0;
}

bool equal_bytes(const uint8_t* a, const uint8_t* b, size_t length)
{
	uint8_t difference = 0;
	while (length--)
		difference |= (uint8_t)(*a++ ^ *b++);
	return difference == 0;
}
