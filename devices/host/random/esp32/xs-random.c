/*
 * The hardware generator. True noise feeds it while Wi-Fi or Bluetooth runs (ESP-IDF, "Random Number Generation"), which the
 * firmware starts first; a board without a radio running seeds from the bootloader's entropy only.
 */
#include "esp_random.h"

#include "xsmc.h"

void xs_kith_random_fill(xsMachine *the);

void xs_kith_random_fill(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue length;

	xsmcGetBufferWritable(xsArg(0), &bytes, &length);
	esp_fill_random(bytes, length);
}
