/* As the SDK's. */
#ifndef KITH_TEST_MODTIMER_H
#define KITH_TEST_MODTIMER_H

typedef struct modTimerRecord *modTimer;
typedef void (*modTimerCallback)(modTimer timer, void *refcon, int refconSize);

modTimer modTimerAdd(int firstInterval, int secondInterval, modTimerCallback callback, void *refcon, int refconSize);
void modTimerRemove(modTimer timer);

#endif
