enum { portMAX_DELAY = -1 };
