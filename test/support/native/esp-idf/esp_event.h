#include "esp_wifi.h"

esp_err_t esp_event_loop_create_default(void);
