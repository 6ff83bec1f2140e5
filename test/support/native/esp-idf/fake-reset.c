/* A chip that was reset by what the test says. */
#include "esp_system.h"

#include "xsmc.h"

static esp_reset_reason_t last = ESP_RST_UNKNOWN;

void fake_reset(xsMachine *the);

esp_reset_reason_t esp_reset_reason(void)
{
	return last;
}

void fake_reset(xsMachine *the)
{
	last = (esp_reset_reason_t)xsmcToInteger(xsArg(0));
}
