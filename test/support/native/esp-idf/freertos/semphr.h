typedef struct fakeMutex *SemaphoreHandle_t;

SemaphoreHandle_t xSemaphoreCreateMutex(void);
int xSemaphoreTake(SemaphoreHandle_t mutex, int ticks);
int xSemaphoreGive(SemaphoreHandle_t mutex);
