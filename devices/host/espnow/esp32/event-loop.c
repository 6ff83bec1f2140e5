#include "event-loop.h"

#include <stddef.h>

#include "xsmc.h"
#include "xsHost.h"

/* The link has one post on its way at a time, and one link there is. */
static kithEvent posted;
static void *postedContext;

static void deliver(void *the, void *refcon, uint8_t *message, uint16_t length)
{
	(void)the;
	(void)refcon;
	(void)message;
	(void)length;
	if (postedContext != NULL)
		posted(postedContext);
}

bool kithPost(void *the, kithEvent event, void *context)
{
	posted = event;
	postedContext = context;
	return modMessagePostToMachine(the, NULL, 0, deliver, NULL) == 0;
}

void kithCancelPosts(void *context)
{
	if (postedContext == context)
		postedContext = NULL;
}
