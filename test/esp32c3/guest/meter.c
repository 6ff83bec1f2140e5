/*
 * What the chip and XS count, for test:esp32c3. It reads XS's own structures, which is for measuring only: the firmware's
 * native modules keep to the macros of xsmc.h.
 */
#include "xsAll.h"

#include <stdio.h>

#include "esp_system.h"

void xs_kith_meter_cycles(txMachine *the);
void xs_kith_meter_slots(txMachine *the);
void xs_kith_meter_chunks(txMachine *the);
void xs_kith_meter_collect(txMachine *the);
void xs_kith_meter_say(txMachine *the);
void xs_kith_meter_restart(txMachine *the);

static void answer(txMachine *the, txInteger value)
{
	mxResult->kind = XS_INTEGER_KIND;
	mxResult->value.integer = value;
}

void xs_kith_meter_cycles(txMachine *the)
{
	txInteger count;

	/*
	 * mpccr, the counter of the ESP32-C3's only core (Technical Reference Manual, "Performance Counter"), as ESP-IDF reads
	 * it; but the SDK compiles for an instruction set without the instructions for such registers.
	 */
	__asm__ volatile(".option push\n.option arch, +zicsr\ncsrr %0, 0x7e2\n.option pop" : "=r"(count));
	answer(the, count);
}

void xs_kith_meter_slots(txMachine *the)
{
	answer(the, (txInteger)the->currentHeapCount);
}

void xs_kith_meter_chunks(txMachine *the)
{
	answer(the, (txInteger)the->currentChunksSize);
}

void xs_kith_meter_collect(txMachine *the)
{
	fxCollectGarbage(the);
}

/* Lines longer than the console of the firmware allows: a failed test has much to say. */
void xs_kith_meter_say(txMachine *the)
{
	fputs(fxToString(the, mxArgv(0)), stdout);
	fputc('\n', stdout);
	fflush(stdout);
}

void xs_kith_meter_restart(txMachine *the)
{
	(void)the;
	fflush(stdout);
	esp_restart();
}
