/* What reset the chip (ESP-IDF, "Miscellaneous System APIs", reset reason), as the node's log has it. */
#include "esp_system.h"

#include "xsmc.h"

/* As in modules/node/log-entries.ts. */
enum { unknown = 0, powerOn = 1, crash = 2, restart = 3, watchdog = 4, brownout = 5 };

void xs_kith_start_reason(xsMachine *the);

static int reason(esp_reset_reason_t reset)
{
	switch (reset) {
		case ESP_RST_POWERON:
			return powerOn;
		/*
		 * XS restarts the chip by software when it has to give up: heap or stack full, an exception that nobody caught.
		 * Nothing in the firmware does so on purpose.
		 */
		case ESP_RST_SW:
		case ESP_RST_PANIC:
		case ESP_RST_CPU_LOCKUP:
			return crash;
		case ESP_RST_INT_WDT:
		case ESP_RST_TASK_WDT:
		case ESP_RST_WDT:
			return watchdog;
		case ESP_RST_BROWNOUT:
		case ESP_RST_PWR_GLITCH:
			return brownout;
		/* Somebody outside wanted it: the reset pin, a computer that flashes or debugs; or a sleep is over. */
		case ESP_RST_EXT:
		case ESP_RST_SDIO:
		case ESP_RST_USB:
		case ESP_RST_JTAG:
		case ESP_RST_DEEPSLEEP:
			return restart;
		case ESP_RST_EFUSE:
		case ESP_RST_UNKNOWN:
			break;
	}
	return unknown;
}

void xs_kith_start_reason(xsMachine *the)
{
	xsmcSetInteger(xsResult, reason(esp_reset_reason()));
}
