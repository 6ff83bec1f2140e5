/* The little that the link needs of the platform's event loop, which is the one that XS runs in. */
#ifndef KITH_EVENT_LOOP_H
#define KITH_EVENT_LOOP_H

#include <stdbool.h>

typedef void (*kithEvent)(void *context);

/* Calls `event` from the event loop soon. From any task. False: the loop takes no more now. `the`: the XS machine. */
bool kithPost(void *the, kithEvent event, void *context);
/* No event that was posted with `context` comes any more, from here on. From the event loop. */
void kithCancelPosts(void *context);

/* Calls `event` whenever there is something to read from `file`. Linux only; one at a time. */
bool kithWatch(int file, kithEvent event, void *context);
void kithUnwatch(void);

#endif
