/*
 * The event loop of a program under test: posts, one file and one timer of the SDK, for as long as the test says. It returns
 * early when the wrapper's callback is due, which runs at the other end.
 */
#include "event-loop.h"

#include "driver.h"
#include "modTimer.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct modTimerRecord {
	int64_t due;
	int interval;
	modTimerCallback callback;
	char refcon[64];
	int refconSize;
};

void fake_run(xsMachine *the);

static modTimer timer;
static kithEvent posted, watched;
static void *postedContext, *watchedContext;
static int watchedFile = -1;

static int64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

modTimer modTimerAdd(int firstInterval, int secondInterval, modTimerCallback callback, void *refcon, int refconSize)
{
	timer = calloc(1, sizeof(*timer));
	timer->due = milliseconds() + firstInterval;
	timer->interval = secondInterval;
	timer->callback = callback;
	memcpy(timer->refcon, refcon, (size_t)refconSize);
	timer->refconSize = refconSize;
	return timer;
}

void modTimerRemove(modTimer old)
{
	free(old);
	timer = NULL;
}

bool kithPost(void *the, kithEvent event, void *context)
{
	(void)the;
	if (posted != NULL)
		return false;
	posted = event;
	postedContext = context;
	return true;
}

void kithCancelPosts(void *context)
{
	if (postedContext == context)
		posted = NULL;
}

bool kithWatch(int file, kithEvent event, void *context)
{
	watchedFile = file;
	watched = event;
	watchedContext = context;
	return true;
}

void kithUnwatch(void)
{
	watchedFile = -1;
}

static void runOnce(int wait)
{
	struct pollfd file = { watchedFile, POLLIN, 0 };

	if (posted != NULL) {
		kithEvent event = posted;

		posted = NULL;
		event(postedContext);
		return;
	}
	if (poll(&file, 1, wait) > 0)
		watched(watchedContext);
	if (timer != NULL && milliseconds() >= timer->due) {
		timer->due = milliseconds() + timer->interval;
		timer->callback(timer, timer->refcon, timer->refconSize);
	}
}

/* (milliseconds): 1 when the callback is due */
void fake_run(xsMachine *the)
{
	int64_t end = milliseconds() + xsmcToInteger(xsArg(0));

	do
		runOnce(1);
	while (fakeCallCount() == 0 && milliseconds() < end);
	xsmcSetInteger(xsResult, fakeCallCount() > 0);
}
