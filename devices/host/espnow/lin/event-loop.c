#include "event-loop.h"

#include <gio/gio.h>
#include <glib-unix.h>

static GSource *post, *watch;
static kithEvent posted, watched;
static void *postedContext, *watchedContext;

static gboolean runPost(gpointer context)
{
	(void)context;
	g_source_unref(post);
	post = NULL;
	posted(postedContext);
	return G_SOURCE_REMOVE;
}

bool kithPost(void *the, kithEvent event, void *context)
{
	(void)the;
	if (post != NULL)
		return false;
	posted = event;
	postedContext = context;
	post = g_idle_source_new();
	g_source_set_priority(post, G_PRIORITY_DEFAULT);
	g_source_set_callback(post, runPost, NULL, NULL);
	g_source_attach(post, g_main_context_get_thread_default());
	return true;
}

void kithCancelPosts(void *context)
{
	if (post == NULL || postedContext != context)
		return;
	g_source_destroy(post);
	g_source_unref(post);
	post = NULL;
}

static gboolean runWatch(gint file, GIOCondition condition, gpointer context)
{
	(void)file;
	(void)condition;
	(void)context;
	watched(watchedContext);
	return G_SOURCE_CONTINUE;
}

bool kithWatch(int file, kithEvent event, void *context)
{
	if (watch != NULL)
		return false;
	watched = event;
	watchedContext = context;
	watch = g_unix_fd_source_new(file, G_IO_IN);
	g_source_set_callback(watch, G_SOURCE_FUNC(runWatch), NULL, NULL);
	g_source_attach(watch, g_main_context_get_thread_default());
	return true;
}

void kithUnwatch(void)
{
	if (watch == NULL)
		return;
	g_source_destroy(watch);
	g_source_unref(watch);
	watch = NULL;
}
